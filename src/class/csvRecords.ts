import { CsvError, type InfoRecord, parse } from "csv-parse/sync";
import { InputError } from "../input/inputError.js";

/** A row of a table as it was read. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it begins. */
  readonly line: number;
}

/**
 * The rows of a CSV file that are not empty: UTF-8, separated by commas, semicolons or tabs. Throws an InputError with
 * the line, also where there are more than `most`.
 */
export function csvRecords(bytes: Uint8Array, source: string, most = Number.POSITIVE_INFINITY): readonly CsvRecord[] {
  const text = textOf(bytes, source);
  const delimiter = delimiterOf(text);
  try {
    let rows = 0;
    const options = {
      delimiter,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      skip_empty_lines: true,
      on_record: (cells: readonly string[], { lines }: InfoRecord): CsvRecord | null => {
        // A file may be millions of rows without content: none is kept.
        if (cells.every((cell) => cell.trim() === "")) return null;
        const line = lines - lineBreaksIn(cells);
        if (++rows > most) throw new InputError(source, `expected at most ${most} rows`, { line, column: 1 });
        return { cells, line };
      },
    };
    return parse(text, options as object) as unknown as readonly CsvRecord[];
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
