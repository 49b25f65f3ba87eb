import { InputError } from "../input/inputError.js";
import type { Language } from "../language/language.js";
import { tidyMarks } from "../question/tidyMarks.js";
import type { ScriptSummary } from "./scriptSummary.js";

/**
 * A grading run as it goes by: each script in words, or why it was not marked. No more than one is
 * in memory.
 */
export type RunReport = AsyncIterable<ScriptReport | InputError>;

/**
 * One marked script with its blanks, in words that may be shown to the student. No key is in it.
 */
export interface ScriptReport extends ScriptSummary {
  readonly file: string;
  /** Where in the file the script stands, and where one answer of it does, if that is known. */
  readonly line?: number;
  lineOf(id: string): number | undefined;
  readonly title: string;
  /** What the student reads it in. */
  readonly language: Language;
  /** Whether students are to know only what can be read, of the marks nothing. */
  readonly isHeldBack: boolean;
  readonly blanks: readonly BlankReport[];
}

/** One blank as it was marked. */
export interface BlankReport {
  readonly id: string;
  readonly symbol: string;
  /** What was typed, as it can be shown. */
  readonly typed: string;
  readonly outcome: Outcome;
  /** What the student is told of it, in one line. */
  readonly said: string;
  readonly marks: number;
  readonly points: number;
}

/** `read` is all that is told where verdicts are held back. */
export type Outcome = "right" | "follows" | "imprecise" | "wrong" | "read" | "unreadable" | "blank";

/** What one student handed in, together. */
export interface StudentReport {
  readonly scripts: readonly ScriptReport[];
  readonly failures: readonly InputError[];
}

/** A run that one student is to see. Throws an InputError where its scripts are of several. */
export async function reportOfOneStudent(run: RunReport): Promise<StudentReport> {
  const scripts: ScriptReport[] = [];
  const failures: InputError[] = [];
  for await (const one of run) {
    if (one instanceof InputError) failures.push(one);
    else if (scripts[0] && scripts[0].student !== one.student) {
      throw new InputError(one.file, "is of another student; this report is of one student only");
    } else scripts.push(one);
  }
  return { scripts, failures };
}

/** Whether a blank needs no other answer, as far as is told. */
export const passes = ({ outcome }: BlankReport): boolean =>
  outcome === "right" || outcome === "follows" || outcome === "read";

/** `The chain rule at a point: 4 of 5 marks, 8 of 10 points.` */
export function marksOf(script: ScriptReport): string {
  const { title, language, score, maxScore, points, maxPoints = 0 } = script;
  const isSame = points === undefined || (points === score && maxPoints === maxScore);
  const worth = [
    language.say("marksOfMost", { earned: score, count: maxScore }),
    ...(isSame
      ? []
      : [language.say("pointsOfMost", { earned: tidyMarks(points), count: maxPoints })]),
  ];
  return language.say("scriptWorth", { title, worth: language.row(worth) });
}

/** What was decided and is late, where the student may know of marks: it may say what is right. */
export const notesShown = ({ isHeldBack, notes = [] }: ScriptReport): readonly string[] =>
  isHeldBack ? [] : notes;

/**
 * What a script is worth: its points in its set, its marks where it is in none, and nothing where
 * it does not count.
 */
export const worthOf = ({
  points,
  maxPoints,
  score,
  maxScore,
  isExcused,
}: ScriptSummary): { got: number; of: number } =>
  isExcused ? { got: 0, of: 0 } : { got: points ?? score, of: maxPoints ?? maxScore };

/** What several scripts are worth together. */
export function worthOfAll(scripts: Iterable<ScriptSummary>): {
  readonly got: number;
  readonly of: number;
} {
  let [got, of] = [0, 0];
  for (const script of scripts) {
    const worth = worthOf(script);
    got += worth.got;
    of += worth.of;
  }
  return { got: tidyMarks(got), of: tidyMarks(of) };
}
