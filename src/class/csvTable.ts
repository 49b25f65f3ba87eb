import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "../input/inputError.js";

/** A table as it was read: its columns, and its rows by column with the line each begins at. */
export interface CsvTable {
  readonly head: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: ReadonlyMap<string, string> }[];
}

/**
 * Reads a table with a head from CSV: with or without a byte order mark, separated by commas, semicolons or tabs.
 * Throws an InputError with the line for a row that is too long or too short, and for a column that is there twice.
 */
export function csvTable(csv: Uint8Array, source: string): CsvTable {
  const [first, ...rest] = recordsOf(csv, source);
  if (!first) throw new InputError(source, "is empty, expected a row with the names of the columns");
  const head = first.record.map((column) => column.trim());
  const twice = head.find((column, i) => column !== "" && head.indexOf(column) < i);
  if (twice !== undefined) throw new InputError(source, `column ${twice} is there twice`, { line: 1, column: 1 });
  const rows = rest.map(({ line, record }) => {
    if (record.length !== head.length) {
      const what = `expected ${head.length} cells, as in the first row, got ${record.length}`;
      throw new InputError(source, what, { line, column: 1 });
    }
    return { line, cells: new Map(head.map((column, i) => [column, record[i]!])) };
  });
  return { head: head.filter((column) => column !== ""), rows };
}

function recordsOf(csv: Uint8Array, source: string): readonly { readonly line: number; readonly record: string[] }[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(csv);
  } catch {
    throw new InputError(source, "is not in UTF-8; save it as “CSV UTF-8”");
  }
  try {
    const options = { delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true, info: true };
    const records = parse(text, options) as unknown as { info: { lines: number }; record: string[] }[];
    // `lines` is where a record ends; cells may go over several lines.
    return records.map(({ info, record }) => ({
      line: info.lines - record.join("").split("\n").length + 1,
      record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : 1;
    throw new InputError(source, error.message.replace(/ (at|on) line \d+.*$/s, ""), { line, column: 1 });
  }
}

// Spreadsheets write semicolons where the comma is the decimal mark.
function delimiterOf(text: string): string {
  const [first = ""] = text.split(/\r?\n/, 1);
  const count = (mark: string): number => first.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
