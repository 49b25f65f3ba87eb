import { expect, test } from "vitest";
import { differs, isNear } from "../../src/question/evidence.js";

test("two estimates differ beyond the wider of their bounds", () => {
  const at = (value: number, bound: number) => ({ value, bound });
  expect(differs(at(1, 0.25), at(1.5, 0.25))).toBe(true);
  expect(differs(at(1.5, 0.25), at(1, 0.5))).toBe(false);
  expect(differs(at(1, 0.5), at(1.5, 0.25))).toBe(false);
  expect(differs(at(2, 0.5), at(1.25, 0.5))).toBe(true);
});

test("a number is near an estimate within its bound, the end included", () => {
  const estimate = { value: 1, bound: 0.25 };
  expect([0.75, 1.25, 0.74, 1.26].map((written) => isNear(written, estimate))).toEqual([
    ...[true, true, false, false],
  ]);
});
