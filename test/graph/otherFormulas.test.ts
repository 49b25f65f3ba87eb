import { describe, expect, test } from "vitest";
import { graph } from "../../src/graph/graph.js";
import {
  formulaChanges,
  hintOf,
  otherFormulas,
  sentenceOf,
} from "../../src/graph/otherFormulas.js";
import { parse } from "../../src/graph/parse.js";
import { type Layer, type Network, summed } from "../../src/network/network.js";
import { training } from "../../src/network/training.js";
import { infix } from "../infix.js";

const weight = (from: number) => ({ step: 1, layer: 1, unit: 1, from });
const input = (unit: number) => ({ step: 1, layer: 0, unit });

/** What a formula may become by one kind of change: sides of equations, with the ids told of it. */
function changed(formula: string, kind: string) {
  const whole = graph([
    { id: "x1", role: "input", at: input(1) },
    { id: "x2", role: "input", at: input(2) },
    { id: "w1_1_1", role: "weight", at: weight(1) },
    { id: "w1_1_2", role: "weight", at: weight(2) },
    { id: "c", role: "constant", at: { step: 1 } },
    { id: "y", role: "value", at: { step: 1 }, formula: parse(formula) },
  ]);
  return otherFormulas(whole, "y").filter((other) => other.kind === kind);
}

const net = "w1_1_1*x1 + w1_1_2*x2";

test.each([
  [
    "operand-replaced",
    net,
    [
      ["w1_1_2*x1 + w1_1_2*x2", "w1_1_2 where w1_1_1 belongs"],
      ["w1_1_1*x2 + w1_1_2*x2", "x2 where x1 belongs"],
      ["w1_1_1*x1 + w1_1_1*x2", "w1_1_1 where w1_1_2 belongs"],
      ["w1_1_1*x1 + w1_1_2*x1", "x1 where x2 belongs"],
    ],
  ],
  [
    "term-left-out",
    "c - x1^2",
    [
      ["0 - x1^2", "the term with c left out"],
      ["c - 0", "the term with x1 left out"],
    ],
  ],
  [
    "only-term",
    net,
    [
      ["w1_1_1*x1", "the term with w1_1_1, x1 alone"],
      ["w1_1_2*x2", "the term with w1_1_2, x2 alone"],
    ],
  ],
  [
    "term-sign",
    net,
    [
      ["-(w1_1_1*x1) + w1_1_2*x2", "the other sign before the term with w1_1_1, x1"],
      ["w1_1_1*x1 + -(w1_1_2*x2)", "the other sign before the term with w1_1_2, x2"],
    ],
  ],
  [
    "term-doubled",
    "c - x1^2",
    [
      ["2*c - x1^2", "the term with c counted twice"],
      ["c - 2*x1^2", "the term with x1 counted twice"],
    ],
  ],
  [
    "factor-left-out",
    "x1/c",
    [
      ["1/c", "the factor x1 left out"],
      ["x1/1", "the factor c left out"],
    ],
  ],
  [
    "factor-doubled",
    "x1/c",
    [
      ["(x1*x1)/c", "the factor x1 taken twice"],
      ["x1/(c*c)", "the factor c taken twice"],
    ],
  ],
  ["function-left-out", "tanh(x1)", [["x1", "no function applied to x1"]]],
  ["operands-exchanged", "c - x1^2", [["x1 - c^2", "c and x1 exchanged"]]],
  [
    "other-operation",
    "x1/c",
    [
      ["x1 + c", "another operation between x1, c"],
      ["x1 - c", "another operation between x1, c"],
      ["x1*c", "another operation between x1, c"],
    ],
  ],
  [
    "other-power",
    "x1^2",
    [
      ["x1^(2 + 1)", "another power of x1"],
      ["x1^(2 - 1)", "another power of x1"],
      ["2*x1", "another power of x1"],
    ],
  ],
  ["sign", "x1/c", [["-(x1/c)", "the opposite sign"]]],
  [
    "decimal-point",
    "x1/c",
    ["10", "0.1", "100", "0.01"].map((factor) => [
      `${factor}*(x1/c)`,
      "the decimal point in another place",
    ]),
  ],
  [
    "term-decimal-point",
    "c - x1^2",
    [
      ["10*c - x1^2", "the decimal point of the term with c misplaced"],
      ["c - 10*x1^2", "the decimal point of the term with x1 misplaced"],
      ["0.1*c - x1^2", "the decimal point of the term with c misplaced"],
      ["c - 0.1*x1^2", "the decimal point of the term with x1 misplaced"],
    ],
  ],
] as const)("by %s, %s may become %j", (kind, formula, expected) => {
  const found = changed(formula, kind);
  expect(found.map((other) => [other.formula, sentenceOf(other, (id) => id)])).toEqual(
    expected.map(([infix, said]) => [parse(infix!), said]),
  );
});

