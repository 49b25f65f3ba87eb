import { expect, test } from "vitest";
import { type Decision, decisionTold, type Ruling } from "../../src/class/decision.js";
import { languageCodes } from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";

const rulings: readonly Ruling[] = [
  { kind: "void", blanks: ["a", "b"], credit: "none" },
  { kind: "void", blanks: ["a"], credit: "full" },
  { kind: "accept", accepted: new Map([["a", 0.5]]) },
  { kind: "tolerance", tolerance: { absolute: 0.1 } as never, blanks: ["a"] },
  { kind: "tolerance", tolerance: { absolute: 0.1 } as never, blanks: undefined },
  { kind: "points", points: 2.5 },
  { kind: "marks", marks: new Map([["a", 1]]) },
  { kind: "extension", until: 0, said: "2027-03-08" },
  { kind: "excused" },
];
const told = (ruling: Ruling, code: (typeof languageCodes)[number]): string => {
  const about = { number: 1, reason: "R", date: "2027-03-01", exercise: undefined };
  const decision: Decision = { ...about, variant: undefined, student: undefined, ruling };
  return decisionTold(decision, (id) => id.toUpperCase(), languageNamed(code));
};

test("a decision is told in the language of the sheet", () => {
  expect(rulings.map((ruling) => told(ruling, "en"))).toEqual([
    "A, B do not count: R (2027-03-01)",
    "full marks for all at A: R (2027-03-01)",
    "another answer is right, too, at A: R (2027-03-01)",
    "another tolerance at A: R (2027-03-01)",
    "another tolerance: R (2027-03-01)",
    "2.5 points by hand: R (2027-03-01)",
    "marks by hand at A: R (2027-03-01)",
    "extension until 2027-03-08: R (2027-03-01)",
    "excused: R (2027-03-01)",
  ]);
  expect(told(rulings[0]!, "de")).toBe("A, B zählen nicht: R (2027-03-01)");
  expect(told(rulings[5]!, "de")).toBe("2,5 Punkte von Hand: R (2027-03-01)");
});

test("no language but English tells it in English", () => {
  for (const ruling of rulings)
    for (const code of languageCodes)
      if (code !== "en") expect(told(ruling, code)).not.toBe(told(ruling, "en"));
});
