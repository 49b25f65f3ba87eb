import type { FixedKey } from "../language/language.js";
import type { Prepared } from "../problem/prepare.js";
import { digitsCarried } from "./sentences.js";

/** The sentences of verdicts, in which every student hears them. */
export const verdictWords = {
  right: "right",
  follows: "follows",
  notRight: "notRight",
  former: "former",
  read: "canBeRead",
  unreadable: "unreadable",
  blank: "notAnswered",
} as const satisfies Record<string, FixedKey>;

/** What somebody is told whose answer is right, with fewer digits than the sheet carries. */
export const tooFewDigits = (prepared: Prepared): string =>
  prepared.language.say("tooFewDigits", { digits: digitsCarried(prepared) });
