import { describe, expect, test } from "vitest";
import type { Graph } from "../../src/graph/graph.js";
import { graph } from "../../src/graph/graph.js";
import { parse, parsePattern } from "../../src/graph/parse.js";
import { type RelationName, relations } from "../../src/graph/relations.js";
import { type Malrule, misreadings, rewrite } from "../../src/graph/rewrite.js";
import { type Layer, type Network, summed } from "../../src/network/network.js";
import { training } from "../../src/network/training.js";
import { infix } from "../infix.js";

const dense = (units: number, given: Partial<Layer> = {}): Layer => ({
  units,
  activation: "sigmoid",
  bias: "node",
  recurrent: false,
  filters: 1,
  padding: 0,
  ...given,
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
const plain = training(network);
const batch = training({ ...network, examples: 2 });
const recurrent = training({
  ...network,
  layers: [dense(2, { recurrent: true }), dense(2)],
  times: 2,
});
const nudged = training({ ...network, nudge: "w1_1_1" });

describe("a relation leads", () => {
  const cases: readonly (readonly [RelationName, string, readonly string[], Graph?])[] = [
    ["updated", "w1_1_2", ["new_w1_1_2"]],
    ["updated", "b1_2", ["new_b1_2"]],
    ["updated", "new_w1_1_2", []],
    ["updated", "x1", []],
    ["old", "new_w1_1_2", ["w1_1_2"]],
    ["old", "new_b2_1", ["b2_1"]],
    ["old", "w1_1_2", []],
    ["old", "z1_1", []],
    ["old", "nothing", []],
    ["preActivationOf", "a1_2", ["z1_2"]],
    ["preActivationOf", "a2_1", ["z2_1"]],
    ["preActivationOf", "s2.a1_2", ["s2.z1_2"]],
    ["preActivationOf", "e2.a1_2", ["e2.z1_2"], batch],
    ["preActivationOf", "time2.a1_2", ["time2.z1_2"], recurrent],
    ["preActivationOf", "nudged.a1_2", ["nudged.z1_2"], nudged],
    ["preActivationOf", "a1_2", ["z1_2"], nudged],
    ["preActivationOf", "nothing", []],
    ["sameUnitBefore", "a1_2", ["x2"]],
    ["sameUnitBefore", "s2.a2_1", ["s2.a1_1"]],
    ["sameUnitBefore", "e2.a1_1", ["e2.x1"], batch],
    ["inItsLayer", "delta1_2", ["delta1_1", "delta1_2"]],
    ["inItsLayer", "e2.x1", ["e2.x1", "e2.x2"], batch],
    ["another", "x1", ["x2"]],
    ["another", "a1_1", ["a1_2"]],
    ["another", "s2.a1_1", ["s2.a1_2"]],
    ["another", "e1.a1_1", ["e1.a1_2"], batch],
    ["another", "time1.a1_1", ["time1.a1_2"], recurrent],
    ["another", "nudged.a1_1", ["nudged.a1_2"], nudged],
    ["another", "w1_1_1", ["w1_1_2", "w1_2_1"]],
    ["another", "w1_1_1", ["w1_1_2", "w1_2_1"], recurrent],
    ["another", "u1_1_1", ["u1_1_2", "u1_2_1"], recurrent],
    ["another", "b1_1", ["b1_2", "b2_1", "b2_2"]],
    ["another", "b1_2", ["b2_1", "b2_2", "b1_1"]],
    ["another", "new_b1_1", ["new_b1_2", "new_b2_1", "new_b2_2"]],
    ["another", "new_w2_1_1", ["new_w2_1_2", "new_w2_2_1"]],
    ["transposed", "w1_1_2", ["w1_2_1"]],
    ["transposed", "w1_1_1", ["w1_1_1"]],
    ["transposed", "u1_1_2", ["u1_2_1"], recurrent],
    ["transposed", "w1_1_2", ["w1_2_1"], recurrent],
    ["transposed", "new_w2_1_2", ["new_w2_2_1"]],
    ["transposed", "w1_1_2", ["w1_2_1"], nudged],
    ["inputOf", "delta1_1", ["x1", "x2"]],
    ["inputOf", "delta2_2", ["a1_1", "a1_2"]],
    ["inputOf", "e2.delta1_1", ["e2.x1", "e2.x2"], batch],
    ["inputOf", "e2.delta2_1", ["e2.a1_1", "e2.a1_2"], batch],
    ["inputOf", "time2.delta1_1", ["time2.x1", "time2.x2"], recurrent],
    ["inputOf", "time2.delta2_1", ["time2.a1_1", "time2.a1_2"], recurrent],
    ["inputOf", "delta2_1", ["a1_1", "a1_2"], nudged],
    ["inputOf", "eta", []],
  ];
  test.each(cases.map(([name, id, expected, of = plain]) => ({ name, id, expected, of })))(
    "$name($id): $expected",
    ({ name, id, expected, of }) => {
      expect(relations[name](of, id)).toEqual(expected);
    },
  );

  test("to weights of the second step too, whose inputs are given", () => {
    const twice = training({ ...network, steps: 2 });
    expect(relations.updated(twice, "new_w1_1_1")).toEqual(["s2.new_w1_1_1"]);
    expect(relations.old(twice, "s2.new_w1_1_1")).toEqual(["new_w1_1_1"]);
    expect(relations.inputOf(twice, "s2.delta2_1")).toEqual(["s2.a1_1", "s2.a1_2"]);
    expect(relations.inputOf(twice, "s2.delta1_1")).toEqual(["x1", "x2"]);
    expect(relations.transposed(twice, "new_w1_1_2")).toEqual(["new_w1_2_1"]);
    expect(relations.another(twice, "a1_1")).toEqual(["a1_2"]);
  });
});

/** A misconception, in these roles, that puts each right side for the wrong one. */
const rule = (
  roles: Malrule["in"],
  alternatives: readonly (readonly (readonly [right: string, wrong: string])[])[],
  whole = false,
): Malrule => ({
  id: "own",
  in: roles,
  alternatives: alternatives.map((substitutions) =>
    substitutions.map(([right, wrong]) => ({
      right: parsePattern(right),
      wrong: parsePattern(wrong),
    })),
  ),
  whole,
  name: "Own",
  hint: "Look again.",
});

/** What a rule makes of one quantity of a graph. */
const read = (id: string, malrule: Malrule, of: Graph = plain): readonly string[] =>
  misreadings(of, of.get(id)!, malrule).map(infix);

describe("a misconception changes a formula", () => {
  test.each<readonly [string, string, Malrule, readonly string[]]>([
    [
      "anywhere in it",
      "new_w1_1_1",
      rule(["updatedWeight"], [[["a - b", "a + b"]]]),
      ["(w1_1_1 + (eta * dw1_1_1))"],
    ],
    [
      "in quantities of its roles alone",
      "new_b1_1",
      rule(["updatedWeight"], [[["a - b", "a + b"]]]),
      [],
    ],
    ["that is there", "x1", rule(["input"], [[["a", "b"]]]), []],
    [
      "as a whole, where it is so declared",
      "new_w1_1_1",
      rule(["updatedWeight"], [[["a * b", "a"]]], true),
      [],
    ],
    [
      "as a whole, or in a part",
      "new_w1_1_1",
      rule(["updatedWeight"], [[["a * b", "a"]]]),
      ["(w1_1_1 - eta)"],
    ],
    [
      "whole",
      "new_w1_1_1",
      rule(["updatedWeight"], [[["a - b", "b - a"]]], true),
      ["((eta * dw1_1_1) - w1_1_1)"],
    ],
    [
      "at every place that fits",
      "z1_1",
      rule(["preActivation"], [[["weight * source", "source"]]]),
      ["((x1 + x2) + b1_1)"],
    ],
    [
      "by the role of what a hole takes",
      "z1_1",
      rule(["preActivation"], [[["rest + bias", "rest"]]]),
      ["((w1_1_1 * x1) + (w1_1_2 * x2))"],
    ],
    ["and not by another", "z1_1", rule(["preActivation"], [[["rest + weight", "rest"]]]), []],
    [
      "with updated weights as weights",
      "s2.z1_1",
      rule(["preActivation"], [[["weight * source", "source"]]]),
      ["((x1 + x2) + new_b1_1)"],
    ],
    [
      "in several ways",
      "z1_1",
      rule(["preActivation"], [[["bias", "another(bias)"]]]),
      ["b1_2", "b2_1", "b2_2"].map((b) => `(((w1_1_1 * x1) + (w1_1_2 * x2)) + ${b})`),
    ],
    [
      "at all places in the same way",
      "z1_1",
      rule(["preActivation"], [[["weight * source", "another(weight) * source"]]]),
      ["(((w1_1_2 * x1) + (w1_1_1 * x2)) + b1_1)", "(((w1_2_1 * x1) + (w1_2_2 * x2)) + b1_1)"],
    ],
    [
      "by one alternative or the other",
      "new_b1_1",
      rule(["updatedBias"], [[["a - b", "a + b"]], [["a - b", "a"]]]),
      ["(b1_1 + (eta * db1_1))", "b1_1"],
    ],
    [
      "by several substitutions together",
      "new_b1_1",
      rule(
        ["updatedBias"],
        [
          [
            ["a - b", "a + b"],
            ["learningRate * g", "g"],
          ],
        ],
      ),
      ["(b1_1 + db1_1)"],
    ],
    [
      "once where two ways give the same",
      "new_b1_1",
      rule(["updatedBias"], [[["a - b", "a"]], [["a - b", "a"]]]),
      ["b1_1"],
    ],
    [
      "only where it becomes another",
      "new_b1_1",
      rule(["updatedBias"], [[["a - b", "a - b"]]]),
      [],
    ],
    [
      "not where a relation leads nowhere",
      "new_b1_1",
      rule(["updatedBias"], [[["bias", "old(bias)"]]]),
      [],
    ],
    [
      "also where transposing leads to itself",
      "z1_1",
      rule(["preActivation"], [[["weight", "transposed(weight)"]]]),
      ["(((w1_1_1 * x1) + (w1_2_1 * x2)) + b1_1)"],
    ],
    [
      "to itself by name",
      "z1_1",
      rule(["preActivation"], [[["rest + bias", "rest + self"]]]),
      ["(((w1_1_1 * x1) + (w1_1_2 * x2)) + z1_1)"],
    ],
    [
      "by the number of outputs",
      "new_b1_1",
      rule(["updatedBias"], [[["learningRate * g", "learningRate * g / outputs"]]]),
      ["(b1_1 - ((eta * db1_1) / 2))"],
    ],
    ["by a number", "loss_1", rule(["outputLoss"], [[["1 / 2 * a", "a"]]]), ["((t1 - a2_1) ^ 2)"]],
    ["not by another number", "loss_1", rule(["outputLoss"], [[["1 / 3 * a", "a"]]]), []],
    [
      "where the same hole takes the same",
      "da1_1_dz1_1",
      rule(["activationDerivative"], [[["a * (1 - a)", "a"]]]),
      ["a1_1"],
    ],
    ["and not where it would take another", "dw1_1_1", rule(["gradient"], [[["a * a", "a"]]]), []],
    [
      "twice",
      "a1_1",
      rule(["activation"], [[["1 / (1 + exp(-z))", "twice(z)"]]], true),
      ["(1 / (1 + exp(negate((1 / (1 + exp(negate(z1_1))))))))"],
    ],
    [
      "with functions",
      "a1_1",
      rule(["activation"], [[["exp(-z)", "exp(z)"]]]),
      ["(1 / (1 + exp(z1_1)))"],
    ],
  ])("%s: %s", (_, id, malrule, expected) => {
    expect(read(id, malrule)).toEqual(expected);
  });

  test("and one of two operands is no pattern of one", () => {
    const at = { step: 1 };
    const own = graph([
      { id: "x", role: "constant", at },
      { id: "y", role: "value", at, formula: parse("x - 1") },
      { id: "n", role: "value", at, formula: parse("-x") },
    ]);
    expect(read("y", rule(["value"], [[["-a", "a"]]]), own)).toEqual([]);
    expect(read("n", rule(["value"], [[["-a", "a"]]]), own)).toEqual(["x"]);
    expect(read("n", rule(["value"], [[["weight", "1"]]]), own)).toEqual([]);
  });
});

describe("a graph with a misconception", () => {
  const ascends = rule(["updatedWeight"], [[["a - b", "a + b"]]]);

  test("has the first misreading of each quantity, without its other orders, and the rest as it is", () => {
    const wrong = rewrite(plain, ascends);
    expect([...wrong.keys()]).toEqual([...plain.keys()]);
    expect(infix(wrong.get("new_w1_1_1")!.formula!)).toBe("(w1_1_1 + (eta * dw1_1_1))");
    expect(wrong.get("new_w1_1_1")).toMatchObject({ id: "new_w1_1_1", role: "updatedWeight" });
    expect(wrong.get("dw1_1_1")).toBe(plain.get("dw1_1_1"));
    const own = new Map(plain).set("dw1_1_1", { ...plain.get("dw1_1_1")!, orders: [1] });
    const product = rule(["gradient"], [[["a * b", "a"]]]);
    expect(rewrite(own, product).get("dw1_1_1")).not.toHaveProperty("orders");
  });

  test("is the same object where the rule finds nothing", () => {
    expect(rewrite(plain, rule(["drop"], [[["a * b", "a"]]]))).toBe(plain);
  });
});
