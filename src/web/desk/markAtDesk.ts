import type { ClassSet } from "../../class/classSet.js";
import { type Decision, decisionText } from "../../class/decision.js";
import { markVariant } from "../../class/markVariant.js";
import type { MarkedScript } from "../../grade/markScript.js";
import { continuedFrom, writtenIn } from "../../grade/ownNumbers.js";
import { readSubmission } from "../../handedIn/submission.js";
import type { Problem } from "../../problem/problem.js";
import { keySheet } from "../../render/keySheet.js";
import { type MarkedSheet, markedScript } from "../../render/markedScript.js";
import type { Typeset } from "../../render/typeset.js";
import type { DeskScript } from "./deskSet.js";
import { paperSubmission } from "./paperSubmission.js";
import type { ScriptWork } from "./scriptWork.js";
import { fittingWork } from "./unfitting.js";

/** A script as it is marked at the desk. */
export interface DeskMarks {
  readonly script: MarkedScript;
  readonly worth: { readonly points: number; readonly maxPoints: number };
  /** The marks in words. */
  readonly sheet: MarkedSheet;
  /** What was decided of it, in words. */
  readonly decisions: readonly string[];
  /** What is right at each blank. */
  readonly key: ReadonlyMap<string, Typeset>;
}

/** Why a mark by hand was given, where the marker says nothing else. */
export const markedByHand = "marked by hand at the desk";

/**
 * Marks a script as `grade` marks the file that is saved of it: by what was decided before, and by
 * the marks by hand; `today` is their date.
 */
export function markAtDesk(
  set: ClassSet,
  script: DeskScript,
  work: ScriptWork,
  today: string,
): DeskMarks {
  const { variant } = script;
  const submission = readSubmission(paperSubmission(set, variant, work), "submission.json");
  const own = ownDecisions(script, fittingWork(set.problemOf(variant), work), today);
  const decisions = [...set.decisionsOn(variant), ...own];
  // Paper says nothing of when it was handed in.
  const marked = markVariant(set, variant, submission, { policy: {}, decisions, share: 1 });
  return {
    script: marked.script,
    worth: marked.worth,
    sheet: markedScript(marked.problem, marked.script, {
      typed: submission.answers,
      written: writtenIn(marked.problem, submission, marked.policy),
      right: continuedFrom(marked.problem, submission, marked.policy),
    }),
    decisions: marked.decisions
      .filter((decision) => !own.includes(decision))
      .map((decision) => decisionText(decision)),
    key: keysOf(marked.problem),
  };
}

/** The marks by hand as decisions, those of one reason together. */
export function ownDecisions(
  { variant: { variant, exercise } }: DeskScript,
  { marks, notes }: ScriptWork,
  date: string,
): readonly Decision[] {
  const byReason = new Map<string, Map<string, number>>();
  for (const [blank, given] of Object.entries(marks)) {
    const reason = notes[blank]?.trim() || markedByHand;
    byReason.set(reason, (byReason.get(reason) ?? new Map()).set(blank, given));
  }
  return [...byReason].map(([reason, marks]) => ({
    number: 0,
    reason,
    date,
    exercise,
    variant,
    student: undefined,
    ruling: { kind: "marks", marks },
  }));
}

/** What is right at each blank, as the key that is printed has it. */
function keysOf(problem: Problem): ReadonlyMap<string, Typeset> {
  const ids = problem.prepared.sections.flatMap(({ questions }) => questions);
  const rows = keySheet(problem).sections.flatMap((section) => section.rows);
  return new Map(ids.map(({ id }, i) => [id, rows[i]!.value]));
}
