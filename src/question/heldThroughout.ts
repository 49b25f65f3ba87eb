import type { Exercise } from "../exercise/exercise.js";
import { JointBuilder, type JointValue, runJoint } from "../graph/joint.js";
import { unitOf } from "../graph/rounding.js";
import type { Marking } from "./marking.js";

/** A misconception whose wrong answer passes for right, and where. */
export interface PassingForRight {
  readonly malrule: string;
  readonly slot: number;
}

/** A question as somebody with a misconception, which can be committed there, works it out. */
interface HeldQuestion extends PassingForRight {
  /** What follows from their numbers. */
  readonly followed: JointValue;
  /** What each way to commit it there gives. */
  readonly wrong: readonly JointValue[];
}

/**
 * Finds a misconception that somebody holds from beginning to end, going on from their own numbers,
 * and that at a blank where they commit it gives by chance what is right: compiled once, asked for
 * every draw. What is less than half a unit off, or that little from what follows from their
 * numbers, shows nothing there. `values` and `tolerances` are those of the draw, by slot.
 */
export function passingForRight(
  { locals, questions, bySlot }: Marking,
  { malrules, rounding }: Exercise,
): (values: Float64Array, tolerances: Float64Array) => PassingForRight | undefined {
  const builder = new JointBuilder(locals, bySlot.length);
  const held = malrules.flatMap((malrule) => heldQuestions(builder, questions, malrule));
  const joint = builder.finish(held.flatMap(({ followed, wrong }) => [followed, ...wrong]));

  return (values, tolerances) => {
    const given = runJoint(joint, values);
    for (let i = 0; i < held.length; i++) {
      const { malrule, slot, followed, wrong } = held[i]!;
      const key = values[slot]!;
      // Half a unit is what writing a number down may change.
      const half = unitOf(rounding, key) / 2;
      const most = tolerances[slot]! + half;
      const right = given[followed.slot]!;
      for (let k = 0; k < wrong.length; k++) {
        const value = given[wrong[k]!.slot]!;
        const off = Math.abs(value - key);
        if (off > half && off <= most && Math.abs(value - right) > half) return { malrule, slot };
      }
    }
    return undefined;
  };
}

/** Puts the work of somebody with a misconception together: the blanks where it is committed. */
function heldQuestions(
  builder: JointBuilder,
  questions: Marking["questions"],
  malrule: string,
): readonly HeldQuestion[] {
  // What they have written so far, by slot.
  const written = new Map<number, JointValue>();
  return questions.flatMap(({ slot, right, misreadings }) => {
    const own = misreadings.filter((one) => one.malrule.id === malrule);
    if (own.length === 0 && written.size === 0) return [];
    const followed = builder.add(right, written);
    const wrong = own.map(({ local }) => builder.add(local, written));
    written.set(slot, wrong[0] ?? followed);
    return own.length === 0 ? [] : [{ malrule, slot, followed, wrong }];
  });
}
