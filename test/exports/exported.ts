import type { Exported } from "../../src/class/exported.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { worksheet } from "../../src/render/sheet.js";
import { exerciseText, prepared } from "../exercises.js";
import type { Random } from "../measure/arithmetic.js";
import {
  type Answers,
  type BlankSlipKind,
  blankSlips,
  typed,
  workedBy,
} from "../measure/formulaStudent.js";

/** Exercises of every kind: sigmoids, gates, sums over times, a filter, words, a circuit, softmax. */
export const ofEveryKind = [
  "chain-rule",
  "circuit-gradients",
  "convolution-one-filter",
  "learning-rates",
  "mlp-2-2-1-sigmoid",
  "mlp-2-2-2-relu",
  "perceptron-rule",
  "rnn-three-steps",
  "softmax-2-3",
];

/** An exercise that comes with handprop, to be exported with variants of these seeds. */
export function exportedOf(name: string, ...seeds: readonly string[]): Exported {
  const own = prepared(name);
  const exercise = {
    prepared: own,
    text: exerciseText(name),
    help: "formulas",
    points: own.questions.reduce((sum, { points }) => sum + points, 0),
    marking: {},
    variants: seeds.map((seed) => problem(own, seed)),
  } as const;
  return { name, title: own.exercise.title, isSet: false, exercises: [exercise] };
}

/** The ids of the blanks of a sheet, in the order in which they stand on it. */
export const blanksOf = (of: Problem): readonly string[] =>
  worksheet(of, "formulas").sections.flatMap(({ tables, lines }) => [
    ...tables.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) => cells.flatMap(({ id }) => id ?? [])),
    ),
    ...lines.map(({ id }) => id),
  ]);

/** Scripts of people who slip at one blank and go on, a slip of each kind at each of some blanks. */
export function* scriptsWithSlips(of: Problem, blanks: number, random: Random): Generator<Answers> {
  yield workedBy(of);
  const { slots } = of.prepared;
  const numbers = slots.filter((slot) => of.answers[slot]?.kind === "number");
  for (const kind of Object.keys(blankSlips) as BlankSlipKind[]) {
    for (let i = 0; i < blanks; i++) {
      const at = numbers[Math.floor(random() * numbers.length)]!;
      const answers = workedBy(of, (slot, worked, values) => {
        if (slot !== at) return undefined;
        const written = blankSlips[kind](slot, worked, values, of, random);
        if (written === undefined || !Number.isFinite(written)) return undefined;
        return { written, onwards: Number(typed(written, of)) };
      });
      if (!Object.values(answers).some((text) => /NaN|Infinity/.test(text))) yield answers;
    }
  }
}
