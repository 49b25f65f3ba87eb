import type { Problem } from "../problem/problem.js";
import { digitsCarried } from "./sentences.js";

/** A verdict in the words in which every student hears it. */
export const verdictWords = {
  right: "right",
  follows: "follows from what you wrote for",
  imprecise: "right as far as it goes",
  notRight: "not right",
  former: "worked out from your former",
  read: "can be read",
  unreadable: "cannot be read",
  blank: "not answered",
} as const;

/** What somebody is told whose answer is right, with fewer digits than the sheet carries. */
export const tooFewDigits = ({ exercise }: Problem["prepared"]): string =>
  `right as far as it goes: the sheet carries ${digitsCarried(exercise)}`;
