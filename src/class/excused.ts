import type { ClassSet } from "./classSet.js";
import type { Decision, Ruling } from "./decision.js";
import { studentAndExercise } from "./studentAndExercise.js";

/** The last decision of this kind on a student's work at an exercise, also where there is none. */
function decidedOf<K extends Ruling["kind"]>(
  set: ClassSet,
  kind: K,
  student: string,
  exercise: string,
): (Decision & { readonly ruling: Extract<Ruling, { kind: K }> }) | undefined {
  const isIt = (
    decision: Decision,
  ): decision is Decision & { readonly ruling: Extract<Ruling, { kind: K }> } =>
    decision.ruling.kind === kind &&
    (decision.exercise === undefined || decision.exercise === exercise) &&
    (decision.student ?? ownerOf(set, decision)) === student;
  return set.decisions.filter(isIt).at(-1);
}

const ownerOf = (set: ClassSet, { variant }: Decision): string | undefined =>
  variant === undefined ? undefined : set.variant(variant).student;

/** The decision by which an exercise does not count for a student, if there is one. */
export const excusedBy = (set: ClassSet, student: string, exercise: string): Decision | undefined =>
  decidedOf(set, "excused", student, exercise);

/** The points that a student has by hand, also without a script. */
export function pointsByHand(
  set: ClassSet,
  student: string,
  exercise: string,
): { readonly points: number; readonly decision: Decision } | undefined {
  const decision = decidedOf(set, "points", student, exercise);
  return decision && { points: decision.ruling.points, decision };
}

/** What somebody has by hand of whose work at an exercise no script was marked. */
export interface OnlyByHand {
  readonly student: string;
  readonly exercise: string;
  readonly points: number;
  readonly decision: Decision;
}

/** All of these; `marked` are the students and exercises of the scripts that were. */
export function onlyByHand(set: ClassSet, marked: ReadonlySet<string>): readonly OnlyByHand[] {
  const found: OnlyByHand[] = [];
  for (const { student, exercise, refused } of set.variants) {
    if (refused !== undefined || marked.has(studentAndExercise(student, exercise))) continue;
    const byHand = pointsByHand(set, student, exercise);
    if (byHand && !excusedBy(set, student, exercise)) found.push({ student, exercise, ...byHand });
  }
  return found;
}
