import { describe, expect, test } from "vitest";
import { exerciseStatistics, quantile, wilson } from "../../src/class/statistics.js";

// Ten scripts of three blanks.
const marks = [
  [1, 1, 1],
  [1, 1, 0],
  [1, 1, 1],
  [1, 0, 0],
  [1, 1, 1],
  [0, 0, 0],
  [1, 0, 0],
  [0, 0, 0],
  [1, 1, 0],
  [0, 0, 1],
];

describe("the statistics of an exercise", () => {
  const { blanks, consistency } = exerciseStatistics(marks, [1, 1, 1]);

  test("facility is the mean share of the marks", () => {
    expect(blanks.map(({ facility }) => facility)).toEqual([0.7, 0.5, 0.4]);
    expect(exerciseStatistics(marks, [2, 1, 1]).blanks[0]!.facility).toBe(0.35);
  });

  test("discrimination is the correlation with the rest", () => {
    // Σab = 8, Σa = Σa² = 7, Σb = 9, Σb² = 15: (80 − 63) / √((70 − 49)(150 − 81)).
    expect(blanks[0]!.discrimination).toBeCloseTo(17 / Math.sqrt(21 * 69), 12);
  });

  test("effective weights add up to the whole", () => {
    expect(blanks.reduce((sum, { effectiveWeight }) => sum + effectiveWeight!, 0)).toBeCloseTo(
      1,
      12,
    );
  });

  test("internal consistency is Cronbach's alpha", () => {
    // Variances 7/30, 5/18, 4/15 and 1.1555… of the totals: 1.5 · (1 − 0.7777…/1.3777…).
    expect(consistency).toBeCloseTo(
      1.5 * (1 - (7 / 30 + 5 / 18 + 4 / 15) / variance(marks.map(sum))),
      12,
    );
  });

  test("what does not vary has no discrimination, and no weight", () => {
    const same = marks.map(([a]) => [1, a!]);
    const { blanks, consistency } = exerciseStatistics(same, [1, 1]);
    expect(blanks[0]).toMatchObject({ facility: 1, discrimination: null, effectiveWeight: null });
    expect(blanks[1]).toMatchObject({ discrimination: null, effectiveWeight: 1 });
    expect(consistency).toBeCloseTo(0, 12);
    expect(exerciseStatistics(Array(12).fill([1, 1]), [1, 1]).consistency).toBeNull();
  });

  test("a blank that speaks against the rest has a negative discrimination", () => {
    const against = marks.map(([a, b]) => [1 - a!, a!, b!]);
    expect(exerciseStatistics(against, [1, 1, 1]).blanks[0]!.discrimination).toBeLessThan(0);
  });

  test("of fewer than ten scripts nothing is given", () => {
    const few = exerciseStatistics(marks.slice(1), [1, 1, 1]);
    expect(few.consistency).toBeNull();
    expect(few.blanks[0]).toEqual({
      facility: null,
      interval: null,
      discrimination: null,
      effectiveWeight: null,
    });
  });

  test("a blank without marks has none either", () => {
    expect(exerciseStatistics(marks, [1, 1, 0]).blanks[2]!.facility).toBeNull();
  });
});

test("Wilson's interval is as in his paper's formula, and stays between none and all", () => {
  expect(wilson(0.5, 10).map((end) => end.toFixed(4))).toEqual(["0.2366", "0.7634"]);
  expect(wilson(0, 10)[0]).toBe(0);
  expect(wilson(0, 10)[1]).toBeCloseTo(0.2775, 4);
  expect(wilson(1, 100)[1]).toBe(1);
});

test("quantiles lie between values where they fall there", () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([7], 0.25)).toBe(7);
});

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
function variance(values: readonly number[]): number {
  const middle = sum(values) / values.length;
  return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
}
