import { expect, test } from "vitest";
import { placedIn } from "../../src/exercise/declarationError.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { checkReferences } from "../../src/exercise/references.js";
import { workThrough } from "../../src/grade/work.js";
import { prepare } from "../../src/problem/prepare.js";
import { exactValue, type Problem, problem } from "../../src/problem/problem.js";

/** A linear unit on one input, trained after the example that it has just seen. */
const linear = (more: string, network = ""): string => `name: own
title: Own
network:
  inputs: 1
  layers: [{ units: 1, activation: identity }]
  loss: half-squared-error
${network}draw: { x: [1, 0.5, -1], t: [0.8, 0.3, -0.6], w: 0.2, eta: 0.1 }
leastFigures: 0
${more}`;

const online = "  examples: 3\n  batch: 1\n  steps: 3\n";

const variant = (text: string): Problem =>
  problem(prepare(readExercise(text, "own.yaml"), []), "1");

const checked = (text: string) => () => {
  const file = readExercise(text, "own.yaml");
  placedIn(file, () => checkReferences(file.exercise));
};

const data = [
  { x: 1, t: 0.8 },
  { x: 0.5, t: 0.3 },
  { x: -1, t: -0.6 },
];

/** The weight after so many epochs, and the sum of the losses that the next one meets. */
function trained(epochs: number): { readonly w: number; readonly met: number } {
  let w = 0.2;
  for (let epoch = 0; ; epoch++) {
    let [met, next] = [0, w];
    for (const { x, t } of data) {
      met += (t - next * x) ** 2 / 2;
      next += 0.1 * (t - next * x) * x;
    }
    if (epoch === epochs) return { w, met };
    w = next;
  }
}

test("a formula that reads a state after many rounds has its value, and a bound", () => {
  const one = linear(
    "quantities: [{ id: twice, formula: 2*after50.a1_1 }, { id: more, formula: twice + 1 }]\n" +
      "ask: [a1_1, after50.a1_1, twice, more]",
    "  after: 50\n",
  ).replace(/x: .*? t: \[.*?\],/, "x: 1, t: 1,");
  const { key } = variant(one);
  const state = 1 - 0.8 * 0.9 ** 50;
  expect(key.get("twice")).toMatchObject({ kind: "number" });
  for (const [id, value, tolerance] of [
    ["after50.a1_1", state, 1e-4],
    ["twice", 2 * state, 2e-4],
    ["more", 2 * state + 1, 2e-4],
  ] as const) {
    const answer = key.get(id)!;
    if (answer.kind !== "number") throw new Error(`${id} is no number`);
    expect(answer.value).toBeCloseTo(value, 12);
    expect(answer.range.tolerance).toBeCloseTo(tolerance, 12);
  }
});

test("what follows from a wrong state after many rounds is told from it", () => {
  const one = variant(
    linear(
      "quantities: [{ id: twice, formula: 2*after9.e1.a1_1 }]\nask: [after9.e1.a1_1, twice]",
      `${online}  after: 9\n`,
    ),
  );
  const { ids } = one.prepared.program;
  const written = { "after9.e1.a1_1": 0.5, twice: 1 } as Record<string, number>;
  const work = workThrough(
    one,
    ids.map((id) =>
      id in written
        ? { kind: "number", value: written[id]!, decimals: 4, significant: 4 }
        : undefined,
    ) as never,
  );
  expect(work.wrong[ids.indexOf("twice")]?.value).toBeCloseTo(1, 12);
  expect(work.wrong[ids.indexOf("after9.e1.a1_1")]?.value).toBeCloseTo(trained(9).w, 9);
});

test("after so many epochs, online training has weights, and outputs and losses of all examples", () => {
  const asked = [1, 40, 300].flatMap((n) =>
    ["w1_1_1", "e1.a1_1", "e2.a1_1", "e3.z1_1", "e2.loss", "loss"].map((id) => `after${n}.${id}`),
  );
  const one = variant(linear(`ask: ["${asked.join('", "')}"]`, `${online}  after: [1, 40, 300]\n`));
  for (const n of [1, 40, 300]) {
    const { w } = trained(n);
    const losses = data.map(({ x, t }) => (t - w * x) ** 2 / 2);
    const expected = { w1_1_1: w, "e1.a1_1": w, "e2.a1_1": w / 2, "e3.z1_1": -w };
    for (const [id, value] of Object.entries(expected))
      expect(exactValue(one, `after${n}.${id}`), `${id} after ${n}`).toBeCloseTo(value, 12);
    expect(exactValue(one, `after${n}.e2.loss`)).toBeCloseTo(losses[1]!, 12);
    expect(exactValue(one, `after${n}.loss`)).toBeCloseTo(losses[0]! + losses[1]! + losses[2]!, 12);
  }
});

test("a loss summed over an epoch of online steps is followed for hundreds of epochs", () => {
  const one = variant(
    linear(
      "quantities: [{ id: sse, formula: loss + s2.loss + s3.loss }]\n" +
        "ask: [sse, after1.sse, after250.sse, start.loss]",
      `${online}  after: [1, 250]\n`,
    ),
  );
  for (const [id, n] of [
    ["sse", 0],
    ["after1.sse", 1],
    ["after250.sse", 250],
  ] as const)
    expect(exactValue(one, id)).toBeCloseTo(trained(n).met, 12);
});

test("a gradient takes a state after many rounds as it comes", () => {
  const one = variant(
    linear(
      "quantities: [{ id: f, formula: after9.loss^2 }]\ngradients: [f]\nask: [df_dafter9.loss]",
      `${online}  after: 9\n`,
    ),
  );
  expect(exactValue(one, "df_dafter9.loss")).toBeCloseTo(2 * exactValue(one, "after9.loss"), 12);
});

test.each([
  [
    "a state after rounds that are not followed",
    "quantities: [{ id: twice, formula: 2*after60.loss }]",
    "own.yaml:13:36: there is no quantity after60.loss",
  ],
  [
    "the rounds until something that is itself known after rounds only",
    "quantities:\n  - { id: f, formula: 2*after9.loss }\n  - { id: n, rounds: { until: f, " +
      "below: 1 } }",
    "own.yaml:15:5: n needs a state after many rounds in each of its own rounds",
  ],
  [
    "a quantity after rounds in which it is already one after rounds",
    "quantities: [{ id: f, formula: after9.g }, { id: g, formula: after9.f }]",
    "there is no quantity after9.g",
  ],
])("%s is refused where it stands", (_, more, problem) => {
  expect(checked(linear(`${more}\nask: [loss]`, `${online}  after: 9\n`))).toThrow(problem);
});
