import { expect, test } from "vitest";
import { effortOf } from "../../src/question/effort.js";

test("effort counts givens below 0, and digits that are not 0", () => {
  expect(effortOf(Float64Array.of(0.5, -0.25, 0, 10, -105))).toEqual({ negatives: 2, digits: 6 });
  expect(effortOf(new Float64Array(0))).toEqual({ negatives: 0, digits: 0 });
});
