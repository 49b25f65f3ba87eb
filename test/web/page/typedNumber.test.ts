import { expect, test } from "vitest";
import { isCalculation, writtenNumber } from "../../../src/web/page/typedNumber.js";
import { prepared } from "../../exercises.js";

const four = prepared("mlp-2-2-2-sigmoid");

test.each([
  ["0.3*0.5+0.05*0.8+0.25", false, "0.4400"],
  ["0,3·0,5 + 0,05×0,8 + 0,25", true, "0.4400"],
  ["1/(1+2)", false, "0.3333"],
  ["(1 − 0.25)^2", false, "0.5625"],
  ["3:4", false, "0.7500"],
  ["0,5", true, "0.5"],
  ["−0,5 ", true, "−0.5"],
  // These stay as they are.
  ["0,5", false, "0,5"],
  ["0.5000", true, "0.5000"],
  ["1/0", false, "1/0"],
  ["0.3*", false, "0.3*"],
  ["exp(1)", false, "exp(1)"],
  ["x*2", false, "x*2"],
  ["9^9^9^9", false, "9^9^9^9"],
  ["1 2", false, "1 2"],
  ["", false, ""],
])("%j, with decimal commas: %s, is written %j", (typed, decimalComma, written) => {
  expect(writtenNumber(four, typed, { decimalComma })).toBe(written);
});

test("a calculation has nothing but numbers and signs, and is no longer than a line", () => {
  for (const text of ["0.3*0.5", "(1-2)", "1 + 2", "2^3"]) expect(isCalculation(text)).toBe(true);
  for (const text of ["", "+", "a1", "1,5", "1;2", "1+".repeat(61)])
    expect(isCalculation(text)).toBe(false);
});
