import type { Exercise } from "../exercise/exercise.js";
import { type Local, localValue } from "../graph/local.js";
import { type Rounding, unitOf } from "../graph/rounding.js";
import type { Marking } from "./marking.js";

/** A misconception whose wrong answer passes for right, and where. */
export interface PassingForRight {
  readonly malrule: string;
  readonly slot: number;
}

/** A question as somebody with a misconception works it out. */
interface HeldQuestion {
  readonly slot: number;
  readonly right: Local;
  /** The ways to commit it there. */
  readonly misread: readonly Local[];
}

/**
 * Finds a misconception that somebody holds from beginning to end, going on from their own numbers,
 * and that at a blank where they commit it gives by chance what is right: compiled once, asked for
 * every draw. What is less than half a unit off, or that little from what follows from their
 * numbers, shows nothing there. `values` and `tolerances` are those of the draw, by slot.
 */
export function passingForRight(
  { locals, questions }: Marking,
  { malrules, rounding }: Exercise,
): (values: Float64Array, tolerances: Float64Array) => PassingForRight | undefined {
  const holders = malrules.map((malrule) => ({ malrule, held: heldAt(questions, malrule) }));
  const { values: work } = locals.scratch;

  return (values, tolerances) => {
    const named = values.subarray(0, tolerances.length);
    for (const { malrule, held } of holders) {
      work.set(named);
      for (const { slot, right, misread } of held) {
        const followed = localValue(locals, right, work);
        const wrong = misread.map((local) => localValue(locals, local, work));
        const range = { key: values[slot]!, tolerance: tolerances[slot]!, rounding };
        if (wrong.some((value) => passes(value, followed, range))) return { malrule, slot };
        work[slot] = wrong[0] ?? followed;
      }
    }
    return undefined;
  };
}

// Half a unit is what writing a number down may change.
function passes(
  value: number,
  followed: number,
  { key, tolerance, rounding }: { key: number; tolerance: number; rounding: Rounding },
): boolean {
  const half = unitOf(rounding, key) / 2;
  const off = Math.abs(value - key);
  return off > half && off <= tolerance + half && Math.abs(value - followed) > half;
}

/** The questions from the first at which a misconception can be committed. */
function heldAt(questions: Marking["questions"], malrule: string): readonly HeldQuestion[] {
  const all = questions.map(({ slot, right, misreadings }) => ({
    slot,
    right,
    misread: misreadings.flatMap((one) => (one.malrule.id === malrule ? [one.local] : [])),
  }));
  const first = all.findIndex(({ misread }) => misread.length > 0);
  return first === -1 ? [] : all.slice(first);
}
