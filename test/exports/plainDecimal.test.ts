import { expect, test } from "vitest";
import { plainDecimal } from "../../src/export/plainDecimal.js";

test.each([
  [0, "0"],
  [-0, "0"],
  [-0.5, "-0.5"],
  [-1.02837255062191, "-1.02837255062"],
  [1e-7, "0.0000001"],
  [-1.2345678901234e-9, "-0.00000000123456789012"],
  [1.5e21, "1500000000000000000000"],
  [-123456789.123456, "-123456789.123"],
])("%d is written %s", (value, text) => {
  expect(plainDecimal(value)).toBe(text);
  expect(Number(text)).toBe(Number(value.toPrecision(12)) + 0);
});
