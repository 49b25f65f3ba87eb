import type { Tolerance } from "../exercise/exercise.js";
import type { Program } from "../graph/program.js";
import { relations } from "../graph/relations.js";
import { type Rounding, roundingError } from "../graph/rounding.js";
import type { Range } from "./within.js";

/**
 * The range of right answers around a key. `bound` is the derived error bound of the quantity; the
 * other tolerances mean what they mean elsewhere: relative is |s − t| ≤ floor + relative·|t|;
 * `decimals` and `significant` leave room for 0.51 units of the last place named, the boundary
 * outside (PrairieLearn's `decdig` and `sigfig`). `step` is the step that an updated weight has
 * made: a relative tolerance is relative to it, since a weight that is 0.6% off can be a step that
 * is 11% off, but never finer than writing the weight down is.
 */
export function rangeOf(
  tolerance: Tolerance,
  key: number,
  bound: number,
  rounding: Rounding,
  step?: number,
): Range {
  if (tolerance === "derived") {
    // Even an exact result is written down once.
    return { tolerance: Math.max(bound, roundingError(rounding, key)), open: false };
  }
  if ("absolute" in tolerance) return { tolerance: tolerance.absolute, open: false };
  if ("relative" in tolerance) {
    const allowed = tolerance.floor + tolerance.relative * Math.abs(step ?? key);
    return {
      tolerance: step === undefined ? allowed : Math.max(allowed, roundingError(rounding, key)),
      open: false,
    };
  }
  if ("decimals" in tolerance) return { tolerance: 0.51 * 10 ** -tolerance.decimals, open: true };
  const digits =
    key === 0
      ? tolerance.significant - 1
      : tolerance.significant - 1 - Math.floor(Math.log10(Math.abs(key)));
  return { tolerance: 0.51 * 10 ** -digits, open: true };
}

/**
 * How far an update has moved a weight or bias; undefined for any other quantity. Made once a
 * program.
 */
export function stepsOf({
  graph,
  ids,
  slots,
}: Program): (slot: number, values: Float64Array) => number | undefined {
  const before = ids.map((id) => {
    const [old] = relations.old(graph, id);
    return old === undefined ? undefined : slots.get(old);
  });
  return (slot, values) => {
    const old = before[slot];
    return old === undefined ? undefined : values[slot]! - values[old]!;
  };
}
