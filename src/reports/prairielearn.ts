import { jsonText } from "../export/problemJson.js";
import { isHeldBack, languageIn, runReport } from "../marking/inWords.js";
import {
  type BlankReport,
  marksOf,
  notesShown,
  reportOfOneStudent,
  type StudentReport,
  worthOfAll,
} from "../marking/scriptReport.js";
import type { ReportRun } from "../reports.js";

/** What PrairieLearn reads of one student's submission. */
export async function* prairielearn({ batch }: ReportRun): AsyncGenerator<string> {
  const student = await reportOfOneStudent(runReport(batch));
  const notMarked = languageIn(batch.set).say("scriptNotMarked");
  yield jsonText(prairielearnJson(student, isHeldBack(batch.set), notMarked));
}

/** PrairieLearn takes no more than a megabyte. */
const mostBytes = 1_000_000;

/**
 * PrairieLearn's `results.json`: one student's share of the marks, and a test a blank, unless
 * verdicts are `heldBack`. What cannot be marked is not gradable.
 */
function prairielearnJson(
  { scripts, failures }: StudentReport,
  heldBack: boolean,
  notMarked: string,
): object {
  if (scripts.length === 0) {
    const messages = failures.map(({ message }) => message);
    return prairielearnFailure(notMarked, messages);
  }
  const { got, of } = worthOfAll(scripts);
  const message = [
    ...scripts.map((script) =>
      heldBack ? script.language.say("scriptHandedIn", { title: script.title }) : marksOf(script),
    ),
    ...(heldBack ? [] : scripts.flatMap(notesShown)),
    ...failures.map(({ message }) => message),
  ].join("\n");
  const results = (test: (blank: BlankReport) => object): object => ({
    gradable: true,
    score: of > 0 ? Math.min(1, Math.max(0, got / of)) : 0,
    message,
    tests: heldBack ? [] : scripts.flatMap(({ blanks }) => blanks.map(test)),
  });
  const whole = results((blank) => ({
    ...pointsOf(blank),
    message: blank.said,
    output: blank.typed,
  }));
  return bytesIn(whole) <= mostBytes ? whole : results(pointsOf);
}

const pointsOf = ({ id, symbol, marks, points }: BlankReport) => ({
  name: `${symbol} (${id})`,
  points: marks,
  max_points: points,
});

/** What PrairieLearn is told where nothing could be marked: the student has an attempt more. */
const prairielearnFailure = (message: string, messages: readonly string[]): object => ({
  gradable: false,
  message,
  format_errors: messages,
});

const bytesIn = (document: object): number => new TextEncoder().encode(jsonText(document)).length;
