import { decimalsOf } from "../graph/rounding.js";
import type { Problem } from "../problem/problem.js";
import { digitsCarried } from "./sentences.js";

/** A verdict in the words in which every student hears it. */
export const verdictWords = {
  right: "right",
  follows: "follows from what you wrote for",
  notRight: "not right",
  read: "can be read",
  unreadable: "cannot be read",
  blank: "not answered",
} as const;

/** What somebody is told whose answer is right, with fewer digits than the sheet carries. */
export const tooFewDigits = ({ exercise }: Problem["prepared"]): string =>
  `right as far as it goes: the sheet carries ${digitsCarried(exercise)}`;

/**
 * Whether an answer that was not taken is right with fewer digits than the sheet carries: whoever
 * writes so may have made no other mistake.
 */
export function hasTooFewDigits(
  { key, prepared: { exercise } }: Problem,
  written: ReadonlyMap<string, { readonly value: number; readonly decimals: number }>,
  id: string,
): boolean {
  const answer = key.get(id);
  const own = written.get(id);
  if (answer?.kind !== "number" || !own || own.decimals < 2) return false;
  const isNear = Math.abs(own.value - answer.value) <= 10 ** -own.decimals;
  return isNear && own.decimals < decimalsOf(exercise.rounding, answer.value);
}
