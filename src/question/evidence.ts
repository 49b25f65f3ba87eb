import { withinClosed } from "./within.js";

/** A value, and how far an honest person may be from it. */
export interface Estimate {
  readonly value: number;
  readonly bound: number;
}

/** Whether a number may be an honest person's for what is estimated. */
export const isNear = (written: number, { value, bound }: Estimate): boolean =>
  withinClosed(written, value, bound);

/** Fewer significant figures than this are no evidence: 0.0004 fits too much. */
export const leastFigures = 2;

/** Whether two estimates cannot be taken for one another: they differ by more than either bound. */
export const differs = (a: Estimate, b: Estimate): boolean =>
  Math.abs(a.value - b.value) > Math.max(a.bound, b.bound);
