import { expect, test } from "vitest";
import { parse } from "../../src/graph/parse.js";
import { isWithin, shapeOf } from "../../src/graph/shape.js";

/** Ids are of the kind that their letter says. */
const shape = (infix: string): readonly string[] => [
  ...shapeOf(parse(infix), (id) => id.replace(/\d+/g, "")),
];

test.each([
  ["w1*x1", ["w·x"]],
  ["x1*w1", ["w·x"]],
  ["w1*x1 + b1", ["w·x", "b"]],
  // Whether there are several alike matters, and not how many; nor which sign they have.
  ["w1*x1 + w2*x2", ["w·x …"]],
  ["w1*x1 + w2*x2 - w3*x3", ["w·x …"]],
  ["w1*x1 - b1", ["w·x", "b"]],
  ["-(w1*x1)", ["w·x"]],
  ["a1*(1 - a1)", ["(1+a)·a"]],
  ["2*x1*w1", ["2·w·x"]],
  ["1/(1 + exp(-z1))", ["/(1,(1+exp((z))))"]],
  ["tanh(z1)", ["tanh(z)"]],
  ["x1", ["x"]],
  ["3", ["3"]],
])("%s is made of %j", (infix, terms) => {
  expect(shape(infix)).toEqual(terms);
});

test("a formula is within another where all that it is made of is in it", () => {
  const of = (infix: string) => new Set(shape(infix));
  expect(isWithin(of("w1*x1"), of("w1*x1 + b1"))).toBe(true);
  expect(isWithin(of("w1*x1 + b1"), of("w1*x1"))).toBe(false);
  expect(isWithin(of("w1*x1"), of("w1*x1 + w2*x2"))).toBe(false);
});
