import type { ClassSet } from "./classSet.js";
import type { Decision, Ruling } from "./decision.js";

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
