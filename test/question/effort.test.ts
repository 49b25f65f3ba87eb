import { expect, test } from "vitest";
import { effortOf } from "../../src/question/effort.js";

test("effort counts givens below 0, and digits that are not 0", () => {
  expect(effortOf(Float64Array.of(0.5, -0.25, 0, 10, -105))).toEqual({ negatives: 2, digits: 6 });
  expect(effortOf(new Float64Array(0))).toEqual({ negatives: 0, digits: 0 });
});

test("digits are those that are written, of whatever size a number is", () => {
  const written = (given: number): number => String(given).replace(/[0.]/g, "").length;
  const some = [0.05, 0.001, 0.0001, 12.345, 0.1 + 0.2, 1 / 3, 5e-7, 999_999_999, 1e9, 1.5e21];
  const thousandths = Array.from({ length: 3000 }, (_, i) => i / 1000);
  for (const given of [...some, ...thousandths])
    expect(effortOf(Float64Array.of(given)).digits, String(given)).toBe(written(given));
});
