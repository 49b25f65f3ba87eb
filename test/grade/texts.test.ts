import { expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { audit, type Finding } from "../../src/grade/audit.js";
import { askingFor } from "../../src/problem/prepare.js";
import { publishedProblem } from "../../src/problem/problem.js";
import { malrules } from "../exercises.js";

/**
 * A text as a lecturer writes it down: the network or quantities, what is given, and what is
 * printed.
 */
function findingsIn(
  what: string,
  given: string,
  printed: Readonly<Record<string, string>>,
): readonly Finding[] {
  const source = `
name: text
title: A worked text
${what}
draw: ${given}
ask: [${Object.keys(printed).map((id) => `"${id}"`)}]
published: { given: ${given}, printed: ${JSON.stringify(printed)} }
`;
  const file = readExercise(
    source.includes("rounding:") ? source : `${source}rounding: { decimals: 4 }\n`,
    "text.yaml",
  );
  // Names have become ids.
  const { published } = file.exercise;
  const ids = Object.keys(published!.printed);
  return audit(
    publishedProblem(askingFor(file, ids, malrules)),
    published!.printed,
    published!.printedAs,
  );
}

/** What is not right, and why: the mistakes it follows from, or the misconceptions that give it. */
const judged = (findings: readonly Finding[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    findings
      .filter(({ verdict }) => verdict !== "right")
      .map(({ id, verdict, from, malrules }) => [
        id,
        verdict === "follows"
          ? ["follows", ...from]
          : [verdict, ...malrules.map((malrule) => malrule.id)],
      ]),
  );

test("Han and Kamber, Data Mining: three decimals carried, errors that begin with the target", () => {
  const findings = findingsIn(
    `
network:
  inputs: 3
  layers: [{ units: 2, activation: sigmoid, bias: node }, { units: 1, activation: sigmoid, bias: node }]
  loss: half-squared-error
  delta: negative
names: { err6: delta2_1, err5: delta1_2, err4: delta1_1, w46: w2_1_1, w56: w2_1_2 }`,
    "{ x: [1, 0, 1], w1: [[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], w46: -0.3, w56: -0.2, b: " +
      "[-0.4, 0.2, 0.1], t: 1, eta: 0.9 }",
    {
      ...{ z1_1: "-0.7", a1_1: "0.332", z1_2: "0.1", a1_2: "0.525", z2_1: "-0.105", a2_1: "0.474" },
      ...{ err6: "0.1311", err5: "-0.0065", err4: "-0.0087", new_w46: "-0.261", new_w56: "-0.138" },
      ...{ new_w1_1_1: "0.192", new_w1_2_1: "-0.306", new_w1_1_3: "-0.508", new_w1_2_3: "0.194" },
      ...{ new_b2_1: "0.218", new_b1_2: "0.194", new_b1_1: "-0.408" },
    },
  );
  expect(findings).toHaveLength(18);
  expect(judged(findings)).toEqual({});
});

test("MacLeod, An Introduction to Practical Neural Networks and Genetic Algorithms: errors passed back through weights already updated", () => {
  const findings = findingsIn(
    `
network:
  inputs: 2
  layers: [{ units: 2, activation: sigmoid }, { units: 1, activation: sigmoid }]
  loss: half-squared-error
  delta: negative`,
    "{ x: [0.35, 0.9], w1: [[0.1, 0.8], [0.4, 0.6]], w2: [0.3, 0.9], t: 0.5, eta: 1 }",
    {
      ...{
        z1_1: "0.755",
        a1_1: "0.68",
        z1_2: "0.68",
        a1_2: "0.6637",
        z2_1: "0.80133",
        a2_1: "0.69",
      },
      ...{ delta2_1: "-0.0406", new_w2_1_1: "0.272392", new_w2_1_2: "0.87305" },
      ...{ delta1_1: "-2.406e-3", delta1_2: "-7.916e-3" },
      ...{
        new_w1_1_1: "0.09916",
        new_w1_1_2: "0.7978",
        new_w1_2_1: "0.3972",
        new_w1_2_2: "0.5928",
      },
    },
  );
  expect(judged(findings)).toEqual({
    delta1_1: ["mistake", "uses-updated-weights"],
    // The same, but 0.0406 · 0.87305 · 0.6637 · 0.3363 is 7.912e-3.
    delta1_2: ["mistake"],
    new_w1_1_1: ["follows", "delta1_1"],
    new_w1_1_2: ["follows", "delta1_1"],
    new_w1_2_2: ["follows", "delta1_2"],
  });
});

test("CS231n, backpropagation through a sigmoid neuron: 0.20 · 2 is 0.40, and 0.39 in full", () => {
  const circuit = `
quantities:
  - { id: "w<i>", given: true, role: weight, for: { i: [0, 1, 2] } }
  - { id: "x<i>", given: true, role: input, for: { i: [0, 1] } }
  - { id: z, formula: w0*x0 + w1*x1 + w2 }
  - { id: u, formula: exp(-z) }
  - { id: q, formula: 1 + u }
  - { id: f, formula: 1/q }
gradients: [f]`;
  const given = "{ w0: 2, w1: -3, w2: -3, x0: -1, x1: -2 }";
  const forward = {
    z: "1.00",
    u: "0.37",
    q: "1.37",
    f: "0.73",
    df_dq: "-0.53",
    df_du: "-0.53",
    df_dz: "0.20",
  };
  const carried = {
    df_dw0: "-0.20",
    df_dx0: "0.40",
    df_dw1: "-0.40",
    df_dx1: "-0.60",
    df_dw2: "0.20",
  };
  const inFull = {
    df_dw0: "-0.20",
    df_dx0: "0.39",
    df_dw1: "-0.39",
    df_dx1: "-0.59",
    df_dw2: "0.20",
  };
  expect(judged(findingsIn(circuit, given, { ...forward, ...carried }))).toEqual({});
  expect(judged(findingsIn(circuit, given, { ...forward, ...inFull }))).toEqual({});
  expect(judged(findingsIn(circuit, given, { ...forward, ...inFull, df_dx1: "-0.63" }))).toEqual({
    df_dx1: ["mistake"],
  });
});

test("CS231n, softmax of three scores: a logarithm to base 10 is a mistake", () => {
  const findings = findingsIn(
    `
quantities:
  - { id: "s<i>", given: true, role: input, for: { i: [1, 2, 3] } }
  - { id: "e<i>", formula: exp(s<i>), for: { i: [1, 2, 3] } }
  - { id: "p<i>", formula: e<i>/(e1 + e2 + e3), for: { i: [1, 2, 3] } }
  - { id: loss, role: loss, formula: -log(p1) }`,
    "{ s: [3.2, 5.1, -1.7] }",
    { e1: "24.5", e2: "164.0", e3: "0.18", p1: "0.13", p2: "0.87", p3: "0.00", loss: "0.89" },
  );
  expect(judged(findings)).toEqual({ loss: ["mistake", "decimal-logarithm"] });
});

test("Negnevitsky, Artificial Intelligence: two epochs of AND; whole numbers are judged strictly", () => {
  const perceptron = `
network:
  inputs: 2
  layers: [{ units: 1, activation: step, bias: threshold }]
  loss: perceptron
  train: weights
  examples: 4
  batch: 1
  steps: 8
rounding: { decimals: 1 }`;
  const given =
    "{ x: [[0, 0], [0, 1], [1, 0], [1, 1]], t: [0, 0, 0, 1], w: [0.3, -0.1], b: 0.2, eta: 0.1 }";
  const printed = {
    ...{
      a1_1: "0",
      error1_1: "0",
      new_w1_1_1: "0.3",
      new_w1_1_2: "-0.1",
      "s2.a1_1": "0",
      "s2.error1_1": "0",
    },
    ...{
      "s3.a1_1": "1",
      "s3.error1_1": "-1",
      "s3.new_w1_1_1": "0.2",
      "s4.a1_1": "0",
      "s4.error1_1": "1",
    },
    ...{ "s4.new_w1_1_1": "0.3", "s4.new_w1_1_2": "0.0", "s7.a1_1": "1", "s7.error1_1": "-1" },
    ...{ "s7.new_w1_1_1": "0.2", "s8.a1_1": "1", "s8.error1_1": "0", "s8.new_w1_1_2": "0.0" },
  };
  expect(judged(findingsIn(perceptron, given, printed))).toEqual({});
  // In the eighth step the weighted sum is the threshold exactly.
  expect(judged(findingsIn(perceptron, given, { ...printed, "s8.a1_1": "0" }))).toEqual({
    "s8.a1_1": ["mistake"],
  });
});

test("four layers, every product and every result cut off at four decimals", () => {
  const findings = findingsIn(
    `
network:
  inputs: 2
  layers:
    - { units: 3, activation: tanh, bias: node }
    - { units: 2, activation: sigmoid, bias: node }
    - { units: 2, activation: sigmoid, bias: node }
  loss: half-squared-error`,
    `{ x: [0.6, -0.4], w1: [[0.3, -0.5], [0.2, 0.7], [-0.4, 0.1]], w2: [[0.5, -0.3, 0.8], [0.1, 0.6, -0.2]],
       w3: [[0.4, -0.7], [0.9, 0.2]], b: [0.1, -0.2, 0.3, 0.05, 0.15, -0.1, 0.25], t: [1, 0], eta: 0.5 }`,
    {
      ...{
        z1_1: "0.4800",
        a1_1: "0.4462",
        z1_2: "-0.3600",
        a1_2: "-0.3452",
        z1_3: "0.0200",
        a1_3: "0.0199",
      },
      ...{
        z2_1: "0.3925",
        a2_1: "0.5968",
        z2_2: "-0.0164",
        a2_2: "0.4959",
        z3_1: "-0.2084",
        a3_1: "0.4480",
      },
      ...{
        z3_2: "0.8862",
        a3_2: "0.7081",
        loss: "0.4030",
        delta3_1: "-0.1364",
        delta3_2: "0.1462",
      },
      ...{
        delta2_1: "0.0185",
        delta2_2: "0.0311",
        delta1_1: "0.0098",
        delta1_2: "0.0115",
        delta1_3: "0.0085",
      },
      ...{
        dw1_1_1: "0.0058",
        new_w1_1_1: "0.2971",
        dw2_1_2: "-0.0063",
        new_w2_1_2: "-0.2969",
        dw2_2_1: "0.0138",
      },
      ...{ new_b2_2: "0.1345", dw3_2_1: "0.0872", new_w3_2_1: "0.8564", new_b3_2: "0.1769" },
    },
  );
  expect(judged(findings)).toEqual({});
});

test("the same carried with three significant figures", () => {
  const findings = findingsIn(
    `
network:
  inputs: 2
  layers:
    - { units: 3, activation: tanh, bias: node }
    - { units: 2, activation: sigmoid, bias: node }
    - { units: 2, activation: sigmoid, bias: node }
  loss: half-squared-error
rounding: { significant: 3 }`,
    `{ x: [0.6, -0.4], w1: [[0.3, -0.5], [0.2, 0.7], [-0.4, 0.1]], w2: [[0.5, -0.3, 0.8], [0.1, 0.6, -0.2]],
       w3: [[0.4, -0.7], [0.9, 0.2]], b: [0.1, -0.2, 0.3, 0.05, 0.15, -0.1, 0.25], t: [1, 0], eta: 0.5 }`,
    {
      ...{
        z1_1: "0.480",
        a1_1: "0.446",
        z2_1: "0.392",
        a2_1: "0.597",
        z3_2: "0.886",
        a3_2: "0.708",
      },
      ...{
        delta3_2: "0.147",
        delta2_2: "0.0313",
        delta1_1: "0.0100",
        delta1_3: "0.00874",
        dw1_3_1: "0.00524",
      },
      ...{
        dw2_1_1: "0.00834",
        dw2_1_2: "-0.00645",
        dw2_1_3: "0.000374",
        new_w1_3_1: "-0.403",
        new_w3_2_1: "0.856",
      },
    },
  );
  expect(judged(findings)).toEqual({});
});

test("a batch: the second gradient is summed, where the mean is asked", () => {
  const findings = findingsIn(
    `
network:
  inputs: 1
  layers: [{ units: 1, activation: identity, bias: node }]
  loss: { of: squared-error, examples: mean }
  examples: 3
  steps: 2`,
    "{ x: [1, 2, 3], t: [2, 2.5, 4.5], w: 0.5, b: 0.2, eta: 0.1 }",
    {
      ...{
        loss: "3.740",
        dw1_1_1: "-8.200",
        db1_1: "-3.600",
        new_w1_1_1: "1.320",
        new_b1_1: "0.560",
      },
      ...{
        "s2.loss": "0.168",
        "s2.dw1_1_1": "2.680",
        "s2.db1_1": "0.400",
        "s2.new_w1_1_1": "1.052",
      },
    },
  );
  expect(judged(findings)).toEqual({
    "s2.dw1_1_1": ["mistake", "sum-for-mean"],
    "s2.new_w1_1_1": ["follows", "s2.dw1_1_1"],
  });
});

test("softmax: the output of the true class is taken for its delta", () => {
  const findings = findingsIn(
    "network: { inputs: 2, layers: [{ units: 3, activation: softmax }], loss: cross-entropy }",
    "{ x: [1, 0.5], w: [[0.2, 0.4], [-0.3, 0.1], [0.5, -0.2]], t: [0, 1, 0], eta: 0.1 }",
    {
      ...{
        z1_1: "0.400",
        exp1_1: "1.492",
        z1_2: "-0.250",
        exp1_2: "0.779",
        expsum1: "3.763",
        a1_1: "0.396",
      },
      ...{ a1_2: "0.207", loss: "1.575", delta1_1: "0.396", delta1_2: "0.207", dw1_2_2: "0.104" },
      ...{ new_w1_1_1: "0.160", new_w1_2_2: "0.090" },
    },
  );
  expect(judged(findings)).toEqual({
    delta1_2: ["mistake", "omits-target"],
    dw1_2_2: ["follows", "delta1_2"],
    new_w1_2_2: ["follows", "delta1_2"],
  });
});

test("back through time: only the last share of the gradients", () => {
  const findings = findingsIn(
    `
network:
  inputs: 1
  layers: [{ units: 1, activation: tanh, recurrent: true }]
  loss: half-squared-error
  times: 2
  targets: last
  state: given`,
    "{ x: [0.5, 1], w: 0.6, u: 0.9, time0.a1_1: 0.2, t: 0.3, eta: 0.5 }",
    {
      ...{
        "time1.z1_1": "0.480",
        "time1.a1_1": "0.446",
        "time2.z1_1": "1.001",
        "time2.a1_1": "0.762",
      },
      ...{ loss: "0.107", "time2.delta1_1": "0.194", "time1.delta1_1": "0.140", dw1_1_1: "0.194" },
      ...{ du1_1_1: "0.087", new_w1_1_1: "0.503", new_u1_1_1: "0.856" },
    },
  );
  expect(judged(findings)).toEqual({
    dw1_1_1: ["mistake", "last-time-only"],
    du1_1_1: ["mistake", "last-time-only"],
    new_w1_1_1: ["follows", "dw1_1_1"],
    new_u1_1_1: ["follows", "du1_1_1"],
  });
});

test("momentum: the second velocity forgets the first", () => {
  const findings = findingsIn(
    `
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], loss: half-squared-error, steps: 2, optimiser: momentum }`,
    "{ x: 1.5, w: 0.8, t: 0, eta: 0.5, mu: 0.9 }",
    {
      ...{
        z1_1: "1.2000",
        a1_1: "0.7685",
        delta1_1: "0.1367",
        dw1_1_1: "0.2051",
        vw1_1_1: "-0.1026",
      },
      ...{
        new_w1_1_1: "0.6974",
        "s2.z1_1": "1.0461",
        "s2.a1_1": "0.7400",
        "s2.delta1_1": "0.1424",
      },
      ...{ "s2.dw1_1_1": "0.2136", "s2.vw1_1_1": "-0.1068", "s2.new_w1_1_1": "0.5906" },
    },
  );
  expect(judged(findings)).toEqual({
    "s2.vw1_1_1": ["mistake", "omits-momentum"],
    "s2.new_w1_1_1": ["follows", "s2.vw1_1_1"],
  });
});

test("deltas that begin with the target: a weight goes up the gradient", () => {
  const findings = findingsIn(
    "network: { inputs: 1, layers: [{ units: 1, activation: sigmoid, bias: node }], loss: " +
      "half-squared-error, delta: negative }",
    "{ x: 0.8, w: 0.5, b: 0.1, t: 1, eta: 2 }",
    {
      z1_1: "0.5000",
      a1_1: "0.6225",
      delta1_1: "0.0887",
      new_w1_1_1: "0.3581",
      new_b1_1: "-0.0774",
    },
  );
  expect(judged(findings)).toEqual({
    new_w1_1_1: ["mistake", "ascends"],
    new_b1_1: ["mistake", "ascends"],
  });
});

test("a ReLU at 0.1 + 0.2 − 0.3 is closed, and no reason to refuse the text", () => {
  const findings = findingsIn(
    `
network:
  inputs: 2
  layers: [{ units: 2, activation: relu, bias: node }, { units: 1, activation: identity }]
  loss: half-squared-error`,
    "{ x: 1, w1: [[1, 1], [0.1, 0.2]], w2: [1, -2], b: [0, -0.3], t: 0.5, eta: 1 }",
    {
      z1_1: "2",
      z1_2: "0",
      a2_1: "2",
      delta1_1: "1.5",
      delta1_2: "0",
      new_w1_2_1: "0.1",
      new_w1_2_2: "3.2",
    },
  );
  expect(judged(findings)).toEqual({ new_w1_2_2: ["mistake"] });
});

test("a misconception is told from rounding even three units in the last place away", () => {
  const findings = findingsIn(
    `
network:
  inputs: 2
  layers:
    - { units: 3, activation: tanh, bias: node }
    - { units: 2, activation: sigmoid, bias: node }
    - { units: 2, activation: sigmoid, bias: node }
  loss: half-squared-error`,
    `{ x: [0.6, -0.4], w1: [[0.3, -0.5], [0.2, 0.7], [-0.4, 0.1]], w2: [[0.5, -0.3, 0.8], [0.1, 0.6, -0.2]],
       w3: [[0.4, -0.7], [0.9, 0.2]], b: [0.1, -0.2, 0.3, 0.05, 0.15, -0.1, 0.25], t: [1, 0], eta: 0.5 }`,
    {
      a1_1: "0.446",
      a1_2: "-0.345",
      delta2_1: "0.019",
      delta2_2: "0.031",
      delta1_1: "0.013",
      dw1_1_1: "0.008",
    },
  );
  expect(judged(findings)).toEqual({
    delta1_1: ["mistake", "omits-activation-derivative"],
    dw1_1_1: ["follows", "delta1_1"],
  });
});
