import { expect, test } from "vitest";
import { explanationText } from "../../src/question/explanationText.js";

test("misconceptions committed together are joined by and, those that tie by or", () => {
  expect(explanationText([["leaves the bias out"]])).toBe("leaves the bias out");
  expect(explanationText([["a", "b"], ["c"]])).toBe("a and b, or c");
});
