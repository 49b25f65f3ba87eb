import { CsvError, parse } from "csv-parse/sync";
import { InputError, quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { Student } from "./manifest.js";

const columns = ["student_id", "name", "email", "section"] as const;
type Column = (typeof columns)[number];

/**
 * Reads a class list: CSV in UTF-8 with commas, semicolons or tabs, and a line of headings; `student_id` has to be among
 * them, `name`, `email` and `section` may be, others are not looked at. Ids are text. Throws an InputError with the line.
 */
export function readRoster(bytes: Uint8Array, source: string): readonly Student[] {
  const text = textOf(bytes, source);
  const [heading, ...rows] = recordsOf(text, source);
  if (!heading) throw new InputError(source, "expected a line of headings with student_id, got nothing");
  const places = placesOf(heading);
  const lines = new Map<string, number>();
  return rows.map(({ cells, line }): Student => {
    if (cells.length !== heading.cells.length) {
      throw at(line, `expected ${heading.cells.length} cells, as the headings have, got ${cells.length}`);
    }
    const cell = (column: Column): string => cells[places.get(column) ?? -1]?.trim() ?? "";
    const id = cell("student_id").normalize("NFC");
    if (id === "") throw at(line, "student_id: is missing");
    // Their folders would be one where a system does not tell capitals from small letters.
    const key = id.toLowerCase();
    const before = lines.get(key);
    if (before !== undefined) throw at(line, `student_id: ${quoted(id)} is on line ${before} already`);
    lines.set(key, line);
    const others = columns.slice(1).flatMap((column) => (cell(column) === "" ? [] : [[column, cell(column)]]));
    return { id, ...Object.fromEntries(others) };
  });

  function placesOf({ cells, line }: Row): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const [place, cell] of cells.entries()) {
      const name = cell.trim().toLowerCase();
      if (name !== "" && found.has(name)) throw at(line, `the heading ${quoted(name)} is there twice`);
      found.set(name, place);
    }
    if (!found.has("student_id")) {
      const got = cells.map((cell) => quoted(cell.trim())).join(", ");
      throw at(line, `expected a heading student_id, got ${got}${hint(cells)}`);
    }
    return found;
  }

  function at(line: number, what: string): InputError {
    return new InputError(source, what, { line, column: 1 });
  }
}

interface Row {
  readonly cells: readonly string[];
  /** Where it begins. */
  readonly line: number;
}

function recordsOf(text: string, source: string): readonly Row[] {
  const delimiter = delimiterOf(text);
  try {
    const options = { delimiter, info: true, relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] };
    const records = parse(text, options) as unknown as readonly { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record, info }) => ({ cells: record, line: info.lines - lineBreaksIn(record) }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new InputError(
      source,
      error.message.split("\n")[0]!,
      lines === undefined ? undefined : { line: lines, column: 1 },
    );
  }
}

const lineBreaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

function textOf(bytes: Uint8Array, source: string): string {
  try {
    // The decoder drops the mark that spreadsheets put at the beginning.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(source, "expected UTF-8: save it from the spreadsheet as CSV UTF-8");
  }
}

// Whichever the headings have most of: spreadsheets write semicolons where a comma is the decimal mark.
function delimiterOf(text: string): string {
  const [headings = ""] = text.split(/\r\n|\r|\n/, 1);
  const count = (mark: string): number => headings.split(mark).length - 1;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

const hint = (cells: readonly string[]): string =>
  cells.map((cell) => didYouMean(cell.trim().replace(/[\s-]+/g, "_"), ["student_id"])).find(Boolean) ?? "";
