import type { MarkedBlank, MarkedScript } from "../grade/markScript.js";
import type { Verdict } from "../grade/verdict.js";
import type { Feedback } from "./policy.js";

/** What a student is told of one blank; `answered` where whether it is right is not told. */
export type Said = "right" | "follows" | "notRight" | "unreadable" | "blank" | "answered";

/** What a student is told of a script. */
export interface Told {
  readonly blanks: readonly { readonly id: string; readonly said: Said }[];
  /** Whether to say where to look first, and the hint of a misconception that shows. */
  readonly hints: boolean;
}

// Which misconception a blank shows is for instructors; to a student both are not right.
const verdicts = {
  correct: "right",
  followsThrough: "follows",
  misconception: "notRight",
  wrong: "notRight",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<Verdict["kind"], Said>;

/** What of a marked script a set lets its students know before they hand in. */
export function told({ blanks }: Pick<MarkedScript, "blanks">, feedback: Feedback): Told {
  const said = ({ verdict: { kind } }: MarkedBlank): Said =>
    feedback === "format" && kind !== "unreadable" && kind !== "blank" ? "answered" : verdicts[kind];
  return { blanks: blanks.map((blank) => ({ id: blank.id, said: said(blank) })), hints: feedback === "hints" };
}
