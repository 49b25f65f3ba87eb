import { describe, expect, test } from "vitest";
import { largestNumber } from "../../src/exercise/bounded.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { boundsOf } from "../../src/graph/bound.js";
import { evaluate, givensOf } from "../../src/graph/evaluate.js";
import { prepare } from "../../src/problem/prepare.js";
import { criteria, infiniteIn, type RejectionKind } from "../../src/question/criteria.js";
import { inspectionOf } from "../../src/question/soundness.js";
import { malrules } from "../exercises.js";

/** What breaks a criterion in an exercise with these givens. */
function brokenBy(
  kind: RejectionKind,
  text: string,
  given: Readonly<Record<string, number>>,
): string | undefined {
  const drawn = Object.keys(given).map((id) => `${id}: { oneOf: [0, 1] }`);
  const exercise = `name: own\ntitle: Own\ndraw: { ${drawn.join(", ")} }\n${text}`;
  const { program, soundness, exercise: own } = prepare(readExercise(exercise, "own"), malrules);
  const values = evaluate(program, givensOf(program, given));
  const bounds = boundsOf(program, values, own.rounding);
  expect(criteria[kind].appliesTo(soundness.inspected)).toBe(true);
  return criteria[kind].brokenBy(inspectionOf(soundness, values, bounds));
}

const declared = (quantity: string, more = ""): string => `
quantities:
  - { id: x, given: true }
  - { id: y, ${quantity} }
ask: [y]
rounding: { decimals: 2 }
${more}`;

const unit = (activation: string, more = ""): string => `
network:
  inputs: 1
  layers: [{ units: 1, activation: ${activation} }, { units: 1, activation: ${activation} }]
  loss: half-squared-error
ask: [preActivation, activation, loss, gradient]
rounding: { decimals: 4 }
${more}`;
const chain = { x1: 1, t1: 0, w1_1_1: 0.5, w2_1_1: 0.5, eta: 0.1 };

