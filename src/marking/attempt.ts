import type { Marked } from "./marker.js";

/** What decides which of several scripts counts: where it was read, when, and how it did. */
export interface Attempt {
  readonly file: string;
  /** The line of its row, where the file has a row a script. */
  readonly line?: number;
  /** What it earns, less what it loses for being late. */
  readonly score: number;
  /** How many blanks are not empty. */
  readonly answers: number;
  /** When it was handed in, where that is known. */
  readonly at?: number;
}

/** A marked script as an attempt. */
export function attemptOf({ file, line, script, worth, timing }: Marked): Attempt {
  const isLate = (timing?.daysLate ?? 0) > 0;
  const at = timing?.at;
  return {
    file,
    ...(line === undefined ? {} : { line }),
    score: isLate && timing?.share !== undefined ? script.score * timing.share : script.score,
    answers: script.blanks.filter(({ verdict }) => verdict.kind !== "blank").length,
    ...(at === undefined || worth === undefined ? {} : { at }),
  };
}

/** One of two attempts, where this looks at something in which they differ. */
type Look = (one: Attempt, other: Attempt) => Attempt | undefined;

const higher =
  (of: (attempt: Attempt) => number): Look =>
  (one, other) =>
    of(one) === of(other) ? undefined : of(one) > of(other) ? one : other;

const moreMarks = higher(({ score }) => score);
const moreAnswers = higher(({ answers }) => answers);
/** One whose time is not known is not the last of those with one that is. */
const later = higher(({ at }) => at ?? Number.NEGATIVE_INFINITY);
const isFilledIn = higher(({ answers }) => Math.sign(answers));

// 10 comes after 9, as people number files.
const byName = new Intl.Collator("en", { numeric: true });

const place = (one: Attempt, other: Attempt): number =>
  byName.compare(one.file, other.file) ||
  (one.file < other.file ? -1 : one.file > other.file ? 1 : 0) ||
  (one.line ?? 0) - (other.line ?? 0);

const first: Look = (one, other) => {
  if (one.file !== other.file) return one.file < other.file ? one : other;
  return (one.line ?? 0) <= (other.line ?? 0) ? one : other;
};
const last: Look = (one, other) => (place(one, other) >= 0 ? one : other);

/** What is looked at, in this order, for each rule of which attempt counts. */
const rules = {
  best: [moreMarks, moreAnswers, first],
  // The sheet that lies empty beside the one that was filled in is no attempt.
  last: [isFilledIn, last],
  "last-in-time": [isFilledIn, later, last],
} as const satisfies Record<string, readonly Look[]>;

/** Which of several attempts counts. */
export type AttemptRule = keyof typeof rules;

/** Why the one that counts does. */
export const whyCounts: Readonly<Record<AttemptRule, string>> = {
  best: "has as many marks or more",
  last: "comes after it by its name",
  "last-in-time": "was handed in after it",
};

/**
 * The one that counts of several attempts of a student at one exercise. The best is the one with
 * the most marks; of those, the one with the most answers; of those, the one whose file comes first
 * by name, or whose row comes first. The last is the one whose file comes last, or the one that was
 * handed in last. The order in which they were read changes nothing.
 */
export function better<T extends Attempt>(one: T, other: T, rule: AttemptRule = "best"): T {
  for (const look of rules[rule]) {
    const found = look(one, other);
    if (found) return found as T;
  }
  return one;
}