test("what one kind of change gives, no later one gives again, and nothing is the formula itself", () => {
  // What leaves a term out leaves nothing for a later row to leave out.
  expect(changed("x1 + x2", "only-term").map(({ formula }) => formula)).toEqual(["x1", "x2"]);
  expect(changed("x1 + x1", "operands-exchanged")).toEqual([]);
  const all = formulaChanges.flatMap(({ id }) => changed(net, id));
  const texts = all.map(({ formula }) => JSON.stringify(formula));
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).not.toContain(JSON.stringify(parse(net)));
});

test("a student hears what was taken for something else, and not what was taken", () => {
  const [first] = changed(net, "operand-replaced");
  expect(hintOf(first!).ids).toEqual(["w1_1_1"]);
  const [term] = changed(net, "term-left-out");
  expect(hintOf(term!).ids).toEqual(["w1_1_1", "x1"]);
});

const dense = (units: number, recurrent = false): Layer => ({
  units,
  activation: "sigmoid",
  bias: "node",
  recurrent,
  filters: 1,
  padding: 0,
});
const network: Network = {
  inputs: 2,
  layers: [dense(2), dense(2)],
  loss: summed("half-squared-error"),
  train: "all",
  delta: "derivative",
  weights: "out-in",
  steps: 1,
  rate: "constant",
  optimiser: "descent",
  velocity: "zero",
  examples: 1,
  times: 1,
  targets: "every",
  state: "zero",
};
const nets = {
  plain: training(network),
  wide: training({ ...network, layers: [dense(3), dense(2)] }),
  batch: training({ ...network, examples: 2 }),
  recurrent: training({ ...network, layers: [dense(2, true), dense(2)], times: 2 }),
};

