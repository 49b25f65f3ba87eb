import { readExercise } from "../../src/exercise/readExercise.js";
import { type MarkedScript, type MarkingPolicy, markScript } from "../../src/grade/markScript.js";
import { type Work, type Written, workThrough } from "../../src/grade/work.js";
import type { Malrule } from "../../src/graph/rewrite.js";
import { readNumber } from "../../src/handedIn/readNumber.js";
import { prepare } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import type { MarkedQuestion } from "../../src/question/marking.js";

/** A misconception: what is right in a formula, and what is put in its place. */
export type Rule = readonly [right: string, wrong: string | readonly string[], role?: string];

/**
 * A sheet that is worked out by hand: what is given, the formulas that are asked in turn, and the
 * misconceptions that there may be. Two decimals are carried, and rounded, unless `more` says.
 */
export function sheet(
  given: Readonly<Record<string, number>>,
  formulas: Readonly<Record<string, string>>,
  rules: Readonly<Record<string, Rule>> = {},
  more = "rounding: { decimals: 2, truncation: false }",
): Problem {
  const rows = Object.entries(rules).map(
    ([id, [right, wrong, role = "value"]]) =>
      `  - ${JSON.stringify({ id, in: role, right, wrong, name: `errs by ${id}`, hint: "Look." })}`,
  );
  const text = `
name: own
title: Own
quantities:
${Object.keys(given)
  .map((id) => `  - { id: ${id}, given: true }`)
  .join("\n")}
${Object.entries(formulas)
  .map(([id, formula]) => `  - { id: ${id}, formula: ${formula} }`)
  .join("\n")}
draw: ${JSON.stringify(given)}
ask: [${Object.keys(formulas)}]
leastFigures: 0
largestBound: 100
${rows.length > 0 ? `misconceptions:\n${rows.join("\n")}` : ""}
${more}`;
  return problem(prepare(readExercise(text, "own"), []), "1");
}

/** A script with these answers, worked through. */
export function worked(of: Problem, answers: Readonly<Record<string, string>>): Work {
  const written = of.prepared.program.ids.map((id): Written | undefined => {
    const reading = readNumber(answers[id]);
    return reading.kind === "number" ? reading : undefined;
  });
  return workThrough(of, written);
}

export const mark = (
  of: Problem,
  answers: Readonly<Record<string, unknown>>,
  policy: MarkingPolicy = {},
): MarkedScript => markScript(of, { schemaVersion: 1, exercise: "own", answers }, policy);

/** The kinds of the verdicts, by id. */
export const kindsOf = ({ blanks }: MarkedScript): Readonly<Record<string, string>> =>
  Object.fromEntries(blanks.map(({ id, verdict }) => [id, verdict.kind]));

export const slotOf = (of: Problem, id: string): number => of.prepared.program.slots.get(id)!;

export const markedAt = (of: Problem, id: string): MarkedQuestion =>
  of.prepared.marking().bySlot[slotOf(of, id)]!;

export const malruleOf = (of: Problem, id: string): Malrule =>
  of.prepared.marking().malrules.find((malrule) => malrule.id === id)!;
