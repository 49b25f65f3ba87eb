import { localBound } from "../graph/local.js";
import { decimalsOf, lastPlace, roundingError } from "../graph/rounding.js";
import type { MarkedQuestion } from "../question/marking.js";
import type { Work } from "./work.js";

/** Fewer figures than this say too little to be right as far as they go. */
export const leastFigures = 2;

/** Who carries fewer decimals than this writes no small number down at all. */
const leastDecimals = 2;

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
  const { value, decimals } = written[slot]!;
  const { rounding } = problem.prepared.exercise;
  if (!hasTooFewDigits(work, slot)) return false;
  const unit = lastPlace(decimals);
  const distance = Math.abs(value - wrong[slot]!.value);
  // What needs no more digits has enough.
  if (distance <= roundingError(rounding, value)) return false;
  if (isKeyAsFarAsItGoes(work, slot)) return true;
  if (distance > Math.max(unit, Math.min(mostUnits * unit, mostShare * Math.abs(value))))
    return false;
  const coarse = { decimals, truncation: rounding.truncation };
  return distance <= Math.max(unit, localBound(locals, right, values, bounds, coarse));
}

/**
 * Whether a wrong answer with too few digits is less than a unit of its last digit from the key:
 * then nothing before it can keep its marks back.
 */
export function isKeyAsFarAsItGoes(work: Work, slot: number): boolean {
  const { value, decimals } = work.written[slot]!;
  const distance = Math.abs(value - work.problem.values[slot]!);
  return hasTooFewDigits(work, slot) && distance < lastPlace(decimals) * (1 + 1e-9);
}

/**
 * Whether a wrong answer is the key as far as its one figure goes, as 0.004 for 0.0042: too little
 * for marks, and no error either, so that it keeps no marks back from what is worked out of it.
 */
export function isKeyInOneFigure(work: Work, slot: number): boolean {
  const { value, decimals, significant } = work.written[slot]!;
  const distance = Math.abs(value - work.problem.values[slot]!);
  return (
    significant === 1 &&
    decimals >= leastDecimals &&
    hasFewerDecimals(work, slot) &&
    distance < lastPlace(decimals) &&
    distance <= Math.abs(value) / 2
  );
}

const hasTooFewDigits = (work: Work, slot: number): boolean =>
  work.written[slot]!.significant >= leastFigures && hasFewerDecimals(work, slot);

function hasFewerDecimals({ problem, written }: Work, slot: number): boolean {
  const { rounding } = problem.prepared.exercise;
  return written[slot]!.decimals < decimalsOf(rounding, problem.values[slot]!);
}
