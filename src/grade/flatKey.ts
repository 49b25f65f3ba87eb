import type { Problem } from "../problem/problem.js";
import { within } from "../question/within.js";

/**
 * A problem's key as flat numbers, by slot: marking compares with each of them many times. NaN
 * stands where no number is asked, and for a state after many rounds, which is worked out when
 * somebody asks.
 */
export interface FlatKey {
  readonly problem: Problem;
  /** 1 where a number is asked. */
  readonly numbers: Uint8Array;
  readonly right: Float64Array;
  /** How far from it an answer may surely be. */
  readonly room: Float64Array;
  /** The tolerance, open or not; 0 where no number is asked. */
  readonly tolerances: Float64Array;
  /** 1 where the answer is worked out without any rounding. */
  readonly exact: Uint8Array;
}

const made = new WeakMap<Problem, FlatKey>();

/** The flat key of a problem, made once. */
export function flatKeyOf(problem: Problem): FlatKey {
  const found = made.get(problem) ?? flattened(problem);
  made.set(problem, found);
  return found;
}

function flattened(problem: Problem): FlatKey {
  const { answers, prepared } = problem;
  const { ids, recurrences } = prepared.program;
  const numbers = new Uint8Array(ids.length);
  const right = new Float64Array(ids.length).fill(Number.NaN);
  const room = new Float64Array(ids.length).fill(Number.NaN);
  const tolerances = new Float64Array(ids.length);
  const exact = new Uint8Array(ids.length);
  for (const { slot } of recurrences) tolerances[slot] = Number.NaN;
  for (const slot of prepared.slots) {
    const answer = answers[slot];
    if (answer?.kind !== "number") continue;
    numbers[slot] = 1;
    if (answer.isExact) exact[slot] = 1;
    if (Number.isNaN(tolerances[slot])) continue;
    const { tolerance, open } = answer.range;
    right[slot] = answer.value;
    tolerances[slot] = tolerance;
    if (!open) room[slot] = tolerance;
  }
  return { problem, numbers, right, room, tolerances, exact };
}

/** Whether a number is right by the key. */
export function isRightByKey(key: FlatKey, slot: number, value: number): boolean {
  if (Math.abs(value - key.right[slot]!) <= key.room[slot]!) return true;
  const answer = key.problem.answers[slot];
  return answer?.kind === "number" && within(value, answer.value, answer.range);
}

/** How far from the key an answer may be; 0 where no number is asked. */
export function toleranceAt(key: FlatKey, slot: number): number {
  const known = key.tolerances[slot]!;
  if (!Number.isNaN(known)) return known;
  const answer = key.problem.answers[slot];
  return answer?.kind === "number" ? answer.range.tolerance : 0;
}
