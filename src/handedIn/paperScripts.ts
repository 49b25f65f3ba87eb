import { InputError, quoted } from "../input/inputError.js";
import { type CsvRecord, csvRecords } from "./csvRecords.js";
import { labelled, type Submission } from "./submission.js";

/** A script as somebody typed it in from paper, with the place of its row. */
export interface PaperScript {
  readonly line: number;
  readonly submission: Submission;
}

/**
 * The columns that say whose script a row is, and those of a class list that are not looked at, in
 * small letters; others are blanks.
 */
const about = new Set([
  "student_id",
  "exercise",
  "variant",
  "seed",
  "name",
  "email",
  "section",
  "",
]);

/**
 * Reads scripts on paper, a row each: `student_id`, `exercise` or `variant` (or both, or `seed`),
 * in any capitals, and a column for each blank, headed by its id or as the sheet prints it. A row
 * in which no blank is filled in is no script. Throws an InputError with the line.
 */
export function readPaperScripts(csv: Uint8Array, source: string): readonly PaperScript[] {
  const [heading, ...rows] = csvRecords(csv, source);
  const columns = heading?.cells.map(columnOf) ?? [];
  if (!columns.includes("student_id") && !columns.includes("variant")) {
    throw at(source, heading?.line ?? 1, "expected a heading student_id or variant");
  }
  const twice = columns.find((name, place) => name !== "" && columns.indexOf(name) < place);
  if (twice !== undefined)
    throw at(source, heading!.line, `the heading ${quoted(twice)} is there twice`);
  return rows
    .map((row) => scriptIn(row, columns, source))
    .filter(({ submission }) => Object.keys(submission.answers).length > 0);
}

/** `Student ID` is `student_id`; what a blank is called stays as it is. */
function columnOf(heading: string): string {
  const written = heading.trim();
  const name = written.toLowerCase().replace(/[\s-]+/g, "_");
  return about.has(name) ? name : written;
}

function scriptIn(
  { line, cells }: CsvRecord,
  columns: readonly string[],
  source: string,
): PaperScript {
  if (cells.length !== columns.length) {
    const what = `expected ${columns.length} cells, as the headings have, got ${cells.length}`;
    throw at(source, line, what);
  }
  const said = new Map(columns.map((column, i) => [column, cells[i]!.trim()]));
  const answers: Record<string, unknown> = Object.create(null);
  // A blank of another exercise is empty here, and is no answer.
  for (const [i, column] of columns.entries())
    if (!about.has(column) && cells[i]!.trim() !== "") answers[column] = cells[i];
  return {
    line,
    submission: {
      schemaVersion: 1,
      exercise: said.get("exercise") ?? "",
      ...labelled("seed", said.get("seed")),
      ...labelled("variant", said.get("variant")),
      ...labelled("student", said.get("student_id")?.normalize("NFC")),
      answers,
    },
  };
}

const at = (source: string, line: number, what: string): InputError =>
  new InputError(source, what, { line, column: 1 });
