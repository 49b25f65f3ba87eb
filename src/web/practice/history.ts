import type { ExerciseEntry } from "./pageData.js";
import type { Task } from "./task.js";

/** The first try at one blank: what counts for what a student finds hard. */
export interface FirstTry {
  /** The kind of step, with its layer where it is of one. */
  readonly kind: string;
  /** Right, or following from what stood before. */
  readonly isRight: boolean;
  /** The hints of the misconceptions that showed in it. */
  readonly hints: readonly string[];
  readonly exercise?: string;
  /** The day, counted from some day on. */
  readonly day?: number;
}

/** How first tries at one kind of step went. */
export interface Standing {
  readonly kind: string;
  readonly right: number;
  readonly tries: number;
  /** How many of the last tries were right, one after the other, and on how many days. */
  readonly streak: number;
  readonly days: number;
  readonly last: number;
}

/** Practice to come: a kind of step, and a sheet that it is practised on. */
export interface Suggestion {
  readonly kind: string;
  readonly exercise: ExerciseEntry;
  readonly task: Task;
  /** The question that the student needed more than once, where it is about that. */
  readonly hint?: string;
  /** It was hard once, and is to be tried again after some days. */
  readonly isReview: boolean;
}

const longest = 500;
/** So many of the last tries at a kind count: what was hard once may be easy now. */
const lately = 20;
const fewest = 2;
/** A kind that goes right more often is not hard. */
const easy = 0.8;
/** So many tries right one after the other are no luck. */
const fluent = 4;
/** What goes right is tried again after so many days, and then once more; then it is mastered. */
const pauses = [1, 4] as const;
/** What goes right no more often is better looked at once before it is tried again. */
const lost = 1 / 3;

/** The history with one more try, without what is too long ago. */
export const withTry = (history: readonly FirstTry[], one: FirstTry): readonly FirstTry[] =>
  [...history, one].slice(-longest);

/** How the last tries at each kind of step went, the hardest first. */
export function standings(history: readonly FirstTry[]): readonly Standing[] {
  return [...new Set(history.map(({ kind }) => kind))]
    .map((kind) => standingOf(kind, history.filter((one) => one.kind === kind).slice(-lately)))
    .sort((a, b) => easeOf(a) - easeOf(b));
}

function standingOf(kind: string, tries: readonly FirstTry[]): Standing {
  const sinceWrong = tries.slice(tries.findLastIndex(({ isRight }) => !isRight) + 1);
  return {
    kind,
    right: tries.filter(({ isRight }) => isRight).length,
    tries: tries.length,
    streak: sinceWrong.length,
    days: new Set(sinceWrong.map(({ day = 0 }) => day)).size,
    last: tries.at(-1)?.day ?? 0,
  };
}

/** Whether a kind of step has gone right so often, and on so many days, that it needs no more. */
export const isMastered = ({ right, tries, streak, days }: Standing): boolean =>
  right === tries ? streak >= fluent : streak >= fluent && days > pauses.length;

/**
 * The hints that were needed more than once, the most frequent first; without those after which
 * the kind of step went right often enough.
 */
export function recurringHints(
  history: readonly FirstTry[],
): readonly { readonly hint: string; readonly times: number; readonly kind: string }[] {
  const found = new Map<string, { times: number; last: number }>();
  for (const [last, { hints }] of history.entries())
    for (const hint of hints) found.set(hint, { times: (found.get(hint)?.times ?? 0) + 1, last });
  return [...found]
    .filter(([, { times, last }]) => times > 1 && rightAfter(history, last) < fluent)
    .map(([hint, { times, last }]) => ({ hint, times, kind: history[last]!.kind }))
    .sort((a, b) => b.times - a.times);
}

const rightAfter = (history: readonly FirstTry[], at: number): number =>
  history.slice(at + 1).filter(({ kind, isRight }) => isRight && kind === history[at]!.kind).length;

/**
 * What to practise next: the kind of step that is hardest, or was and is due again, but not the
 * same twice; on a sheet that has much of it and was not worked on lately. Where a misconception
 * shows again and again, an error is to be found; what goes wrong nearly always, is shown first.
 */
export function suggestion(
  history: readonly FirstTry[],
  exercises: readonly ExerciseEntry[],
  today = 0,
): Suggestion | undefined {
  const due = standings(history).filter((one) => isHard(one) || isDue(one, today));
  const before = history.at(-1)?.kind;
  const mixed = [...due.filter(({ kind }) => kind !== before), ...due].filter(
    (one, i, all) => all.indexOf(one) === i,
  );
  for (const standing of mixed) {
    const exercise = sheetFor(standing.kind, history, exercises);
    if (exercise) return suggestionOf(standing, exercise, recurringHints(history));
  }
  return undefined;
}

function suggestionOf(
  standing: Standing,
  exercise: ExerciseEntry,
  recurring: ReturnType<typeof recurringHints>,
): Suggestion {
  const { kind, right, tries } = standing;
  const hint = recurring.find((one) => one.kind === kind)?.hint;
  const [, part] = exercise.kinds[kind]!;
  const task: Task =
    hint !== undefined
      ? { kind: "error" }
      : right <= lost * tries && tries > fewest
        ? { kind: "worked", open: 0 }
        : { kind: "part", part };
  return {
    kind,
    exercise,
    task,
    ...(hint === undefined ? {} : { hint }),
    isReview: !isHard(standing),
  };
}

const isHard = ({ right, tries, streak }: Standing): boolean =>
  tries >= fewest && right < easy * tries && streak < fluent;

function isDue(standing: Standing, today: number): boolean {
  const { streak, days, last, right, tries } = standing;
  if (streak < fluent || right === tries || isMastered(standing)) return false;
  return today - last >= pauses[Math.min(days, pauses.length) - 1]!;
}

/** Of the sheets that have about the most of a kind, the one that was worked on longest ago. */
function sheetFor(
  kind: string,
  history: readonly FirstTry[],
  exercises: readonly ExerciseEntry[],
): ExerciseEntry | undefined {
  const most = Math.max(...exercises.map((one) => shareOf(one, kind)));
  const lastAt = ({ name }: ExerciseEntry): number =>
    history.findLastIndex(({ exercise }) => exercise === name);
  const [found] = exercises
    .filter((one) => shareOf(one, kind) > 0 && shareOf(one, kind) >= most / 3)
    .sort((a, b) => lastAt(a) - lastAt(b) || shareOf(b, kind) - shareOf(a, kind));
  return found;
}

// Of few tries little is known: one wrong of one is no worse than three of four.
const easeOf = ({ right, tries }: Standing): number => (right + 1) / (tries + 2);

const shareOf = ({ kinds, blanks }: ExerciseEntry, kind: string): number =>
  (kinds[kind]?.[0] ?? 0) / blanks;
