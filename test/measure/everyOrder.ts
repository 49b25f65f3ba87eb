import seedrandom from "seedrandom";
import { markScript } from "../../src/grade/markScript.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { choicesOf, wordFor } from "../../src/question/choice.js";
import { rounded } from "../../src/render/number.js";
import { prepared } from "../exercises.js";
import { workedOut } from "./anyOrder.js";
import { habits } from "./arithmetic.js";

/** What honest students lose who compute each quantity in an order of their own. */
export interface EveryOrder {
  readonly blanks: number;
  readonly wrong: number;
  readonly scripts: number;
  readonly wrongScripts: number;
  /** Blanks outside the key's tolerance, whatever became of them. */
  readonly outside: number;
  /** The largest distance from a key, over the key's tolerance. */
  readonly tightest: number;
  readonly examples: readonly string[];
}

/** Drawing takes longer than marking, so each variant serves several scripts. */
const scriptsAVariant = 20;

/** Honest scripts of any exercise, every habit of rounding in turn. */
export function measureEveryOrder(name: string, scripts: number): EveryOrder {
  const exercise = prepared(name);
  const own = habits.filter(({ truncates }) => exercise.exercise.rounding.truncation || !truncates);
  const found = {
    blanks: 0,
    wrong: 0,
    wrongScripts: 0,
    outside: 0,
    tightest: 0,
    examples: [] as string[],
  };
  let variant: Problem | undefined;
  for (let n = 0; n < scripts; n++) {
    if (n % scriptsAVariant === 0) variant = problem(exercise, `orders-${n / scriptsAVariant}`);
    const habit = own[n % own.length]!;
    const answers = honestAnswers(variant!, habit, seedrandom.alea(`${name} every order ${n}`));
    const typed = Object.fromEntries(
      [...answers].map(([id, answer]) => [
        id,
        typeof answer === "string" ? answer : rounded(answer, exercise.exercise.rounding),
      ]),
    );
    const { blanks } = markScript(variant!, { schemaVersion: 1, exercise: name, answers: typed });
    let isWrong = false;
    for (const { id, marks, points } of blanks) {
      const answer = variant!.key.get(id)!;
      if (points === 0 || answer.kind === "choice") continue;
      found.blanks++;
      const distance = Math.abs(Number(answers.get(id)) - answer.value);
      if (answer.range.tolerance > 0)
        found.tightest = Math.max(found.tightest, distance / answer.range.tolerance);
      if (distance > answer.range.tolerance * (1 + 1e-9) + 1e-12) found.outside++;
      if (marks === points) continue;
      found.wrong++;
      isWrong = true;
      if (found.examples.length < 10)
        found.examples.push(
          `${variant!.seed} ${id}: ${typed[id]}, key ${answer.value} ± ${answer.range.tolerance} (${habit.name}, script ${n})`,
        );
    }
    if (isWrong) found.wrongScripts++;
  }
  return { ...found, scripts };
}

function honestAnswers(
  { prepared, values, key }: Problem,
  habit: (typeof habits)[number],
  random: () => number,
): ReadonlyMap<string, number | string> {
  const { program, graph, exercise } = prepared;
  const hand = habit.hand(exercise.rounding, random);
  const choices = choicesOf(exercise);
  const paper = new Map(
    program.ids.slice(0, program.givens).map((id, slot) => [id, values[slot]!]),
  );
  const worker = { graph, hand, random, paper };
  const answers = new Map<string, number | string>();
  for (const [id, { formula, recurrence }] of program.graph) {
    const answer = key.get(id);
    if (recurrence !== undefined && answer?.kind === "number") answers.set(id, answer.value);
    if (formula === undefined) continue;
    const value = workedOut(worker, id);
    const choice = choices.get(id);
    if (answer?.kind === "choice" && choice) answers.set(id, wordFor(choice, value) ?? "");
    if (answer?.kind !== "number") {
      paper.set(id, value);
      continue;
    }
    const written = hand.written(value);
    answers.set(id, written);
    paper.set(id, hand.onwards(written, value));
  }
  return answers;
}
