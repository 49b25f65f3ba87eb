import { describe, expect, test } from "vitest";
import {
  decimalsOf,
  isCarried,
  lastPlace,
  placeNeeded,
  type Rounding,
  roundingError,
  showsFigures,
  unitOf,
} from "../../src/graph/rounding.js";

const decimals = (number: number, truncation = false): Rounding => ({
  decimals: number,
  truncation,
});
const figures = (number: number, truncation = false): Rounding => ({
  significant: number,
  truncation,
});

test("one unit in the last decimal is the number nearest to it", () => {
  expect([0, 1, 4, 15, 16].map(lastPlace)).toEqual([1, 0.1, 0.0001, 1e-15, 1e-16]);
});

test.each<readonly [Rounding, number, number]>([
  [decimals(4), 123, 0.0001],
  [decimals(0), 0.5, 1],
  [decimals(2), 0, 0.01],
  [figures(3), 0, 0],
  [figures(3), 1, 0.01],
  [figures(3), -9.99, 0.01],
  [figures(3), 10, 0.1],
  [figures(3), 0.0999, 0.0001],
  [figures(1), 1234, 1000],
])(
  "with %j, one unit of %d is %d, and rounding changes it by half of it",
  (rounding, value, unit) => {
    expect(unitOf(rounding, value)).toBeCloseTo(unit, 15);
    expect(roundingError(rounding, value)).toBeCloseTo(unit / 2, 15);
    expect(roundingError({ ...rounding, truncation: true }, value)).toBeCloseTo(unit, 15);
  },
);

test.each<readonly [Rounding, number, boolean]>([
  [decimals(2), 0, true],
  [decimals(2), 0.25, true],
  [decimals(2), -0.25, true],
  [decimals(1), 0.25, false],
  [decimals(1), 0.1 + 0.2, true],
  [decimals(1), 0.30000001, false],
  [decimals(1), 12345.1, true],
  [figures(2), 0.25, true],
  [figures(2), 0.255, false],
  [figures(2), 250, true],
])("with %j, %d is carried as it is: %j", (rounding, value, expected) => {
  expect(isCarried(rounding, value)).toBe(expected);
});

test.each([
  [0, Number.POSITIVE_INFINITY],
  [3, 1],
  [-3, 1],
  [0.25, 0.01],
  [0.1 + 0.2, 0.1],
  [1 / 3, 1e-15],
])("%d needs the place %d", (value, place) => {
  expect(placeNeeded(value)).toBe(place);
});

test.each<readonly [Rounding, number, number]>([
  [decimals(3), 5, 3],
  [figures(3), 5, 2],
  [figures(3), 0.05, 4],
  [figures(3), 5000, 0],
  [figures(3), 0, 0],
])("with %j, %d is written with %d decimals", (rounding, value, expected) => {
  expect(decimalsOf(rounding, value)).toBe(expected);
});

describe("a value shows significant figures", () => {
  test.each<readonly [Rounding, number, number, boolean]>([
    [decimals(4), 0.0012, 2, true],
    [decimals(4), -0.0012, 2, true],
    [decimals(4), 0.0012, 3, false],
    [decimals(4), 0.00096, 2, true],
    [decimals(4), 0.00094, 2, false],
    [decimals(4), 0.00004, 1, false],
    [decimals(4), 0.00005, 1, true],
    [decimals(4), 0, 1, false],
    [decimals(4), 0, 0, true],
    [decimals(2), 123, 5, true],
    [figures(3), 0.0001, 3, true],
    [figures(3), 0.0001, 4, false],
  ])("with %j, %d at least %d: %j", (rounding, value, least, expected) => {
    expect(showsFigures(rounding, value, least)).toBe(expected);
  });
});
