import { describe, expect, test } from "vitest";
import { slipIn } from "../../src/grade/slips.js";

const slip = (written: number, right: readonly number[], decimals = 4) =>
  slipIn(written, right, 0.0001, decimals);

describe("a slip of the pen from a right value:", () => {
  test("its sign, as near as an honest value", () => {
    expect(slip(-0.5933, [0.5933])).toBe("sign");
    expect(slip(0.59339, [-0.5933])).toBe("sign");
    expect(slip(0.59345, [-0.5933])).toBeUndefined();
  });

  test.each([0.001, 0.01, 0.1, 10, 100, 1000])(
    "a power of ten, %d, as near as it takes an honest value",
    (factor) => {
      expect(slip(0.59339 * factor, [0.5933])).toBe("power of ten");
      expect(slip(-0.59321 * factor, [-0.5933])).toBe("power of ten");
      expect(slip(0.59345 * factor, [0.5933])).toBeUndefined();
    },
  );

  test.each([1, 10_000, 0.0001])("and no other power, %d", (factor) => {
    expect(slip(0.5951 * factor, [0.5951, 0.5951])).toBeUndefined();
  });

  test("two digits that stand beside one another, swapped", () => {
    for (const written of [0.9533, 0.5393]) expect(slip(written, [0.5933])).toBe("digits swapped");
    for (const written of [0.3953, 0.9353]) expect(slip(written, [0.5933])).toBeUndefined();
    expect(slip(-0.9533, [-0.5933])).toBe("digits swapped");
    expect(slip(0.9533, [-0.5933])).toBeUndefined();
    expect(slip(21.5, [12.5], 1)).toBe("digits swapped");
  });

  test("as the value is written, rounded or cut off", () => {
    const right = [0.59278];
    expect(slipIn(0.598, right, 0.00001, 3)).toBeUndefined();
    // 0.593 rounded, 0.592 cut off.
    expect(slipIn(0.539, right, 0.00001, 3)).toBe("digits swapped");
    expect(slipIn(0.529, right, 0.00001, 3)).toBe("digits swapped");
    expect(slipIn(0.57281, [0.527812345678912], 0.00001, 15)).toBe("digits swapped");
  });

  test("of any value that was right to write, the first that tells", () => {
    expect(slip(-0.25, [0.71, 0.25])).toBe("sign");
    expect(slip(7.1, [0.71, -7.1])).toBe("power of ten");
    expect(slip(0.25, [0.71, 0.3])).toBeUndefined();
    expect(slip(0.25, [])).toBeUndefined();
  });
});
