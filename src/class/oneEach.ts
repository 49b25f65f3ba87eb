import type { MarkedScript } from "../grade/markScript.js";

/** A marked script, and the file it was read from. */
interface FiledScript {
  readonly file: string;
  readonly line?: number;
  readonly script: MarkedScript;
}

/**
 * The one script that counts of several that a student handed in for one exercise: the one with the most marks; of
 * those, the one with the most answers; of those, the one whose file comes first by name, or whose row comes first. The order in which they were
 * read changes nothing.
 */
export function better<T extends FiledScript>(one: T, other: T): T {
  const [a, b] = [one.script, other.script];
  if (a.score !== b.score) return a.score > b.score ? one : other;
  const [answered, otherAnswered] = [answersIn(a), answersIn(b)];
  if (answered !== otherAnswered) return answered > otherAnswered ? one : other;
  if (one.file !== other.file) return one.file < other.file ? one : other;
  return (one.line ?? 0) <= (other.line ?? 0) ? one : other;
}

/** How many blanks of a script are not empty. */
export const answersIn = ({ blanks }: MarkedScript): number =>
  blanks.filter(({ verdict }) => verdict.kind !== "blank").length;
