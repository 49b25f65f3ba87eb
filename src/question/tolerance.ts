import type { Tolerance } from "../exercise/exercise.js";
import { type Rounding, roundingError } from "../graph/rounding.js";
import type { Range } from "./within.js";

/**
 * The range of right answers around a key. `bound` is the derived error bound of the quantity; the other tolerances
 * mean what they mean elsewhere: relative is |s − t| ≤ floor + relative·|t|; `decimals` and `significant` leave room
 * for 0.51 units of the last place named, the boundary outside (PrairieLearn's `decdig` and `sigfig`).
 */
export function rangeOf(tolerance: Tolerance, key: number, bound: number, rounding: Rounding): Range {
  if (tolerance === "derived") {
    // Even an exact result is written down once.
    return { tolerance: Math.max(bound, roundingError(rounding, key)), open: false };
  }
  if ("absolute" in tolerance) return { tolerance: tolerance.absolute, open: false };
  if ("relative" in tolerance) {
    return { tolerance: tolerance.floor + tolerance.relative * Math.abs(key), open: false };
  }
  if ("decimals" in tolerance) return { tolerance: 0.51 * 10 ** -tolerance.decimals, open: true };
  const digits =
    key === 0 ? tolerance.significant - 1 : tolerance.significant - 1 - Math.floor(Math.log10(Math.abs(key)));
  return { tolerance: 0.51 * 10 ** -digits, open: true };
}
