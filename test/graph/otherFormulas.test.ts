import { expect, test } from "vitest";
import { graph } from "../../src/graph/graph.js";
import {
  formulaChanges,
  hintOf,
  otherFormulas,
  sentenceOf,
} from "../../src/graph/otherFormulas.js";
import { parse } from "../../src/graph/parse.js";

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
