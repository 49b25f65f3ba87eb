import { decisionText, decisionTold } from "../class/decision.js";
import { timeText } from "../class/lateness.js";
import { type Result, resultOf } from "../grade/resultsJson.js";
import { english } from "../language/english.js";
import { tidyMarks } from "../question/tidyMarks.js";
import type { Marked } from "./marker.js";

/** What there is to know of a script beside its answers: if it is late, and what was decided. */
export const notesOn = (one: Marked): readonly string[] => [
  ...latenessOf(one),
  ...(one.decisions ?? []).map(decisionText),
];

/** The same as the student is told. */
export const notesTold = (one: Marked, symbolOf: (id: string) => string): readonly string[] => [
  ...latenessOf(one, one.prepared.language),
  ...(one.decisions ?? []).map((decision) =>
    decisionTold(decision, symbolOf, one.prepared.language),
  ),
];

/** Whether a script is late, in words, and by how much; nothing where it is in time. */
export function latenessOf(
  { timing, decisions = [] }: Marked,
  language = english,
): readonly string[] {
  const count = timing?.daysLate ?? 0;
  const isByHand = decisions.some(({ ruling }) => ruling.kind === "points");
  const share = tidyMarks((timing?.share ?? 1) * 100);
  const late =
    timing?.share === 1 || isByHand
      ? language.say("daysLate", { count })
      : language.say("daysLateKeeps", { count, share });
  return [
    ...(count > 0 ? [late] : []),
    ...(timing?.isDue && timing.at === undefined ? [language.say("timeUnknown")] : []),
  ];
}

/** A script's result with what its set says of it. */
export function resultIn(one: Marked): Result {
  const { script, worth, timing, decisions = [], isExcused } = one;
  const { daysLate = 0, share = 1 } = timing ?? {};
  return {
    ...resultOf(script),
    ...worth,
    ...(timing?.isDue ? { handedIn: timing.at === undefined ? null : timeText(timing.at) } : {}),
    ...(daysLate > 0 ? { late: { days: daysLate, share: tidyMarks(share) } } : {}),
    ...(isExcused ? { excused: true } : {}),
    ...(decisions.length > 0 ? { decisions: decisions.map(decisionText) } : {}),
  };
}
