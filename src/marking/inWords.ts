import type { ClassSet } from "../class/classSet.js";
import { foundBytes } from "../files/fileBytes.js";
import { totalsOf } from "../grade/resultsJson.js";
import type { VerdictKind } from "../grade/verdict.js";
import { jsonLimits, placeOf } from "../handedIn/readJson.js";
import { InputError } from "../input/inputError.js";
import { english } from "../language/english.js";
import type { Language } from "../language/language.js";
import { once } from "../problem/once.js";
import type { Prepared } from "../problem/prepare.js";
import { tidyMarks } from "../question/tidyMarks.js";
import {
  type BlankFeedback,
  type FeedbackLevel,
  feedbackLine,
  feedbackOn,
} from "../render/feedback.js";
import { plain } from "../render/plain.js";
import { symbolsFor } from "../render/symbols.js";
import { typedText } from "../render/typedText.js";
import type { Batch } from "./markAll.js";
import type { Marked } from "./marker.js";
import { notesOn, notesTold } from "./notes.js";
import type { Outcome, ScriptReport } from "./scriptReport.js";
import type { ScriptSummary } from "./scriptSummary.js";

/**
 * A batch in words that may be shown to the students. `levelIn` says how much that is where it is
 * not what the set says.
 */
export async function* runReport(
  { results }: Pick<Batch, "results">,
  levelIn: (set: FeedbackLevel) => FeedbackLevel = (level) => level,
): AsyncGenerator<ScriptReport | InputError> {
  for await (const one of results) {
    yield one instanceof InputError ? one : reportOf(one, levelIn(one.feedback ?? "hints"));
  }
}

/** A batch as lines of a report, and what was not marked. */
export async function* summariesAndFailures({
  results,
}: Pick<Batch, "results">): AsyncGenerator<ScriptSummary | InputError> {
  for await (const one of results) yield one instanceof InputError ? one : summaryOf(one);
}

/** A batch as lines of a report. */
export async function* summariesOf(batch: Pick<Batch, "results">): AsyncGenerator<ScriptSummary> {
  for await (const one of summariesAndFailures(batch)) if (!(one instanceof InputError)) yield one;
}

/**
 * Whether students are to know only what can be read. The marks of several exercises are one sum,
 * so one is enough.
 */
export const isHeldBack = (set: ClassSet | undefined): boolean =>
  set?.exercises.some(({ name }) => set.policy(name).feedback === "format") ?? false;

/** What an exercise of a set is in, or its first; English where there is no set. */
export function languageIn(set: ClassSet | undefined, exercise?: string): Language {
  const name = exercise ?? set?.exercises[0]?.name;
  return (name === undefined ? undefined : set?.sheets(name)[0]?.language) ?? english;
}

/** A marked script as a line of a report. */
export function summaryOf(one: Marked): ScriptSummary {
  const { script, prepared, worth, isExcused = false } = one;
  const { blanks, diagnosis, firstError } = script;
  const names = malruleNames(prepared);
  const counts = { right: 0, follow: 0, imprecise: 0, wrong: 0, unreadable: 0, blank: 0 };
  for (const { verdict } of blanks) counts[columns[verdict.kind]]++;
  return {
    ...totalsOf(script),
    ...worth,
    ...counts,
    ...(firstError === undefined
      ? {}
      : { firstError, firstErrorSymbol: symbolsIn(prepared)(firstError) }),
    diagnosis: diagnosis.map(({ malrules: _, explanations, ...evidence }) => ({
      explanations: explanations.map((together) => together.map((id) => names.get(id) ?? id)),
      ...evidence,
    })),
    isExcused,
    notes: notesOn(one),
  };
}

function reportOf(one: Marked, level: FeedbackLevel): ScriptReport {
  const { file, line, script, submission, prepared } = one;
  const symbol = symbolsIn(prepared);
  const problem = one.problem();
  const told = feedbackOn(problem, script, level);
  return {
    ...summaryOf(one),
    notes: notesTold(one, symbol),
    file,
    ...(line === undefined ? {} : { line }),
    lineOf: (id) => line ?? lineIn(file, id),
    title: prepared.exercise.title,
    language: prepared.language,
    isHeldBack: level === "format",
    blanks: script.blanks.map(({ id, marks, points }, i) => {
      const blank = told.blanks[i]!;
      return {
        id,
        symbol: symbol(id),
        typed: typedText(submission.answers[id]),
        outcome: outcomes[blank.kind],
        said: feedbackLine(blank),
        marks: tidyMarks(marks),
        points: tidyMarks(points),
      };
    }),
  };
}

// What was in an archive, or came from standard input, is in no file that has lines.
function lineIn(file: string, id: string): number | undefined {
  if (!file.endsWith(".json")) return undefined;
  try {
    return placeOf(foundBytes(file, jsonLimits.bytes), ["answers", id]).line;
  } catch {
    return undefined; // By now it is not there any more, or is something else.
  }
}

/** The columns in which verdicts are counted. */
const columns = {
  correct: "right",
  followsThrough: "follow",
  imprecise: "imprecise",
  misconception: "wrong",
  wrong: "wrong",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<VerdictKind, keyof ScriptSummary>;

const outcomes = {
  right: "right",
  follows: "follows",
  imprecise: "imprecise",
  notRight: "wrong",
  former: "wrong",
  read: "read",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<BlankFeedback["kind"], Outcome>;

const malruleNames = once(
  ({ marking }: Prepared): ReadonlyMap<string, string> =>
    new Map(marking().malrules.map(({ id, name }) => [id, name])),
);
/** What the blanks of an exercise are called as text. */
export const symbolsIn = once((prepared: Prepared): ((id: string) => string) => {
  const symbols = symbolsFor(prepared);
  const known = new Map<string, string>();
  return (id) => {
    const text = known.get(id) ?? plain(symbols.of(id));
    known.set(id, text);
    return text;
  };
});
