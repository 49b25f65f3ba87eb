import type { MarkedScript } from "../grade/markScript.js";

/** Whether a script has less than so many percent of its marks. */
export const isBelow = (
  { score, maxScore }: Pick<MarkedScript, "score" | "maxScore">,
  percent = 0,
): boolean => score * 100 < percent * maxScore - 1e-9;
