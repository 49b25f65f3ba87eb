import type { BySlot } from "../graph/program.js";
import type { Answer } from "../problem/key.js";
import type { Problem } from "../problem/problem.js";
import { within, withinClosed } from "../question/within.js";

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
  /** 1 where the tolerance alone says which answers are right, both its ends among them. */
  readonly closed: Uint8Array;
  /** The tolerance, open or not; 0 where no number is asked. */
  readonly tolerances: Float64Array;
  /** 1 where the answer is worked out without any rounding. */
  readonly exact: Uint8Array;
}

type NumberAnswer = Extract<Answer, { kind: "number" }>;

const made = new WeakMap<Problem, FlatKey>();

/** The flat key of a problem, made once. */
export function flatKeyOf(problem: Problem): FlatKey {
  const known = made.get(problem);
  if (known) return known;
  const found = flattened(problem);
  made.set(problem, found);
  return found;
}

function flattened(problem: Problem): FlatKey {
  const { answers, prepared } = problem;
  const { ids, recurrences } = prepared.program;
  const numbers = new Uint8Array(ids.length);
  const right = new Float64Array(ids.length).fill(Number.NaN);
  const closed = new Uint8Array(ids.length);
  const tolerances = new Float64Array(ids.length);
  const exact = new Uint8Array(ids.length);
  for (const { slot } of recurrences) tolerances[slot] = Number.NaN;
  const key = { problem, numbers, right, closed, tolerances, exact };
  for (const slot of prepared.slots) {
    const answer = answers[slot];
    if (answer?.kind !== "number") continue;
    numbers[slot] = 1;
    if (answer.isExact) exact[slot] = 1;
    if (!Number.isNaN(tolerances[slot])) settle(key, slot, answer);
  }
  return key;
}

function settle({ right, tolerances, closed }: FlatKey, slot: number, answer: NumberAnswer): void {
  const { tolerance, open, others } = answer.range;
  right[slot] = answer.value;
  tolerances[slot] = tolerance;
  if (!open && others === undefined) closed[slot] = 1;
}

/** Whether a number is right by the key. */
export function isRightByKey(key: FlatKey, slot: number, value: number): boolean {
  if (key.closed[slot] === 1) return withinClosed(value, key.right[slot]!, key.tolerances[slot]!);
  const answer = key.problem.answers[slot];
  if (answer?.kind !== "number") return false;
  if (Number.isNaN(key.tolerances[slot])) settle(key, slot, answer);
  return within(value, answer.value, answer.range);
}

/** By slot: 1 where a number is written that is wrong by the key. */
export function wrongByKey(key: FlatKey, written: BySlot<{ readonly value: number }>): Uint8Array {
  const isWrong = new Uint8Array(written.length);
  for (const [slot, number] of written.entries())
    if (number !== undefined && !isRightByKey(key, slot, number.value)) isWrong[slot] = 1;
  return isWrong;
}

/** How far from the key an answer may be; 0 where no number is asked. */
export function toleranceAt(key: FlatKey, slot: number): number {
  const known = key.tolerances[slot]!;
  if (!Number.isNaN(known)) return known;
  const answer = key.problem.answers[slot];
  if (answer?.kind !== "number") return 0;
  settle(key, slot, answer);
  return key.tolerances[slot]!;
}
