import { describe, expect, test } from "vitest";
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
    ["new_w2_1_1", 0.00028],
  ])("of %s at four decimals is %d, as computed elsewhere", (id, bound) => {
    expect(Math.abs(toleranceOf(id) - bound)).toBeLessThanOrEqual(0.00001);
  });

  test("of an exact result is one unit, for it is written down once", () => {
    expect(toleranceOf("z1_1")).toBeCloseTo(0.0001, 12);
  });
});
