import type { Tolerance } from "../exercise/exercise.js";
import type { Program } from "../graph/program.js";
import { relations } from "../graph/relations.js";
import { isCarried, type Rounding, roundingError, unitOf } from "../graph/rounding.js";
import type { Range } from "./within.js";

/** Whether a value needs no rounding on the way to it, nor when it is written down. */
export const isExact = (rounding: Rounding, value: number, bound: number): boolean =>
  bound === 0 && isCarried(rounding, value);

/**
 * How far an honest answer may be from a value that is worked out with this error bound. What needs
 * no rounding is right where it rounds to the value, both sides of a tie: with the digits carried
 * that is the value alone, and who writes more digits than are carried is not held to them. What
 * can only be whole has to be equal. All else is rounded at least once, when it is written down.
 */
export function honestRoom(
  rounding: Rounding,
  value: number,
  bound: number,
  isWhole: boolean,
): number {
  if (!isExact(rounding, value, bound)) return Math.max(bound, roundingError(rounding, value));
  return isWhole && Number.isInteger(value) ? 0 : unitOf(rounding, value) / 2;
}

/**
 * The same for what follows from other answers, right or wrong, and for what a misconception gives:
 * where the exercise sets a tolerance of its own, rounding is allowed for everywhere.
 */
export const localRoom = (
  tolerance: Tolerance,
  rounding: Rounding,
  value: number,
  bound: number,
  isWhole: boolean,
): number =>
  tolerance === "derived"
    ? honestRoom(rounding, value, bound, isWhole)
    : Math.max(bound, roundingError(rounding, value));

/**
 * The range of right answers around a key. `bound` is the derived error bound of the quantity,
 * `isWhole` whether it can only be a whole number; the
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
  isWhole = false,
  step?: number,
): Range {
  const open = tolerance !== "derived" && ("decimals" in tolerance || "significant" in tolerance);
  return { tolerance: toleranceOf(tolerance, key, bound, rounding, isWhole, step), open };
}

/** How far the ends of that range are from the key. */
export function toleranceOf(
  tolerance: Tolerance,
  key: number,
  bound: number,
  rounding: Rounding,
  isWhole: boolean,
  step?: number,
): number {
  if (tolerance === "derived") return honestRoom(rounding, key, bound, isWhole);
  if ("absolute" in tolerance) return tolerance.absolute;
  if ("relative" in tolerance) {
    const allowed = tolerance.floor + tolerance.relative * Math.abs(step ?? key);
    return step === undefined ? allowed : Math.max(allowed, roundingError(rounding, key));
  }
  if ("decimals" in tolerance) return 0.51 * 10 ** -tolerance.decimals;
  const digits =
    key === 0
      ? tolerance.significant - 1
      : tolerance.significant - 1 - Math.floor(Math.log10(Math.abs(key)));
  return 0.51 * 10 ** -digits;
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
