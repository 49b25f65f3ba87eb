import { describe, expect, test } from "vitest";
import { certify } from "../../src/certify.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { erf } from "../../src/graph/erf.js";
import { evaluate } from "../../src/graph/evaluate.js";
import { type Formula, product } from "../../src/graph/formula.js";
import { graph } from "../../src/graph/graph.js";
import { compile } from "../../src/graph/program.js";
import {
  type Activation,
  type ActivationName,
  activations,
} from "../../src/network/activations.js";
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

/** A formula as a function of what it names, in this order. */
function compiled(formula: Formula, ...ids: readonly string[]): (...given: number[]) => number {
  const at = { step: 1 };
  const program = compile(
    graph([
      ...ids.map((id) => ({ id, role: "input" as const, at })),
      { id: "of", role: "value", at, formula },
    ]),
  );
  const values = program.initial.slice();
  return (...given) => evaluate(program, given, values)[program.slots.get("of")!]!;
}

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
    const ours = compiled(activations[name].of("z"), "z");
    for (const z of points) expect(ours(z), String(z)).toBeCloseTo(defined(z), 12);
  });

  test.each<[LossName, (a: number, t: number) => number]>([
    ["absolute-error", (a, t) => (a > t ? a - t : t - a)],
    ["huber", (a, t) => (Math.abs(a - t) <= 1 ? (a - t) ** 2 / 2 : Math.abs(a - t) - 0.5)],
    ["hinge", (a, t) => (t * a < 1 ? 1 - t * a : 0)],
    ["squared-hinge", (a, t) => (t * a < 1 ? (1 - t * a) ** 2 : 0)],
  ])("%s", (name, defined) => {
    const ours = compiled((losses[name] as Loss).of!("a", "t"), "a", "t");
    for (const t of [-1, 1])
      for (const a of [-3, -1.5, -0.2, 0, 0.6, 1, 1.7, 2.5])
        expect(ours(a, t), `${a} for ${t}`).toBeCloseTo(defined(a, t), 12);
  });
});

/** Where a function of one variable jumps between -5 and 5, in what it gives of less than 50. */
function jumpsOf(f: (x: number) => number, least: number): readonly number[] {
  const step = 1e-3;
  const change = (low: number, high: number): number => {
    const [before, after] = [f(low), f(high)];
    return Math.abs(before) < 50 && Math.abs(after) < 50 ? Math.abs(after - before) : 0;
  };
  return Array.from({ length: 10_000 }, (_, i) => -5.00037 + i * step).flatMap((from) => {
    let [low, high] = [from, from + step];
    while (change(low, high) > 0.05) {
      if (high - low < least) return [low];
      const middle = (low + high) / 2;
      if (change(low, middle) > change(middle, high)) high = middle;
      else low = middle;
    }
    return [];
  });
}

/** Where a derivative jumps or bends. */
function kinksOf(slope: (x: number) => number): readonly number[] {
  const h = 1e-6;
  const bend = (x: number): number => (slope(x + h) - slope(x - h)) / (2 * h);
  const found = [...jumpsOf(slope, 1e-9), ...jumpsOf(bend, 4 * h)];
  const places = found.map((x) => Number(x.toFixed(4)) + 0);
  return [...new Set(places)].sort((a, b) => a - b);
}

const alone = names.filter((name) => !("coupled" in activations[name]));

describe("the entry of an activation says what draws and marking go by", () => {
  const smooth = alone.filter((name) => !("discrete" in activations[name]));

  test.each(smooth)("%s: every kink, and no other", (name) => {
    const { of, derivative, kinks = [] }: Activation = activations[name];
    const [a, slope] = [
      compiled(of("z"), "z"),
      compiled(product(...derivative("z", "a")), "z", "a"),
    ];
    expect(kinksOf((z) => slope(z, a(z)))).toEqual(kinks);
  });

  test.each(alone.filter((name) => "discrete" in activations[name]))(
    "%s: a kink where it jumps",
    (name) => {
      const { of, kinks = [] }: Activation = activations[name];
      expect(kinksOf(compiled(of("z"), "z"))).toEqual(kinks);
    },
  );

  test.each(alone)("%s: the range of its values", (name) => {
    const { of, range }: Activation = activations[name];
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = range ?? {};
    const a = compiled(of("z"), "z");
    const values = [-1000, ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 100), 1000].map(
      (z) => a(z),
    );
    const [least, most] = [Math.min(...values), Math.max(...values)];
    expect(low, "low").toBeCloseTo(least < -2 ? Number.NEGATIVE_INFINITY : least, 2);
    expect(high, "high").toBeCloseTo(most > 2 ? Number.POSITIVE_INFINITY : most, 2);
  });
});

describe("the entry of an activation says where nothing is learnt", () => {
  const continuous = alone.filter((name) => !("discrete" in activations[name]));

  test.each(continuous)("%s: flat on both sides, it has values where it is", (name) => {
    const { of, saturation }: Activation = activations[name];
    const a = compiled(of("z"), "z");
    const isFlat = [-1000, 1000].every((z) => Math.abs(a(z) - a(2 * z)) < 0.01);
    expect(saturation !== undefined).toBe(isFlat);
  });

  test.each(continuous)("%s: a gate, where all it has on the left of its kink is 0", (name) => {
    const { of, kinks = [], gates = false }: Activation = activations[name];
    const a = compiled(of("z"), "z");
    const isClosed = (kink: number) => [0.1, 1, 10].every((left) => a(kink - left) === 0);
    expect(gates).toBe(kinks.length === 1 && isClosed(kinks[0]!));
  });
});

describe("the entry of a loss says with which activations its delta is a − t", () => {
  const differentiable = lossNames.filter((name) => "of" in losses[name]);

  test.each(differentiable)("%s", (name) => {
    const { derivative, cancels = [] }: Loss = losses[name];
    const found = alone.filter((activation) => {
      const { of, derivative: slope }: Activation = activations[activation];
      // Nothing is there to cancel.
      if (slope("z", "a").length === 0) return false;
      const a = compiled(of("z"), "z");
      const delta = compiled(product(derivative("a", "t"), ...slope("z", "a")), "z", "a", "t");
      return [-1.7, 0.4, 2.3].every((z) => Math.abs(delta(z, a(z), 0.3) - (a(z) - 0.3)) < 1e-9);
    });
    expect(cancels.filter((name) => alone.includes(name))).toEqual(found);
  });
});

describe("the entry of a loss says what draws go by", () => {
  test.each(lossNames.filter((name) => "of" in losses[name]))(
    "%s: every kink, and no other",
    (name) => {
      const { of, derivative, kinks }: Loss = losses[name];
      const [loss, slope] = [of!("a", "t"), derivative("a", "t")].map((f) => compiled(f, "a", "t"));
      // A logarithm is taken of some outputs only.
      const within = (a: number, t: number) =>
        Number.isFinite(loss!(a, t)) ? slope!(a, t) : Number.NaN;
      for (const t of [-1, 0.5, 1])
        expect(
          kinksOf((a) => within(a, t)),
          String(t),
        ).toEqual(kinks?.(t) ?? []);
    },
  );
});