describe("a criterion rejects at its threshold and not before it:", () => {
  test.each<[RejectionKind, string, Record<string, number>, Record<string, number>, string]>([
    ["infinite", declared("formula: 1 / x"), { x: 0.01 }, { x: 0 }, "y"],
    [
      "infinite",
      declared("formula: x * 1"),
      { x: largestNumber },
      { x: 1.001 * largestNumber },
      "x",
    ],
    ["saturated", unit("sigmoid"), { ...chain, w1_1_1: 3.89 }, { ...chain, w1_1_1: 3.9 }, "a1_1"],
    ["saturated", unit("sigmoid"), { ...chain, w1_1_1: -3.89 }, { ...chain, w1_1_1: -3.9 }, "a1_1"],
    ["saturated", unit("tanh"), { ...chain, w1_1_1: 2.29 }, { ...chain, w1_1_1: 2.3 }, "a1_1"],
    ["fewFigures", declared("formula: 1 * x"), { x: 0.1 }, { x: 0.09 }, "y"],
    ["fewFigures", declared("formula: 1 * x", "leastFigures: 1"), { x: 0.01 }, { x: 0.001 }, "y"],
    ["imprecise", declared("formula: x / 7"), { x: 0.17 }, { x: 0.16 }, "y"],
    ["imprecise", declared("formula: x / 7", "largestBound: 0.1"), { x: 2.34 }, { x: 2.33 }, "y"],
    [
      "effort",
      declared("formula: 1 * x", "effort: { digits: [2, 3] }"),
      { x: 10.23 },
      { x: 11.23 },
      "givens",
    ],
    [
      "effort",
      declared("formula: 1 * x", "effort: { digits: [2, 3] }"),
      { x: 0.11 },
      { x: 0.1 },
      "givens",
    ],
    [
      "effort",
      declared("formula: 1 * x", "effort: { negatives: [1, 1] }"),
      { x: -1 },
      { x: 1 },
      "givens",
    ],
    [
      "noWord",
      declared("choice: { of: x, words: [{ word: low, below: 1 }, { word: at, at: 2 }] }"),
      { x: 0.99 },
      { x: 1 },
      "y",
    ],
  ])("%s, %#", (kind, text, good, bad, about) => {
    expect(brokenBy(kind, text, good)).toBeUndefined();
    expect(brokenBy(kind, text, bad)).toBe(about);
  });

  test("gates: as many are closed as the exercise says, and none at the output", () => {
    const net = (closed: number): string => unit("relu", `closedGates: ${closed}`);
    const closing = { ...chain, w1_1_1: -0.5 };
    expect(brokenBy("gates", net(0), chain)).toBeUndefined();
    expect(brokenBy("gates", net(1), chain)).toBe("step 1");
    expect(brokenBy("gates", net(1), closing)).toBeUndefined();
    expect(brokenBy("gates", net(0), closing)).toBe("step 1");
    expect(brokenBy("gates", net(0), { ...chain, w2_1_1: -0.5 })).toBe("z2_1");
  });

  test("gates: a unit at its kink is open, and each step has to have as many closed", () => {
    const closed = (more: string, given: Record<string, number>) =>
      brokenBy("gates", unit("relu", more).replace("gradient]", "gradient, secondPass]"), given);
    expect(closed("closedGates: 0", { ...chain, w1_1_1: 0 })).toBeUndefined();
    expect(closed("closedGates: 0", chain)).toBeUndefined();
    // The output is 0.25 too high: both weights go down by 10 · 0.25 · 0.5, below 0.
    expect(closed("closedGates: 0", { ...chain, eta: 10 })).toBe("step 2");
    expect(closed("closedGates: 1", { ...chain, eta: 10, w1_1_1: -0.5 })).toBeUndefined();
  });

  test.each(["fewFigures", "imprecise"] as const)("%s: 0 may be where it is declared", (kind) => {
    const of = (more: string, x: number) =>
      brokenBy(kind, declared("formula: x / 7", `leastFigures: 2\n${more}`), { x });
    expect(of("", 0)).toBe("y");
    expect(of("mayBeZero: [y]", 0)).toBeUndefined();
    expect(of("mayBeZero: [x]", 0)).toBe("y");
    expect(of("closedGates: 1", 0)).toBeUndefined();
    // Nearly 0 is not 0.
    expect(of("mayBeZero: [y]", 0.001)).toBe("y");
    expect(of("closedGates: 1", -0.001)).toBe("y");
  });

  test("imprecise: 0 may be where no figure need show", () => {
    const of = (figures: number) =>
      brokenBy("imprecise", declared("formula: x / 7", `leastFigures: ${figures}`), { x: 0 });
    expect(of(0)).toBeUndefined();
    expect(of(1)).toBe("y");
  });

  test("effort: both bands hold, their ends included", () => {
    const of = (band: string, x: number) =>
      brokenBy("effort", declared("formula: 1 * x", `effort: { ${band} }`), { x });
    expect(of("digits: [2, 3], negatives: [0, 0]", 0.12)).toBeUndefined();
    expect(of("digits: [2, 3], negatives: [0, 0]", -0.12)).toBe("givens");
    expect(of("digits: [3, 3], negatives: [0, 0]", 0.12)).toBe("givens");
    expect(of("digits: [2, 2]", -0.12)).toBeUndefined();
  });

  test("noWord: what decides fits none, of all the words that are asked", () => {
    const text = declared("formula: x * 1")
      .replace("ask: [y]", "ask: [y, way]")
      .replace(
        "rounding",
        "  - { id: way, choice: { of: x, words: [{ word: up, at: 1 }, { word: down, at: 2 }] } }\nrounding",
      );
    const placed = text.replace(/(ask: .*\n)(.*choice.*\n)/, "$2$1");
    expect(brokenBy("noWord", placed, { x: 2 })).toBeUndefined();
    expect(brokenBy("noWord", placed, { x: 3 })).toBe("way");
  });

  test("lossRises: from step to step it falls", () => {
    const net = unit("identity").replace("gradient]", "gradient, secondPass]");
    expect(brokenBy("lossRises", net, chain)).toBeUndefined();
    expect(brokenBy("lossRises", net, { ...chain, eta: 10 })).toBe("s2.loss");
    // As large as before is no fall.
    expect(brokenBy("lossRises", net, { ...chain, t1: 0.25 })).toBe("s2.loss");
  });

  test("atKink: a ReLU is farther from it than a unit carried and its bound", () => {
    const near = { ...chain, w2_1_1: 5 };
    expect(brokenBy("atKink", unit("relu"), { ...near, w1_1_1: 0.0002 })).toBeUndefined();
    expect(brokenBy("atKink", unit("relu"), { ...near, w1_1_1: 0.00009 })).toBe("z1_1");
    expect(brokenBy("atKink", unit("relu"), { ...near, w1_1_1: -0.00009 })).toBe("z1_1");
    // A threshold unit that is exactly at its threshold is decided by its definition.
    expect(brokenBy("atKink", unit("step"), { ...chain, x1: 0 })).toBeUndefined();
  });

  test("atKink: what is exact may not be a unit carried from it, on either side", () => {
    const net = unit("relu").replace("decimals: 4", "decimals: 2");
    const at = (w1_1_1: number) => brokenBy("atKink", net, { ...chain, w2_1_1: 5, w1_1_1 });
    expect([0.02, 0.01, 0, -0.01].map(at)).toEqual([undefined, "z1_1", "z1_1", "z1_1"]);
    // What reads a closed unit alone is at its own.
    expect(at(-0.02)).toBe("z2_1");
  });

  test("atKink: a loss may have one at its target", () => {
    const net = unit("identity").replace("half-squared-error", "absolute-error");
    const at = (t1: number) => brokenBy("atKink", net, { ...chain, t1 });
    // The output is 0.25.
    expect([0.2, 0.25, 0.3].map(at)).toEqual([undefined, "a2_1", undefined]);
    expect(at(-0.25)).toBeUndefined();
  });

  test("atKink: a threshold unit that is rounded on the way may not be near it", () => {
    const net = unit("step").replace("preActivation, ", "");
    expect(brokenBy("atKink", net, { ...chain, x1: 1 / 3, w1_1_1: 0.0001 })).toBe("z1_1");
  });

  test("atKink: of a pool, the largest is larger than any other by more than rounding", () => {
    const net = `
network:
  inputs: 2
  layers: [{ units: 2, activation: relu }, { pool: max, size: [2, 1] }, { units: 1, activation: identity }]
  loss: half-squared-error
ask: [activation]
rounding: { decimals: 4 }`;
    const at = (w1_1_1: number, w1_2_1: number) =>
      brokenBy("atKink", net, {
        ...{ x1: 1 / 3, x2: 0, t1: 1, w1_1_1, w1_2_1, w1_1_2: 0, w1_2_2: 0, w3_1_1: 0.5 },
      });
    expect(at(0.9, 0.6)).toBeUndefined();
    expect(at(0.9, 0.90005)).toBe("a2_1");
    expect(at(0.90005, 0.9)).toBe("a2_1");
    expect(at(0.9, 0.902)).toBeUndefined();
    // Closed gates may tie.
    expect(at(-0.9, -0.9)).toBeUndefined();
  });

  test("atKink: which is the largest does not depend on rounding", () => {
    const text = declared("choice: { largest: [{ word: a, of: p }, { word: b, of: q }] }").replace(
      "quantities:",
      "quantities:\n  - { id: p, formula: x / 3 }\n  - { id: q, formula: 1 / 3 }",
    );
    expect(brokenBy("atKink", text, { x: 1.2 })).toBeUndefined();
    expect(brokenBy("atKink", text, { x: 1.03 })).toBe("y");
  });

  test("grey: what a misconception changes by more than half a unit shows", () => {
    const text = `
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], loss: half-squared-error }
ask: [activation, gradient, updatedWeight]
rounding: { decimals: 4 }
malrules: [gradient-without-input]`;
    const given = { x1: 2, t1: 0, w1_1_1: 0.5, eta: 0.1 };
    expect(brokenBy("grey", text, given)).toBeUndefined();
    expect(brokenBy("grey", text, { ...given, x1: 1.0008 })).toBe(
      "gradient-without-input at dw1_1_1",
    );
    // What changes nothing is not grey.
    expect(brokenBy("grey", text, { ...given, x1: 1 })).toBeUndefined();
    expect(brokenBy("hidden", text, { ...given, x1: 1 })).toBe("gradient-without-input");
    expect(brokenBy("hidden", text, given)).toBeUndefined();
  });

  test("coincident: two misconceptions give other values, unless a number happens to be 1", () => {
    const text = `
network: { inputs: 2, layers: [{ units: 1, activation: identity }], loss: half-squared-error }
ask: [gradient]
rounding: { decimals: 4 }
malrules: [another-input, gradient-without-input]`;
    const given = { x1: 0.5, x2: 1.5, t1: 1, w1_1_1: 0.3, w1_1_2: 0.4 };
    const about = "another-input and gradient-without-input at dw1_1_1";
    expect(brokenBy("coincident", text, given)).toBeUndefined();
    expect(brokenBy("coincident", text, { ...given, x2: 1 })).toBe(about);
    expect(brokenBy("coincident", text, { ...given, x2: 1.0001 })).toBeUndefined();
    // What gives the right answer coincides with nothing.
    expect(brokenBy("coincident", text, { ...given, x1: 1, x2: 1 })).toBeUndefined();
    const declared = `${text}\ninseparable: [[another-input, gradient-without-input]]`;
    expect(brokenBy("coincident", declared, { ...given, x2: 1 })).toBeUndefined();
  });

  test("passing: what a misconception leaves out twice may add up to nothing by chance", () => {
    const text = `
network:
  inputs: 1
  layers: [{ units: 1, activation: identity, bias: node }, { units: 1, activation: identity, bias: node }]
  loss: half-squared-error
ask: [preActivation]
rounding: { decimals: 4 }
malrules: [omits-bias]`;
    // The second layer's bias makes up for half of the first's, nearly.
    const given = { x1: 0.3333, t1: 1, w1_1_1: 0.7777, w2_1_1: 0.5, b1_1: 0.4 };
    expect(brokenBy("passing", text, { ...given, b2_1: -0.2001 })).toBe("omits-bias at z2_1");
    expect(brokenBy("passing", text, { ...given, b2_1: -0.1999 })).toBe("omits-bias at z2_1");
    expect(brokenBy("passing", text, { ...given, b2_1: -0.2003 })).toBeUndefined();
    // The same number cannot be told from what is right, nor can what follows without it.
    expect(brokenBy("passing", text, { ...given, b2_1: -0.2 })).toBeUndefined();
    expect(brokenBy("passing", text, { ...given, b1_1: -0.0002, b2_1: 0 })).toBeUndefined();
  });

  test("coincident: what coincides whatever is drawn is no accident", () => {
    const text = `
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error }
ask: [lossDerivative, gradient]
rounding: { decimals: 4 }
malrules: [error-sign-flipped, ascends, factor-two]`;
    expect(brokenBy("coincident", text, { x1: 0.5, t1: 1, w1_1_1: 0.3 })).toBeUndefined();
  });

  test("unending: the rounds suffice", () => {
    const text = (most: number): string => `
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error }
quantities:
  - { id: rounds, rounds: { until: loss, below: 0.1, most: ${most} } }
ask: [rounds]`;
    // The loss is 0.5 · 0.81 to the power of the rounds.
    const given = { x1: 1, t1: 1, w1_1_1: 0, eta: 0.1 };
    expect(brokenBy("unending", text(8), given)).toBeUndefined();
    expect(brokenBy("unending", text(7), given)).toBe("rounds");
  });
});

