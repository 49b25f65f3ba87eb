import { describe, expect, test } from "vitest";
import { boundsOf } from "../../src/graph/bound.js";
import { evaluate } from "../../src/graph/evaluate.js";
import { graph } from "../../src/graph/graph.js";
import { parse } from "../../src/graph/parse.js";
import { compile } from "../../src/graph/program.js";
import type { Rounding } from "../../src/graph/rounding.js";
import { publishedProblem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";

describe("the derived bound", () => {
  const key = publishedProblem(prepared("mlp-2-2-2-sigmoid")).key;
  const toleranceOf = (id: string): number => {
    const answer = key.get(id)!;
    if (answer.kind !== "number") throw new Error(`${id} is no number`);
    return answer.range.tolerance;
  };

  // The figures of a prototype written apart from this program.
  test.each([
    ["a2_1", 0.00022],
    ["delta2_1", 0.00038],
    // There 0.00028, without η·e as a product of its own.
    ["new_w2_1_1", 0.00031],
  ])("of %s at four decimals is %d, as computed elsewhere", (id, bound) => {
    expect(Math.abs(toleranceOf(id) - bound)).toBeLessThanOrEqual(0.00001);
  });

  test("of an exact result is none: what rounds to it is right", () => {
    expect(toleranceOf("z1_1")).toBeCloseTo(0.00005, 12);
  });
});

describe("what needs no rounding gets none:", () => {
  const tenths: Rounding = { decimals: 1, truncation: true };
  const cents: Rounding = { decimals: 2, truncation: true };
  const figures: Rounding = { significant: 3, truncation: true };
  const boundOf = (formula: string, a: number, b: number, rounding: Rounding): number => {
    const at = { step: 1 };
    const program = compile(
      graph([
        { id: "a", role: "constant", at },
        { id: "b", role: "constant", at },
        { id: "y", role: "value", at, formula: parse(formula, {}) },
      ]),
    );
    return boundsOf(program, evaluate(program, [a, b]), rounding)[2]!;
  };

  test.each<[string, number, number, Rounding, number]>([
    // A product has the decimals of its factors together, or fewer.
    ["a * b", 0.3, 0.7, cents, 0],
    ["a * b", 0.3, 0.7, tenths, 0.1],
    ["a * b", 0.25, 0.4, tenths, 0],
    ["a * b", 0.25, 0.6, tenths, 0.1],
    // A sum has the more of its terms'.
    ["a + b", 0.3, 0.7, tenths, 0],
    ["a - b", 0.35, 0.7, cents, 0],
    ["a - b", 0.35, 0.7, tenths, 0.1],
    ["a + b", 0.35, 0.05, tenths, 0],
    // A quotient none that is known, unless it comes out.
    ["a / b", 1, 8, cents, 0.01],
    ["a / b", 1, 4, cents, 0],
    ["1 / a / 4", 3, 0, cents, 0.0125],
    // A copy has those of what it copies.
    ["a", 0.35, 0, tenths, 0.1],
    ["max(a, b)", 0.35, 0.1, tenths, 0.1],
    ["max(a, b)", 0.3, 0.1, tenths, 0],
    // What is multiplied by nothing, and gates, whole.
    ["exp(a) * b", 1, 0, tenths, 0],
    ["step(exp(a) - b)", 1, 1, tenths, 0],
    // A number that is carried, and one with more decimals than are carried.
    ["exp(a) + b", 1, 0.5, tenths, 0.1],
    ["exp(a) + b", 1, 0.55, tenths, 0.2],
    ["b + exp(a)", 1, 0.55, tenths, 0.2],
    // Whole numbers of carried ones.
    ["exp(a) * b", 1, 3, tenths, 0.3],
    ["exp(0) * b", 1, 0.3, tenths, 0],
    // What is whole by chance may have been rounded.
    ["max(exp(a), 3) * b", 1.09, 0.3, tenths, 0.13],
    ["b * max(exp(a), 3)", 1.09, 0.3, tenths, 0.13],
    // Each factor's error times the other, and both together.
    ["exp(a) * exp(b)", 1, 2, cents, Math.E * 0.01 + Math.E ** 2 * 0.01 + 0.0001 + 0.01],
    // Significant figures: a sum that does not have more.
    ["a + b", 1.23, 4.56, figures, 0],
    ["a + b", 9.87, 1.23, figures, 0],
    ["a + b", 9.87, 1.24, figures, 0.1],
    ["exp(a) + b", 1, 3.25, figures, 0.01],
    ["exp(a) + b", 1, 0.325, figures, 0.02],
    ["exp(a) + b", 1, 8.25, figures, 0.11],
    ["exp(a) - b", 1, -8.25, figures, 0.11],
    ["exp(a) - b", 1, 0.325, figures, 0.02],
    ["exp(a) - b", 1, 3.25, figures, 0.01],
    ["a - b", 9.87, -1.24, figures, 0.1],
    ["a - b", 9.87, -0.12, figures, 0],
    // The larger of two numbers has the digits of one.
    ["max(a, b)", 9.87, 1.24, figures, 0],
    ["max(exp(a), b)", 1, 1.24, figures, 0.01],
    ["min(a, b)", 0.35, 0.5, tenths, 0.1],
  ])("%s of %d and %d", (formula, a, b, rounding, bound) => {
    expect(boundOf(formula, a, b, rounding)).toBeCloseTo(bound, 6);
  });

  test("what an operand is off moves a function’s result, and so does rounding before it", () => {
    const at = { step: 1 };
    const program = compile(
      graph([
        { id: "a", role: "constant", at },
        { id: "p", role: "value", at, formula: parse("exp(a)", {}) },
        { id: "y", role: "value", at, formula: parse("exp(p / 4)", {}) },
      ]),
    );
    const bounds = boundsOf(program, evaluate(program, [1]), cents);
    expect(bounds[1]).toBeCloseTo(0.01, 12);
    const x = Math.E / 4;
    // A quarter of what p is off, and the quarter rounded; then the result.
    expect(bounds[2]).toBeCloseTo(Math.exp(x + 0.0025 + 0.01) - Math.exp(x) + 0.01, 12);
  });

  test("what was written down on the way has an error of its own, that no other way makes up for", () => {
    const at = { step: 1 };
    const inner = { u: "a * b", p: "u * c * d", y: "p * 2" };
    const program = compile(
      graph([
        ...["a", "b", "c", "d"].map((id) => ({ id, role: "constant" as const, at })),
        ...Object.entries(inner).map(([id, formula]) => ({
          id,
          role: "value" as const,
          at,
          formula: parse(formula, {}),
        })),
      ]),
    );
    const bounds = boundsOf(program, evaluate(program, [0.71, 0.63, 0.59, 0.97]), cents);
    expect(bounds[program.slots.get("y")!]).toBeGreaterThanOrEqual(
      2 * bounds[program.slots.get("p")!]!,
    );
  });

  test("binary fractions are taken for the decimals they stand for, and near misses are not", () => {
    expect(boundOf("a + b", 0.1, 0.2, tenths)).toBe(0);
    expect(boundOf("a * b", 0.29, 100, { decimals: 0, truncation: true })).toBe(0);
    expect(boundOf("a - b", 0.3, 0.0000001, tenths)).toBeCloseTo(0.1, 6);
  });
});
