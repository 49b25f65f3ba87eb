import type { BySlot } from "../graph/program.js";
import type { Marking } from "../question/marking.js";

const made = new WeakMap<Marking, BySlot<Uint8Array>>();

/**
 * By slot of a question: 1 at each slot that it is computed from, at whatever remove. Made once.
 */
export function behindIn(marking: Marking): BySlot<Uint8Array> {
  const known = made.get(marking);
  if (known) return known;
  const { bySlot, questions } = marking;
  const found = new Array<Uint8Array | undefined>(bySlot.length).fill(undefined);
  for (const { slot, right } of questions) {
    const behind = new Uint8Array(bySlot.length);
    for (const operand of right.operands) {
      behind[operand] = 1;
      found[operand]?.forEach((is, before) => {
        if (is === 1) behind[before] = 1;
      });
    }
    found[slot] = behind;
  }
  made.set(marking, found);
  return found;
}
