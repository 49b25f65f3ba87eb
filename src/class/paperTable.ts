import { readFileSync } from "node:fs";
import { writeWhole } from "../files/writeWhole.js";
import { type CsvRecord, csvRows } from "../handedIn/csvRecords.js";
import { InputError } from "../input/inputError.js";
import type { SetExercise } from "./assignment.js";
import type { Holder } from "./heldList.js";
import { aboutScript, type PaperRow, paperCsv } from "./paperCsv.js";
import { holdsSomething } from "./record.js";

/**
 * Writes the table in which scripts on paper are typed in: a row for each student and exercise, a
 * column for each blank, by its id. One that somebody has typed into is left. Gives whether it
 * would be otherwise now: somebody's row is missing.
 */
export function writePaperTable(
  path: string,
  exercises: Iterable<SetExercise>,
  held: Iterable<Holder>,
): boolean {
  const ids = Array.from(exercises, ({ prepared }) => prepared.questions.map(({ id }) => id));
  const there = holdsSomething(path) ? typedIn(path) : undefined;
  if (there === undefined) {
    writeWhole(path, paperCsv(ids.flat(), rowsOf(held)));
    return false;
  }
  for (const { variant } of held) if (!there.has(variant)) return true;
  return false;
}

function* rowsOf(held: Iterable<Holder>): Generator<PaperRow> {
  for (const { student, exercise, variant } of held)
    yield { student: student.id, exercise: exercise.name, variant, cells: {} };
}

/**
 * The variants of a table in which something is typed in; nothing where nothing is. What is no
 * table any more has no variants.
 */
function typedIn(path: string): ReadonlySet<string> | undefined {
  try {
    const bytes = readFileSync(path);
    const [names = [], isEmpty] = lookedThrough(csvRows(bytes, path));
    if (isEmpty && aboutScript.every((name, i) => names[i] === name)) return undefined;
    const place = names.indexOf("variant");
    const variants = new Set<string>();
    for (const { cells } of csvRows(bytes, path)) variants.add(cells[place] ?? "");
    return variants;
  } catch (error) {
    if (error instanceof InputError) return new Set();
    throw error;
  }
}

/** The headings of a table, and whether nothing is typed into its rows. */
function lookedThrough(
  rows: Iterable<CsvRecord>,
): readonly [names: readonly string[] | undefined, isEmpty: boolean] {
  let names: readonly string[] | undefined;
  let isEmpty = true;
  for (const { cells } of rows) {
    if (names) isEmpty &&= cells.slice(aboutScript.length).every((one) => one === "");
    else names = cells;
  }
  return [names, isEmpty];
}
