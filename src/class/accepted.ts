import * as z from "zod";
import { commonFunctions } from "../exercise/commonFunctions.js";
import { graphOf } from "../exercise/graphOf.js";
import { meantId } from "../exercise/meantId.js";
import { type Formula, operandsOf, substitute } from "../graph/formula.js";
import { type Graph, quantityOf } from "../graph/graph.js";
import { parse } from "../graph/parse.js";
import { type Malrule, misreadings } from "../graph/rewrite.js";
import { didYouMean } from "../input/nearest.js";
import { type Prepared, preparedWith } from "../problem/prepare.js";
import { choicesOf, wordsOf } from "../question/choice.js";

/** What is accepted at a blank beside its key, as a decision says it. */
export const acceptedSchema = z.union([
  z.number(),
  z.string().min(1),
  z.strictObject({ misconception: z.string() }),
]);

export type Accepted = z.output<typeof acceptedSchema>;

/** Another way to work out a blank, or another word for it. */
export type Alternative = { readonly formula: Formula } | { readonly word: string };

/**
 * What may stand at a blank instead: a number, what a formula gives on the variant's own numbers, a
 * word, or what a misconception gives. Throws a RangeError, or a SyntaxError, that says what is
 * wrong.
 */
export function alternativesAt(
  prepared: Prepared,
  blank: string,
  accepted: Accepted,
): readonly Alternative[] {
  const { exercise } = prepared;
  const choice = choicesOf(exercise).get(blank);
  if (choice) return [{ word: wordAmong(wordsOf(choice), accepted) }];
  const formulas =
    typeof accepted === "object"
      ? misreadAt(prepared, blank, accepted.misconception)
      : [formulaOf(accepted, prepared)];
  // What cannot be computed is refused at once, not at the first script.
  const drawn = givensIn(prepared);
  for (const formula of formulas) {
    const lacking = givensIn(preparedWith(prepared, new Map([[blank, formula]]))).find(
      (id) => !drawn.includes(id),
    );
    if (lacking !== undefined) throw new RangeError(`needs ${lacking}, which no variant has`);
  }
  return formulas.map((formula) => ({ formula }));
}

const givensIn = ({ program: { ids, givens } }: Prepared): readonly string[] =>
  ids.slice(0, givens);

function wordAmong(words: readonly string[], accepted: Accepted): string {
  const word = words.find((word) => word === accepted);
  if (word !== undefined) return word;
  const hint = typeof accepted === "string" ? didYouMean(accepted, words) : "";
  throw new RangeError(`expected one of ${words.join(", ")}${hint}`);
}

function formulaOf(accepted: number | string, prepared: Prepared): Formula {
  if (typeof accepted === "number") return accepted;
  const functions = { ...commonFunctions, ...prepared.exercise.functions };
  const formula = parse(accepted, functions);
  const known = graphOf(prepared.exercise);
  for (const id of operandsOf(formula)) {
    if (!known.has(id))
      throw new RangeError(`there is no quantity ${id}${meantId(id, known.keys())}`);
  }
  return formula;
}

/** The formulas of a blank with a misconception, committed in all that is worked out for it. */
function misreadAt(prepared: Prepared, blank: string, id: string): readonly Formula[] {
  const { graph, questions } = prepared;
  const { malrules } = prepared.marking();
  const malrule = malrules.find((malrule) => malrule.id === id);
  if (!malrule) {
    const ids = malrules.map(({ id }) => id);
    throw new RangeError(`there is no misconception ${id}${didYouMean(id, ids)}`);
  }
  const asked = new Set(questions.map(({ id }) => id));
  const inner = innerOf(graph, blank, asked);
  const changes = inner.map((name) => misreadingsOf(graph, name, malrule));
  const most = Math.max(...changes.map(({ length }) => length));
  if (most === 0) throw new RangeError(`${id} changes nothing there`);
  return Array.from({ length: most }, (_, choice) => {
    const misread = new Map(
      inner.flatMap((name, i): [string, Formula][] =>
        changes[i]![choice] === undefined ? [] : [[name, changes[i]![choice]]],
      ),
    );
    const written = (name: string): Formula =>
      substitute(misread.get(name) ?? quantityOf(graph, name).formula!, (operand) =>
        inner.includes(operand) && operand !== name ? written(operand) : undefined,
      );
    return written(blank);
  });
}

const misreadingsOf = (graph: Graph, name: string, malrule: Malrule): readonly Formula[] =>
  misreadings(graph, quantityOf(graph, name), malrule);

/** A blank and what is worked out for it and not asked. */
function innerOf(graph: Graph, blank: string, asked: ReadonlySet<string>): readonly string[] {
  const found = new Set([blank]);
  for (const name of found) {
    for (const operand of operandsOf(quantityOf(graph, name).formula ?? 0)) {
      if (!asked.has(operand) && graph.get(operand)?.formula !== undefined) found.add(operand);
    }
  }
  return [...found];
}
