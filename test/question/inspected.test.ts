import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { malrules } from "../exercises.js";

const read = (text: string): Prepared =>
  prepare(readExercise(`name: own\ntitle: Own\n${text}`, "own"), malrules);

const net = (network: string, ask: string, more = ""): Prepared =>
  read(`
network: { ${network} }
draw: { x: { oneOf: [1, 2] }, w: { oneOf: [1, 2] }, t: 1, eta: 0.1 }
ask: [${ask}]
${more}`);

/** What of an exercise its draws are checked for, by id. */
function looked({ soundness, program }: Prepared) {
  const id = (slot: number): string => program.ids[slot]!;
  const { inspected } = soundness;
  return {
    numeric: inspected.numeric.map(id),
    choices: inspected.choices.map(({ slot }) => id(slot)),
    mayBeZero: [...inspected.mayBeZero].map(id),
    gates: inspected.gates.map(({ slot, ...gate }) => ({ id: id(slot), ...gate })),
    kinks: inspected.kinks.map(({ slot, target, kinks, discrete }) => {
      return [id(slot), target === undefined ? undefined : id(target), kinks(1), discrete];
    }),
    saturating: inspected.saturating.map(({ slot, ...ends }) => ({ id: id(slot), ...ends })),
    pools: inspected.pools.map(({ slot, of }) => [id(slot), of.map(id)]),
    losses: inspected.losses.map(id),
  };
}

const criteriaOf = ({ soundness: { criteria } }: Prepared): readonly string[] => [
  ...criteria.withoutBounds,
  ...criteria.bounds,
  ...criteria.rounds,
];

const hidden = (activation: string): string =>
  `inputs: 1, layers: [{ units: 1, activation: ${activation} }, { units: 1, activation: identity }]`;

describe("of an exercise, its draws are checked for", () => {
  test("gates in every step, and whether they are outputs", () => {
    const layers = "layers: [{ units: 1, activation: relu }, { units: 1, activation: relu }]";
    const { gates, kinks } = looked(
      net(`inputs: 1, ${layers}, loss: half-squared-error, steps: 2`, "activation, secondPass"),
    );
    expect(gates).toEqual([
      { id: "z1_1", at: 0, step: 1, isOutput: false },
      { id: "z2_1", at: 0, step: 1, isOutput: true },
      { id: "s2.z1_1", at: 0, step: 2, isOutput: false },
      { id: "s2.z2_1", at: 0, step: 2, isOutput: true },
      { id: "s3.z1_1", at: 0, step: 3, isOutput: false },
      { id: "s3.z2_1", at: 0, step: 3, isOutput: true },
    ]);
    expect(kinks).toContainEqual(["s2.z1_1", undefined, [0], false]);
  });

  test("kinks that are no gates, of activations, of threshold units and of losses", () => {
    const of = (activation: string, loss: string) =>
      looked(net(`${hidden(activation)}, loss: ${loss}`, "loss"));
    expect(of("hard-tanh", "half-squared-error")).toMatchObject({
      gates: [],
      kinks: [["z1_1", undefined, [-1, 1], false]],
    });
    expect(of("sigmoid", "half-squared-error").kinks).toEqual([]);
    expect(of("sigmoid", "absolute-error").kinks).toEqual([["a2_1", "t1", [1], false]]);
    const step = looked(
      read(`
network: { inputs: 1, layers: [{ units: 1, activation: step }], steps: 0 }
draw: { x: { oneOf: [1, 2] }, w: 1 }
ask: [z1_1, a1_1]`),
    );
    expect(step).toMatchObject({ gates: [], kinks: [["z1_1", undefined, [0], true]] });
  });

  test("activations that saturate, of those worked out by hand", () => {
    const of = net(`${hidden("sigmoid")}, loss: half-squared-error, after: 9`, "loss, after9.a2_1");
    expect(looked(of)).toMatchObject({
      saturating: [{ id: "a1_1", low: 0.02, high: 0.98 }],
      numeric: ["loss"],
    });
  });

  test("what is worked out by hand in a pass with a weight moved a little is no unit's", () => {
    const of = read(`
network: { ${hidden("relu")}, loss: half-squared-error, nudge: w2_1_1 }
draw: { x: { oneOf: [1, 2] }, w: { oneOf: [1, 2] }, t: 1, eta: 0.1, nudge: 0.1 }
ask: [loss, nudged.loss, actual]`);
    expect(looked(of)).toMatchObject({
      gates: [{ id: "z1_1" }],
      losses: ["loss"],
      numeric: ["loss", "nudged.loss", "actual"],
    });
  });

  test("pools of the largest, and what they take it of", () => {
    const pooled = (pool: string) =>
      looked(
        net(
          `inputs: 2, layers: [{ units: 2, activation: identity }, { pool: ${pool}, size: [2, 1] }, { units: 1, activation: identity }], loss: half-squared-error`,
          "activation",
        ),
      ).pools;
    expect(pooled("max")).toEqual([["a2_1", ["a1_1", "a1_2"]]]);
    expect(pooled("mean")).toEqual([]);
  });

  test("losses in the order of steps, where each step sees all examples", () => {
    const steps = (more: string) =>
      looked(net(`${hidden("identity")}, loss: half-squared-error, ${more}`, "loss")).losses;
    expect(steps("steps: 3")).toEqual(["loss", "s2.loss", "s3.loss"]);
    expect(steps("steps: 2, examples: 2")).toEqual(["loss", "s2.loss"]);
    expect(steps("steps: 2, examples: 2, batch: 2")).toEqual(["loss", "s2.loss"]);
    expect(steps("steps: 2, examples: 2, batch: 1")).toEqual([]);
    expect(steps("steps: 2, examples: 4, batch: 2")).toEqual([]);
    const backwards = "{ of: [loss], steps: [2] }, { of: [loss], steps: [1] }";
    const two = `${hidden("identity")}, loss: half-squared-error, steps: 2`;
    expect(looked(net(two, backwards)).losses).toEqual(["loss", "s2.loss"]);
  });

  test("numbers apart from words, and words only where they are asked", () => {
    const text = (ask: string): Prepared =>
      read(`
quantities:
  - { id: x, given: true }
  - { id: y, formula: 2 * x }
  - { id: way, choice: { of: x, words: [{ word: up, below: 1 }, { word: down }] } }
draw: { x: { oneOf: [1, 2] } }
ask: [${ask}]
mayBeZero: [y]`);
    expect(looked(text("way, y"))).toMatchObject({
      ...{ numeric: ["y"], choices: ["way"], mayBeZero: ["y"] },
    });
    expect(looked(text("y"))).toMatchObject({ numeric: ["y"], choices: [] });
  });
});

