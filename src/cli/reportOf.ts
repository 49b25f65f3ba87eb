import type { BlankReport, Outcome, ScriptReport } from "../export/scriptReport.js";
import type { ScriptSummary } from "../export/scriptSummary.js";
import { foundBytes } from "../files/fileBytes.js";
import type { MarkedBlank } from "../grade/markScript.js";
import { totalsOf } from "../grade/resultsJson.js";
import type { VerdictKind } from "../grade/verdict.js";
import { jsonLimits, placeOf } from "../handedIn/readJson.js";
import { InputError } from "../input/inputError.js";
import type { Batch } from "../marking/markAll.js";
import type { Marked } from "../marking/marker.js";
import type { Prepared } from "../problem/prepare.js";
import { tidyMarks } from "../question/tidyMarks.js";
import { typedText } from "../render/markedScript.js";
import { plain } from "../render/plain.js";
import { symbolsFor } from "../render/symbols.js";

/** A batch as reports read it. */
export async function* runReport({ results }: Batch): AsyncGenerator<ScriptReport | InputError> {
  for await (const one of results) yield one instanceof InputError ? one : reportOf(one);
}

/** A marked script as a line of a report. */
export function summaryOf({ script, prepared, worth }: Marked): ScriptSummary {
  const { blanks, diagnosis, firstError } = script;
  const names = malruleNames(prepared);
  const counts: Record<Outcome, number> = {
    right: 0,
    follows: 0,
    imprecise: 0,
    wrong: 0,
    unreadable: 0,
    blank: 0,
  };
  for (const { verdict } of blanks) counts[outcomes[verdict.kind]]++;
  const { follows: follow, ...others } = counts;
  return {
    ...totalsOf(script),
    ...worth,
    ...others,
    follow,
    ...(firstError === undefined ? {} : { firstError }),
    diagnosis: diagnosis.map(({ malrules: _, explanations, ...evidence }) => ({
      explanations: explanations.map((together) => together.map((id) => names.get(id) ?? id)),
      ...evidence,
    })),
  };
}

function reportOf(one: Marked): ScriptReport {
  const { file, line, script, submission, prepared } = one;
  return {
    ...summaryOf(one),
    file,
    ...(line === undefined ? {} : { line }),
    lineOf: (id) => line ?? lineIn(file, id),
    title: prepared.exercise.title,
    blanks: script.blanks.map((blank) => blankReport(blank, one, submission.answers[blank.id])),
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

const outcomes = {
  correct: "right",
  followsThrough: "follows",
  imprecise: "imprecise",
  misconception: "wrong",
  wrong: "wrong",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<VerdictKind, Outcome>;

function blankReport(
  { id, verdict, marks, points }: MarkedBlank,
  { prepared, hints }: Marked,
  typed: unknown,
): BlankReport {
  const symbol = symbolsIn(prepared);
  return {
    id,
    symbol: symbol(id),
    typed: typedText(typed),
    outcome: outcomes[verdict.kind],
    said: said(),
    marks: tidyMarks(marks),
    points: tidyMarks(points),
  };

  function said(): string {
    switch (verdict.kind) {
      case "correct":
        return "right";
      case "followsThrough":
        return `follows from what you wrote for ${verdict.from.map(symbol).join(", ")}`;
      case "imprecise":
        return "right as far as it goes, with too few digits";
      case "misconception":
        return ["not right", ...(hints ? [hintsIn(prepared).get(verdict.malrules[0]!)] : [])].join(
          ". ",
        );
      case "wrong":
        return "not right";
      case "unreadable":
        return `could not be read. ${verdict.why}`;
      case "blank":
        return "not answered";
    }
  }
}

const malruleNames = once(
  ({ marking }: Prepared): ReadonlyMap<string, string> =>
    new Map(marking().malrules.map(({ id, name }) => [id, name])),
);
const hintsIn = once(
  ({ marking }: Prepared): ReadonlyMap<string, string> =>
    new Map(marking().malrules.map(({ id, hint }) => [id, hint])),
);
const symbolsIn = once((prepared: Prepared): ((id: string) => string) => {
  const symbols = symbolsFor(prepared);
  const known = new Map<string, string>();
  return (id) => {
    const text = known.get(id) ?? plain(symbols.of(id));
    known.set(id, text);
    return text;
  };
});

/** What is the same for every script of an exercise is made once. */
function once<T>(make: (prepared: Prepared) => T): (prepared: Prepared) => T {
  const made = new WeakMap<Prepared, { readonly value: T }>();
  return (prepared) => {
    const found = made.get(prepared) ?? { value: make(prepared) };
    made.set(prepared, found);
    return found.value;
  };
}
