import { describe, expect, test } from "vitest";
import { certify } from "../../src/certify.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { erf } from "../../src/graph/erf.js";
import { evaluate, givensOf, valuesById } from "../../src/graph/evaluate.js";
import type { Formula } from "../../src/graph/formula.js";
import { graph } from "../../src/graph/graph.js";
import { compile } from "../../src/graph/program.js";
import { type ActivationName, activations } from "../../src/network/activations.js";
import { type Loss, type LossName, losses } from "../../src/network/losses.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";

const names = Object.keys(activations) as ActivationName[];
const lossNames = Object.keys(losses) as LossName[];

/** The outputs that a loss wants, where it does not take any. */
const outputs: Partial<Record<LossName, string>> = {
  "binary-cross-entropy": "sigmoid",
  "cross-entropy": "softmax",
  perceptron: "step",
};

/** The targets that a loss wants, where it does not take any. */
const targets: Partial<Record<LossName, string>> = {
  "cross-entropy": "t: [1, 0],",
  hinge: "t: { oneOf: [-1, 1] },",
  none: "",
  perceptron: "t: { oneOf: [0, 1] },",
  "squared-hinge": "t: { oneOf: [-1, 1] },",
};

function exercise(hidden: ActivationName, loss: LossName) {
  const units = loss === "none" ? 1 : 2;
  const { of } = losses[loss] as { of?: unknown };
  return prepare(
    readExercise(
      `name: own
title: Own
network:
  inputs: 2
  layers:
    - { units: 2, activation: ${hidden}, bias: node }
    - { units: ${units}, activation: ${outputs[loss] ?? "identity"} }
  loss: ${loss}
draw:
  x: { from: 0.2, to: 1, step: 0.1 }
  w: { from: -0.9, to: 0.9, step: 0.1, not: 0 }
  b: { from: -0.5, to: 0.5, step: 0.1, not: 0 }
  ${targets[loss] ?? "t: { from: 0.1, to: 1, step: 0.1 },"}
  eta: 0.1
ask: [preActivation, activation, ${of ? "loss, " : ""}delta, gradient, updatedWeight]
leastFigures: 0
largestBound: 1000
rounding: { decimals: 4 }
`
        .replaceAll("},\n  eta", "}\n  eta")
        .replaceAll("],\n  eta", "]\n  eta"),
      "own.yaml",
    ),
    [],
  );
}

const pairs: readonly (readonly [ActivationName, LossName])[] = [
  ...names.map((name) => [name, "half-squared-error"] as const),
  ...lossNames.map((name) => ["tanh", name] as const),
];

describe("an exercise with every activation and every loss is drawn, certified and printed", () => {
  test.each(pairs)("%s, %s", async (hidden, loss) => {
    const prepared = exercise(hidden, loss);
    const { uncertified, worstDisagreement } = await certify(
      prepared,
      ["1", "2", "3"],
      async () => {},
    );
    expect(uncertified).toEqual([]);
    expect(worstDisagreement).toBeLessThan(1e-9);
    const variant = problem(prepared, "1");
    for (const [kind, sheet] of [
      ["worksheet", worksheet(variant, "formulas")],
      ["solution", solution(variant)],
    ] as const) {
      const html = template(kind)(sheet).replace(/<style>.*<\/style>/s, "");
      expect(html).not.toMatch(/[−-]0\.0+<|NaN|undefined|Infinity|\[object/);
      expect(template(`${kind}.md`)(sheet)).not.toMatch(/NaN|undefined|Infinity|\[object/);
    }
  });
});

// Tables of Abramowitz and Stegun, 7.1.
test.each([
  [0, 0],
  [0.02, 0.0225645747],
  [0.5, 0.5204998778],
  [1, 0.8427007929],
  [1.5, 0.9661051465],
  [2, 0.995322265],
  [7, 1],
])("erf(%d) is %d", (x, value) => {
  expect(erf(x)).toBeCloseTo(value, 10);
  expect(erf(-x)).toBeCloseTo(-value, 10);
});

const valueAt = (formula: Formula, given: Readonly<Record<string, number>>): number => {
  const at = { step: 1 };
  const program = compile(
    graph([
      ...Object.keys(given).map((id) => ({ id, role: "input" as const, at })),
      { id: "of", role: "value", at, formula },
    ]),
  );
  return valuesById(program, evaluate(program, givensOf(program, given))).of!;
};

describe("what texts define by cases or in words", () => {
  const normalBelowOne = 0.8413447460685429;
  test.each<[ActivationName, (z: number) => number, readonly number[]]>([
    ["elu", (z) => (z > 0 ? z : Math.expm1(z)), [-3, -0.2, 0, 0.7, 40]],
    ["swish", (z) => z / (1 + Math.exp(-z)), [-2, 0, 1.3]],
    ["gelu", (z) => (z > 0 ? normalBelowOne : normalBelowOne - 1), [-1, 1]],
    ["gelu-tanh", (z) => (z > 0 ? 0.8411919906082768 : -0.15880800939172324), [-1, 1]],
    ["softsign", (z) => (z < 0 ? z / (1 - z) : z / (1 + z)), [-2, 0, 3]],
    ["hard-sigmoid", (z) => (z < -3 ? 0 : z > 3 ? 1 : z / 6 + 0.5), [-4, -3, -1, 0, 2, 3, 5]],
    ["hard-tanh", (z) => (z < -1 ? -1 : z > 1 ? 1 : z), [-2, -1, -0.4, 0, 0.9, 1, 3]],
  ])("%s", (name, defined, points) => {
    for (const z of points)
      expect(valueAt(activations[name].of("z"), { z }), String(z)).toBeCloseTo(defined(z), 12);
  });

  test.each<[LossName, (a: number, t: number) => number]>([
    ["absolute-error", (a, t) => (a > t ? a - t : t - a)],
    ["huber", (a, t) => (Math.abs(a - t) <= 1 ? (a - t) ** 2 / 2 : Math.abs(a - t) - 0.5)],
    ["hinge", (a, t) => (t * a < 1 ? 1 - t * a : 0)],
    ["squared-hinge", (a, t) => (t * a < 1 ? (1 - t * a) ** 2 : 0)],
  ])("%s", (name, defined) => {
    const { of } = losses[name] as Loss;
    for (const t of [-1, 1])
      for (const a of [-3, -1.5, -0.2, 0, 0.6, 1, 1.7, 2.5])
        expect(valueAt(of!("a", "t"), { a, t }), `${a} for ${t}`).toBeCloseTo(defined(a, t), 12);
  });
});
