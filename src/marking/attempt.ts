import type { MarkedScript } from "../grade/markScript.js";

/** What decides which of several scripts counts: where it was read, and how it did. */
export interface Attempt {
  readonly file: string;
  /** The line of its row, where the file has a row a script. */
  readonly line?: number;
  readonly score: number;
  /** How many blanks are not empty. */
  readonly answers: number;
}

/** A marked script as an attempt. */
export const attemptOf = (
  file: string,
  line: number | undefined,
  { score, blanks }: MarkedScript,
): Attempt => ({
  file,
  ...(line === undefined ? {} : { line }),
  score,
  answers: blanks.filter(({ verdict }) => verdict.kind !== "blank").length,
});

/**
 * The one that counts of several attempts of a student at one exercise: the one with the most
 * marks; of those, the one with the most answers; of those, the one whose file comes first by name,
 * or whose row comes first. The order in which they were read changes nothing.
 */
export function better<T extends Attempt>(one: T, other: T): T {
  if (one.score !== other.score) return one.score > other.score ? one : other;
  if (one.answers !== other.answers) return one.answers > other.answers ? one : other;
  if (one.file !== other.file) return one.file < other.file ? one : other;
  return (one.line ?? 0) <= (other.line ?? 0) ? one : other;
}
