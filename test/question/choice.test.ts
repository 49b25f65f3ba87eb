import { expect, test } from "vitest";
import { wordFor, wordsOf } from "../../src/question/choice.js";

const of = (words: Parameters<typeof wordsOf>[0]["words"]) => ({ of: "x", words, largest: false });

test("the first word that fits is right: below a number, at one, and else the one without a condition", () => {
  const choice = of([
    { word: "low", below: -1 },
    { word: "nought", at: 0 },
    { word: "low", below: 2 },
    { word: "high" },
  ]);
  const words = [-1.5, -1 - 2e-9, -1, 0, 5e-10, -5e-10, 1e-8, 2 - 1e-8, 2, 3];
  expect(words.map((value) => wordFor(choice, value))).toEqual([
    ...["low", "low", "low", "nought", "nought", "nought", "low", "low", "high", "high"],
  ]);
  expect(wordsOf(choice)).toEqual(["low", "nought", "high"]);
});

test("what is at a number but for rounding is there, and not below it", () => {
  const choice = of([
    { word: "below", below: 0 },
    { word: "at", at: 0 },
  ]);
  expect([-2e-9, -5e-10, 5e-10, 1e-9].map((value) => wordFor(choice, value))).toEqual([
    ...["below", "at", "at", undefined],
  ]);
});