describe("criteria", () => {
  test("that look at givens and values come before those that need bounds, and rounds come last", () => {
    const order = { givens: 0, values: 0, bounds: 1, rounds: 2 };
    const needs = Object.values(criteria).map((criterion) => order[criterion.needs]);
    expect(needs).toEqual(needs.toSorted((a, b) => a - b));
  });

  test("say why and what to change, in words that can be put together", () => {
    for (const { reason, advice } of Object.values(criteria)) {
      expect(reason).toMatch(/^(is|are|has|shows|lies|may|fits) /);
      expect(advice).toMatch(/^[a-z].*[^.]$/);
    }
  });

  test("speak of the first quantity that is broken, in the order asked for", () => {
    const { program } = prepare(
      readExercise(
        `name: own\ntitle: Own\ndraw: { x: { oneOf: [0, 1] } }\n${declared("formula: 1 / x")}`,
        "own",
      ),
      malrules,
    );
    const values = Float64Array.of(0, Number.POSITIVE_INFINITY);
    expect(infiniteIn(program, values)).toBe("y");
    expect(infiniteIn(program, values, [0])).toBeUndefined();
    expect(infiniteIn(program, Float64Array.of(Number.NaN, 1))).toBe("x");
  });

  test("do not depend on what is asked before them", () => {
    const text = `
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], loss: half-squared-error }
ask: [activation, gradient]
malrules: [gradient-without-input]`;
    // Asked alone, without the criterion before it.
    expect(brokenBy("hidden", text, { x1: 1, t1: 0, w1_1_1: 0.5 })).toBe("gradient-without-input");
  });
});
