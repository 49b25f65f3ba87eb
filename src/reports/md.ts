import { InputError, printable } from "../input/inputError.js";
import { summariesAndFailures } from "../marking/inWords.js";
import type { ScriptSummary, SummaryDiagnosis } from "../marking/scriptSummary.js";
import { explanationText } from "../question/explanationText.js";
import type { ReportRun } from "../reports.js";

/** The results of a grading run as Markdown. */
export const md = ({ batch }: ReportRun): AsyncIterable<string> =>
  resultsMd(summariesAndFailures(batch));

/**
 * The results of a grading run as Markdown: a table, then a paragraph on each script that is not
 * all right, and what was not marked.
 */
export async function* resultsMd(
  run: AsyncIterable<ScriptSummary | InputError>,
): AsyncGenerator<string> {
  yield "| student | exercise | variant | score | of | right | follow | " +
    "imprecise | wrong | not read | first error |\n";
  yield "|---|---|---|--:|--:|--:|--:|--:|--:|--:|---|\n";
  const paragraphs: string[] = [];
  const notMarked: string[] = [];
  for await (const one of run) {
    if (one instanceof InputError) {
      notMarked.push(`Not marked: ${escapeMd(one.message)}`);
      continue;
    }
    yield row(one);
    paragraphs.push(...paragraph(one));
  }
  for (const text of [...paragraphs, ...notMarked]) yield `\n${text}\n`;
}

function row(script: ScriptSummary): string {
  const cells = [
    escapeMd(script.student),
    escapeMd(script.exercise),
    escapeMd(script.variant),
    ...[
      script.score,
      script.maxScore,
      script.right,
      script.follow,
      script.imprecise,
      script.wrong,
    ].map(String),
    String(script.unreadable),
    escapeMd(firstOf(script)),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

// `out_h1 (a1_1)`: by its symbol, as on the sheet, and by its id, as in files.
const firstOf = ({ firstError, firstErrorSymbol }: ScriptSummary): string =>
  firstErrorSymbol === undefined || firstErrorSymbol === firstError
    ? (firstError ?? "")
    : `${firstErrorSymbol} (${firstError})`;

function paragraph(script: ScriptSummary): readonly string[] {
  const { student, exercise, variant, diagnosis, notes = [] } = script;
  const firstError = firstOf(script);
  if (firstError === "" && diagnosis.length === 0 && notes.length === 0) return [];
  const who = student === "" ? "No name" : escapeMd(student);
  const first = firstError === "" ? [] : [`First error: ${escapeMd(firstError)}.`];
  return [
    [
      `**${who}**, ${escapeMd(exercise)} ${escapeMd(variant)}.`,
      ...first,
      ...diagnosis.map(sentence),
      ...notes.map((note) => `Note: ${escapeMd(note)}.`),
    ].join(" "),
  ];
}

function sentence({
  explanations,
  certainty,
  hits,
  opportunities,
  contradictions,
}: SummaryDiagnosis): string {
  const said =
    certainty === "shows" ? "The answers show one who" : "The answers are consistent with one who";
  const against = contradictions > 0 ? `, and right at ${contradictions}` : "";
  return (
    `${said} ${explanationText(explanations.map((names) => names.map(escapeMd)))}: ` +
    `at ${hits} of ${opportunities} blanks${against}.`
  );
}

/**
 * A text from outside inside a line of Markdown: nothing in it is markup, HTML, mathematics or a
 * link.
 */
export const escapeMd = (text: string): string =>
  printable(text)
    .replace(/[\\`*_[\]{}()!|~$:#+=^]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replaceAll("@", "&#64;");
