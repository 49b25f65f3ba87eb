import { quantityOf } from "../graph/graph.js";
import { once } from "../problem/once.js";
import type { Prepared } from "../problem/prepare.js";
import { spoken } from "./spoken.js";
import { symbolsFor } from "./symbols.js";
import { headOf, kindOf } from "./table.js";

/**
 * What each blank is called when it is spoken: `z, example 2`, `new w, step 1`. The step is said
 * where there are several, and the heading where two blanks would be called the same.
 */
export function labelsOf(prepared: Prepared): ReadonlyMap<string, string> {
  const { questions, sections, language } = prepared;
  const labels = new Map(questions.map(({ id }) => [id, labelOf(prepared, id)]));
  const all = [...labels.values()];
  for (const { title, questions } of sections) {
    for (const { id } of questions) {
      const label = labels.get(id)!;
      if (all.filter((other) => other === label).length > 1)
        labels.set(id, language.row([label, title]));
    }
  }
  return labels;
}

/**
 * What each blank's field is called on a screen: its section, and its symbol in words. `Forward
 * pass: z, example 2`.
 */
export const tooltipsOf = once(
  (prepared: Prepared): ReadonlyMap<string, string> =>
    new Map(
      prepared.sections.flatMap(({ title, questions }) =>
        questions.map(({ id }) => [id, tooltipIn(prepared, title, id)] as const),
      ),
    ),
);

const tooltipIn = (prepared: Prepared, section: string, id: string): string =>
  prepared.language.say("blankInSection", { section, blank: labelOf(prepared, id) });

/**
 * A symbol in words, with the marks above it as words of their own: `superscript [2]` says nothing
 * of an example.
 */
function labelOf(prepared: Prepared, id: string): string {
  const { exercise, graph, questions, language } = prepared;
  const symbols = symbolsFor(prepared);
  const { step, example, time } = quantityOf(graph, id).at;
  const steps = exercise.network?.steps ?? 1;
  const places = [
    // Where each step has an example of its own, the step says which.
    ...(example !== undefined && /(^|\.)e\d+\./.test(id)
      ? [language.say("placeExample", { number: example })]
      : []),
    ...(time !== undefined ? [language.say("placeTime", { number: time })] : []),
    ...(steps > 1 ? [language.say("spokenStep", { name: exercise.stepName, number: step })] : []),
  ];
  // What comes after the only step is told apart by its mark alone.
  const isMarked = places.length === 0 || (steps === 1 && step > 1);
  const first = questions.find((question) => kindOf(question.id) === kindOf(id))!;
  const symbol = isMarked
    ? symbols.of(id)
    : headOf(symbols, quantityOf(graph, first.id), steps > 1);
  return language.row([spoken(symbol, language), ...places]);
}
