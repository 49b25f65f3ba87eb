import { InputError, quoted } from "../input/inputError.js";
import { utf8Text } from "../input/utf8Text.js";

/** A row of a table as it was read. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it begins. */
  readonly line: number;
}

/**
 * The rows of a CSV file that are not empty: UTF-8, separated by commas, semicolons or tabs. Throws
 * an InputError with the line and column, also where there are more than `most`.
 */
export function csvRecords(
  bytes: Uint8Array,
  source: string,
  most = Number.POSITIVE_INFINITY,
): readonly CsvRecord[] {
  const text = utf8Text(bytes, source);
  const records: CsvRecord[] = [];
  const separator = separatorOf(text);
  const plain = new RegExp(`[^${separator}"\r\n]*`, "y");
  let [at, line, lineStart] = [0, 1, 0];
  if (take(told) !== "") endLine();
  while (at < text.length) {
    const record = { line, cells: [cell()] };
    while (text[at] === separator) {
      at++;
      record.cells.push(cell());
    }
    if (record.cells.some((one) => one.trim() !== "")) records.push(record);
    if (records.length > most)
      throw new InputError(source, `expected at most ${most} rows`, { line, column: 1 });
    endLine();
  }
  return records;

  function take(pattern: RegExp): string {
    pattern.lastIndex = at;
    const [found = ""] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  }

  function endLine(): void {
    take(lineEnd);
    [line, lineStart] = [line + 1, at];
  }

  function cell(): string {
    if (take(openingQuote) !== "") return quotedCell();
    const written = take(plain);
    if (text[at] !== '"') return written;
    throw fault(
      "a quote within a cell: expected the whole cell in quotes, and those in it doubled",
    );
  }

  function quotedCell(): string {
    const unclosed = fault(
      "expected a closing quote for this one, got the end of the file",
      at - 1,
    );
    const start = at;
    let end = text.indexOf('"', at);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0) throw unclosed;
    const written = text.slice(start, end);
    for (const {
      0: { length },
      index,
    } of written.matchAll(lineEnds)) {
      [line, lineStart] = [line + 1, start + index + length];
    }
    at = end + 1;
    take(spaces);
    if (at < text.length && text[at] !== separator && !/[\r\n]/.test(text[at]!)) {
      throw fault(
        `expected a separator or the end of the line after the closing quote, got ${quoted(text[at]!)}`,
      );
    }
    return written.replaceAll('""', '"');
  }

  function fault(what: string, where = at): InputError {
    return new InputError(source, what, { line, column: where - lineStart + 1 });
  }
}

const openingQuote = / {0,9}"/y;
const spaces = / */y;
const lineEnd = /\r\n|\n|\r/y;
const lineEnds = /\r\n|\n|\r/g;

/** A first line with which spreadsheets tell each other the separator. */
const told = /sep=[,;\t](?=[\r\n])/iy;

// Whichever the headings have most of: spreadsheets write semicolons where a comma is the decimal
// mark.
function separatorOf(text: string): string {
  told.lastIndex = 0;
  const [said] = told.exec(text) ?? [];
  if (said !== undefined) return said.at(-1)!;
  const [headings = ""] = text.split(/\r\n|\r|\n/, 1);
  const count = (mark: string): number => headings.split(mark).length - 1;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
