import { localBound } from "../graph/local.js";
import { decimalsOf, lastPlace, roundingError } from "../graph/rounding.js";
import type { MarkedQuestion } from "../question/marking.js";
import { keyEstimate, type Work } from "./work.js";

/** Fewer figures than this say too little to be right as far as they go. */
export const leastFigures = 2;

/** The most units of its last digit that an answer with too few digits may be off. */
const mostUnits = 3;

/** The largest share of itself by which it may be off. */
const mostShare = 0.05;

/**
 * Whether a wrong answer is right but for having fewer digits than the sheet carries: less than a
 * unit of its last digit from the key, or no further from its formula on what was written before it
 * than carrying so few digits can take it.
 */
export function isImprecise(work: Work, { slot, right }: MarkedQuestion): boolean {
  const { problem, values, bounds, locals, written, wrong } = work;
  const { value, decimals, significant } = written[slot]!;
  const { rounding } = problem.prepared.exercise;
  const key = keyEstimate(problem, slot).value;
  if (significant < leastFigures || decimals >= decimalsOf(rounding, key)) return false;
  const unit = lastPlace(decimals);
  const distance = Math.abs(value - wrong[slot]!.value);
  // What needs no more digits has enough.
  if (distance <= roundingError(rounding, value)) return false;
  if (Math.abs(value - key) < unit * (1 + 1e-9)) return true;
  if (distance > Math.max(unit, Math.min(mostUnits * unit, mostShare * Math.abs(value))))
    return false;
  const coarse = { decimals, truncation: rounding.truncation };
  return distance <= Math.max(unit, localBound(locals, right, values, bounds, coarse));
}