describe("a criterion is looked for only where it can be broken:", () => {
  const sheet = (ask: string, more = ""): Prepared =>
    read(`
quantities:
  - { id: x, given: true }
  - { id: y, formula: 2 * x }
  - { id: way, choice: { of: x, words: [{ word: up, below: 1 }, { word: down }] } }
draw: { x: { oneOf: [1, 2] } }
ask: [${ask}]
${more}`);
  const loss = "loss: half-squared-error";
  const numbers = ["fewFigures", "imprecise"];

  test.each<[string, () => Prepared, readonly string[]]>([
    ["a number", () => sheet("y"), numbers],
    ["a word", () => sheet("way"), ["noWord", "atKink"]],
    ["digits", () => sheet("y", "effort: { digits: [1, 9] }"), ["effort", ...numbers]],
    ["signs", () => sheet("y", "effort: { negatives: [0, 9] }"), ["effort", ...numbers]],
    ["a unit", () => net(`${hidden("identity")}, ${loss}`, "loss"), numbers],
    [
      "two steps",
      () => net(`${hidden("identity")}, ${loss}, steps: 2`, "loss"),
      ["lossRises", ...numbers],
    ],
    ["a sigmoid", () => net(`${hidden("sigmoid")}, ${loss}`, "loss"), ["saturated", ...numbers]],
    ["a ReLU", () => net(`${hidden("relu")}, ${loss}`, "loss"), ["gates", "atKink", ...numbers]],
    [
      "a leak",
      () => net(`${hidden("hard-tanh")}, ${loss}`, "loss"),
      ["saturated", "atKink", ...numbers],
    ],
    [
      "a misconception",
      () => net(`${hidden("identity")}, ${loss}`, "gradient", "malrules: [gradient-without-input]"),
      ["grey", "hidden", "passing", ...numbers],
    ],
    [
      "two misconceptions",
      () =>
        net(
          `${hidden("identity")}, ${loss}`,
          "gradient",
          "malrules: [gradient-without-input, error-sign-flipped]",
        ),
      ["grey", "hidden", "coincident", "passing", ...numbers],
    ],
    [
      "a state after many rounds",
      () => net(`${hidden("identity")}, ${loss}, after: 9`, "loss, after9.a2_1"),
      numbers,
    ],
    [
      "rounds until it is small",
      () =>
        net(
          `${hidden("identity")}, ${loss}`,
          "rounds",
          "quantities: [{ id: rounds, rounds: { until: loss, below: 0.1, most: 9 } }]",
        ),
      ["unending"],
    ],
  ])("%s", (_, of, kinds) => {
    expect(criteriaOf(of()).toSorted()).toEqual(["infinite", ...kinds].toSorted());
  });
});
