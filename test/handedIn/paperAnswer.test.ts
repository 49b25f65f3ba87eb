import { expect, test } from "vitest";
import { paperAnswer } from "../../src/handedIn/paperAnswer.js";
import { readNumber } from "../../src/handedIn/readNumber.js";

test.each([
  ["0,5", "0.5"],
  ["−0,593", "−0.593"],
  ["1,2345", "1.2345"],
  [" 12,5 ", " 12.5 "],
  ["6,2×10^-1", "6.2×10^-1"],
])("the comma of %j is the decimal mark", (typed, read) => {
  expect(paperAnswer(typed, false)).toBe(read);
  expect(readNumber(read).kind).toBe("number");
  expect(paperAnswer(typed, true)).toBe(typed);
});

test.each(["1,234", "-12,345", "1,234.5", "0,5,", "first, second", ",", "illegible"])(
  "%j stays as it is",
  (typed) => {
    expect(paperAnswer(typed, false)).toBe(typed);
    expect(readNumber(typed).kind).toBe("unreadable");
  },
);

test.each(["-", "–", "—", "−", " - ", "'-"])("a dash alone is an empty blank: %j", (typed) => {
  expect(paperAnswer(typed, false)).toBe("");
  expect(paperAnswer(typed, true)).toBe("");
});

test.each([0.5, null, ["-"]])("what is no text stays: %j", (typed) => {
  expect(paperAnswer(typed, false)).toBe(typed);
});