describe("in a network", () => {
  test.each([
    // Inputs, and what a layer gives, but nothing two layers off, nor what is being computed.
    ["plain", "z1_1", "x1", "x2 a1_1 z1_2 a1_2"],
    ["plain", "z2_1", "b2_1", "b1_1 b1_2 b2_2 new_b1_1 new_b1_2 new_b2_1 new_b2_2"],
    ["plain", "loss", "loss_1", "loss_2 s2.loss_1"],
    ["plain", "new_w1_1_2", "eta", ""],
    [
      "plain",
      "new_w1_1_2",
      "dw1_1_2",
      "dw2_1_1 dw2_1_2 db2_1 dw2_2_1 dw2_2_2 db2_2 dw1_1_1 db1_1 dw1_2_1 dw1_2_2 db1_2",
    ],
    [
      "plain",
      "delta1_1",
      "da1_1_dz1_1",
      "dloss_da2_1 da2_1_dz2_1 delta2_1 dloss_da2_2 da2_2_dz2_2 delta2_2 dloss_1_da1_1 " +
        "dloss_2_da1_1 dloss_da1_1 dloss_1_da1_2 dloss_2_da1_2 dloss_da1_2 da1_2_dz1_2 delta1_2",
    ],
    // In another step, of another example or at another time only the same unit's.
    ["plain", "s2.z2_1", "s2.a1_2", "z1_2 a1_2 s2.z1_1 s2.a1_1 s2.z1_2 s2.a2_1 s2.z2_2 s2.a2_2"],
    ["batch", "e1.loss", "e1.loss_1", "e1.loss_2 e2.loss_1 s2.e1.loss_1"],
    [
      "batch",
      "e1.z2_1",
      "e1.a1_1",
      "e1.x1 e1.x2 e1.t1 e1.t2 e1.z1_1 e1.z1_2 e1.a1_2 e1.a2_1 e1.z2_2 e1.a2_2 e2.z1_1 " +
        "e2.a1_1 s2.e1.z1_1 s2.e1.a1_1",
    ],
    [
      "recurrent",
      "time2.z1_1",
      "time1.a1_1",
      "time1.x1 time1.x2 time1.t1 time1.t2 time1.z1_1 time1.z1_2 time1.a1_2 time1.z2_1 " +
        "time1.a2_1 time1.z2_2 time1.a2_2 time2.a1_1 s2.time1.z1_1 s2.time1.a1_1",
    ],
  ] as const)("%s: for %s, what may be taken for %s is %s", (net, id, operand, expected) => {
    const replaced = otherFormulas(nets[net], id).filter(
      ({ kind, ids }) => kind === "operand-replaced" && ids[1] === operand,
    );
    expect(replaced.map(({ ids }) => ids[0]).join(" ")).toBe(expected);
  });

  test.each([
    [
      ...["plain", "z2_1", "layer-replaced"],
      "(((w2_1_1 * x1) + (w2_1_2 * x2)) + b2_1): x1, x2 where a1_1, a1_2 belong",
      "(((w2_1_1 * z1_1) + (w2_1_2 * z1_2)) + b2_1): z1_1, z1_2 where a1_1, a1_2 belong",
    ],
    // There is no third input.
    [
      ...["wide", "z2_1", "layer-replaced"],
      "((((w2_1_1 * z1_1) + (w2_1_2 * z1_2)) + (w2_1_3 * z1_3)) + b2_1): " +
        "z1_1, z1_2, z1_3 where a1_1, a1_2, a1_3 belong",
    ],
    ["plain", "z1_1", "layer-replaced"],
    [
      ...["recurrent", "time2.z1_1", "transposed"],
      "(((((w1_1_1 * time2.x1) + (w1_2_1 * time2.x2)) + (u1_1_1 * time1.a1_1)) + " +
        "(u1_2_1 * time1.a1_2)) + b1_1): row and column of the weights exchanged",
    ],
    // One weight taken for another is told by its own row.
    ["plain", "z2_1", "transposed"],
    [
      ...["plain", "dw1_1_2", "gradients-transposed"],
      "(delta1_2 * x1): row and column of the gradients exchanged",
    ],
    [
      ...["batch", "e2.dw1_1_2", "gradients-transposed"],
      "(e2.delta1_2 * e2.x1): row and column of the gradients exchanged",
    ],
    [
      ...["recurrent", "du1_1_2", "gradients-transposed"],
      "(time2.delta1_2 * time1.a1_1): row and column of the gradients exchanged",
    ],
    // On the diagonal there is nothing to exchange, nor where the layer has too few units.
    ["plain", "dw2_1_1", "gradients-transposed"],
    ["wide", "dw2_1_3", "gradients-transposed"],
    ["plain", "z1_1", "gradients-transposed"],
    [
      ...["plain", "s2.a2_2", "operand-unfinished"],
      "(1 / (1 + exp(negate((new_w2_2_1 * s2.a1_1))))): " +
        "only the term with new_w2_2_1, s2.a1_1 where s2.z2_2 belongs",
      "(1 / (1 + exp(negate((new_w2_2_2 * s2.a1_2))))): " +
        "only the term with new_w2_2_2, s2.a1_2 where s2.z2_2 belongs",
      "(1 / (1 + exp(negate(new_b2_2)))): only the term with new_b2_2 where s2.z2_2 belongs",
    ],
    ["plain", "z2_2", "operand-unfinished"],
    [
      ...["batch", "e1.z1_1", "copied"],
      ...["e1.z1_2", "e1.z2_1", "e1.z2_2", "e2.z1_1", "s2.e1.z1_1"].map(
        (other) => `${other}: ${other} copied`,
      ),
    ],
    [
      ...["plain", "dw1_1_2", "copied"],
      ...["delta2_1", "delta2_2", "delta1_2"].map((other) => `${other}: ${other} copied`),
    ],
    [
      ...["plain", "new_b1_2", "copied"],
      ...["new_b1_1", "new_b2_1", "new_b2_2"].map((other) => `${other}: ${other} copied`),
    ],
    ["plain", "a1_1", "copied"],
  ])("%s: %s may become, by %s: %s %s %s", (net, id, change, ...expected) => {
    const found = otherFormulas(nets[net as keyof typeof nets], id!).filter(
      ({ kind }) => kind === change,
    );
    expect(
      found.map((other) => `${infix(other.formula)}: ${sentenceOf(other, (name) => name)}`),
    ).toEqual(expected);
  });

  test("a given has no other formula, and an audit looks at no more than six hundred", () => {
    expect(otherFormulas(nets.plain, "x1")).toEqual([]);
    const many = training({ ...network, inputs: 9, layers: [dense(6), dense(2)] });
    expect(otherFormulas(many, "z1_1")).toHaveLength(600);
  });
});
