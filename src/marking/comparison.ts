import type { ClassSet } from "../class/classSet.js";
import { decisionText } from "../class/decision.js";
import { onlyByHand } from "../class/excused.js";
import { studentAndExercise } from "../class/studentAndExercise.js";
import type { BlankResult, Result } from "../grade/resultsJson.js";
import { InputError } from "../input/inputError.js";
import { tidyMarks } from "../question/tidyMarks.js";
import type { MarkResult } from "./marker.js";
import { resultIn } from "./notes.js";

/** What marking again changed in one script. */
export interface ScriptChange {
  readonly student: string;
  readonly exercise: string;
  readonly variant: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  /** The marks that there are. */
  readonly maxScore: { readonly before: number; readonly after: number };
  /** Its points in its set before and after, where it is in one. */
  readonly points?: { readonly before: number; readonly after: number; readonly of: number };
  readonly blanks: readonly BlankChange[];
  /** What was decided of it that the earlier run did not know. */
  readonly decisions: readonly string[];
}

/** One blank whose verdict or marks changed; null where it was not, or is no longer, asked. */
export interface BlankChange {
  readonly id: string;
  readonly before: BlankResult | null;
  readonly after: BlankResult | null;
}

/** How two runs compare: scripts in the order of the later run. */
export interface Comparison {
  readonly scripts: number;
  readonly changed: readonly ScriptChange[];
  /** Scripts that only one of the runs has. */
  readonly added: readonly string[];
  readonly missing: readonly string[];
  /** What was decided of work of which there is no script. */
  readonly byHand?: readonly PointsByHand[];
}

/** The points that somebody has by hand who has no script. */
export interface PointsByHand {
  readonly student: string;
  readonly exercise: string;
  readonly points: { readonly after: number; readonly of: number };
  readonly decision: string;
}

/**
 * Compares earlier results with a run that goes by, script by script; several of one student and
 * variant are taken in their order. What was not marked is in no comparison, but what a set has by
 * hand instead.
 */
export async function compareRuns(
  before: readonly Result[],
  after: AsyncIterable<MarkResult>,
  set?: ClassSet,
): Promise<Comparison> {
  const earlier = new Map<string, Result[]>();
  for (const result of before) {
    const alike = earlier.get(nameOf(result));
    if (alike) alike.push(result);
    else earlier.set(nameOf(result), [result]);
  }
  const changed: ScriptChange[] = [];
  const added: string[] = [];
  const marked = new Set<string>();
  let scripts = 0;
  for await (const result of resultsOf(after)) {
    scripts++;
    if (set) marked.add(studentAndExercise(result.student, result.exercise));
    const old = earlier.get(nameOf(result))?.shift();
    if (!old) {
      added.push(shownName(result));
      continue;
    }
    const blanks = blankChanges(old, result);
    if (blanks.length === 0 && isSameWorth(old, result)) continue;
    const { student, exercise, variant, decisions = [] } = result;
    changed.push({
      student,
      exercise,
      variant,
      before: old.score,
      after: result.score,
      change: tidyMarks(result.score - old.score),
      maxScore: { before: old.maxScore, after: result.maxScore },
      ...pointsOf(old, result),
      blanks,
      decisions: decisions.filter((decision) => !old.decisions?.includes(decision)),
    });
  }
  const missing = [...earlier.values()].flat().map(shownName);
  return { scripts, changed, added, missing, ...(set ? { byHand: byHandIn(set, marked) } : {}) };
}

const byHandIn = (set: ClassSet, marked: ReadonlySet<string>): readonly PointsByHand[] =>
  onlyByHand(set, marked).map(({ student, exercise, points, decision }) => ({
    student,
    exercise,
    points: { after: points, of: set.exercise(exercise).points },
    decision: decisionText(decision),
  }));

const isSameWorth = (old: Result, now: Result): boolean =>
  old.score === now.score &&
  (old.points === undefined || old.points === now.points) &&
  old.maxPoints === now.maxPoints &&
  Boolean(old.excused) === Boolean(now.excused);

const pointsOf = (old: Result, now: Result): Pick<ScriptChange, "points"> =>
  old.points === undefined || now.points === undefined
    ? {}
    : { points: { before: old.points, after: now.points, of: now.maxPoints ?? 0 } };

const nameOf = ({ student, exercise, variant }: Result): string =>
  JSON.stringify([student, exercise, variant]);
const shownName = ({ student, exercise, variant }: Result): string =>
  `${student || "no name"}, ${exercise} ${variant}`;

function blankChanges(before: Result, after: Result): readonly BlankChange[] {
  const ids = new Set([...Object.keys(after.blanks), ...Object.keys(before.blanks)]);
  return [...ids].flatMap((id) => {
    const [old, now] = [own(before.blanks, id), own(after.blanks, id)];
    return old && now && isSame(old, now) ? [] : [{ id, before: old, after: now }];
  });
}

const own = (blanks: Result["blanks"], id: string): BlankResult | null =>
  Object.hasOwn(blanks, id) ? blanks[id]! : null;

const isSame = (a: BlankResult, b: BlankResult): boolean =>
  a.verdict === b.verdict &&
  a.marks === b.marks &&
  [...a.malrules].sort().join() === [...b.malrules].sort().join();

async function* resultsOf(results: AsyncIterable<MarkResult>): AsyncGenerator<Result> {
  for await (const one of results) if (!(one instanceof InputError)) yield resultIn(one);
}
