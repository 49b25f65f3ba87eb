import type { ExerciseEntry } from "./pageData.js";

/** The first try at one blank: what counts for what a student finds hard. */
export interface FirstTry {
  /** The kind of step. */
  readonly kind: string;
  /** Right, or following from what stood before. */
  readonly isRight: boolean;
  /** The hints of the misconceptions that showed in it. */
  readonly hints: readonly string[];
}

/** How first tries at one kind of step went. */
export interface Standing {
  readonly kind: string;
  readonly right: number;
  readonly tries: number;
}

/** Practice to come: an exercise, and the kind of step that it has most of. */
export interface Suggestion {
  readonly kind: string;
  readonly exercise: ExerciseEntry;
}

const longest = 500;
/** So many of the last tries at a kind count: what was hard once may be easy now. */
const lately = 20;
const fewest = 3;
/** A kind that goes right more often is not hard. */
const easy = 0.8;

/** The history with one more try, without what is too long ago. */
export const withTry = (history: readonly FirstTry[], one: FirstTry): readonly FirstTry[] =>
  [...history, one].slice(-longest);

/** How the last tries at each kind of step went, the hardest first. */
export function standings(history: readonly FirstTry[]): readonly Standing[] {
  return [...new Set(history.map(({ kind }) => kind))]
    .map((kind) => {
      const tries = history.filter((one) => one.kind === kind).slice(-lately);
      return { kind, right: tries.filter(({ isRight }) => isRight).length, tries: tries.length };
    })
    .sort((a, b) => easeOf(a) - easeOf(b));
}

/** The hints that were needed more than once, the most frequent first. */
export function recurringHints(
  history: readonly FirstTry[],
): readonly { readonly hint: string; readonly times: number }[] {
  const times = new Map<string, number>();
  for (const hint of history.flatMap(({ hints }) => hints))
    times.set(hint, (times.get(hint) ?? 0) + 1);
  return [...times]
    .map(([hint, times]) => ({ hint, times }))
    .filter(({ times }) => times > 1)
    .sort((a, b) => b.times - a.times);
}

/**
 * What to practise next: the kind of step that is hardest, in the exercise that is made of it the
 * most.
 */
export function suggestion(
  history: readonly FirstTry[],
  exercises: readonly ExerciseEntry[],
): Suggestion | undefined {
  for (const { kind, right, tries } of standings(history)) {
    if (tries < fewest || right >= easy * tries) continue;
    const [exercise] = exercises
      .filter(({ kinds }) => kinds[kind])
      .sort((a, b) => shareOf(b, kind) - shareOf(a, kind));
    if (exercise) return { kind, exercise };
  }
  return undefined;
}

// Of few tries little is known: one wrong of one is no worse than three of four.
const easeOf = ({ right, tries }: Standing): number => (right + 1) / (tries + 2);

const shareOf = ({ kinds, blanks }: ExerciseEntry, kind: string): number =>
  (kinds[kind] ?? 0) / blanks;
