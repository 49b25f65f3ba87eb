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
export const csvRecords = (
  bytes: Uint8Array,
  source: string,
  most?: number,
): readonly CsvRecord[] => [...csvRows(bytes, source, most)];

/** The same, one row after the other. */
export function* csvRows(
  bytes: Uint8Array,
  source: string,
  most = Number.POSITIVE_INFINITY,
): Generator<CsvRecord> {
  const text = utf8Text(bytes, source);
  const [named = ""] = separatorLine.exec(text) ?? [];
  const separator = named === "" ? separatorOf(text) : named.at(-1)!;
  const table: Table = { text, source, separator, at: named.length, line: 1, lineStart: 0 };
  if (named !== "") endLine(table);
  let count = 0;
  while (table.at < text.length) {
    const { line } = table;
    const cells = rowOf(table);
    endLine(table);
    if (cells.every((cell) => cell.trim() === "")) continue;
    if (++count > most)
      throw new InputError(source, `expected at most ${most} rows`, { line, column: 1 });
    yield { line, cells };
  }
}

/** Where a cell stands in its text, with the quotes around it. */
export interface CellPlace {
  readonly from: number;
  readonly to: number;
}

/** A row that can be written into: with the place of each cell. */
export interface PlacedRecord extends CsvRecord {
  readonly places: readonly CellPlace[];
}

/**
 * The rows of a text that are not empty, each cell with its place. Throws an InputError with the
 * line and column.
 */
export function placedRecords(text: string, source: string): readonly PlacedRecord[] {
  const places: CellPlace[] = [];
  const table: Table = {
    ...{ text, source, separator: separatorOf(text), at: 0, line: 1, lineStart: 0 },
    placed: (place) => places.push(place),
  };
  const records: PlacedRecord[] = [];
  while (table.at < text.length) {
    const { line } = table;
    const cells = rowOf(table);
    const own = places.splice(0);
    if (cells.some((cell) => cell.trim() !== "")) records.push({ line, cells, places: own });
    endLine(table);
  }
  return records;
}

/** A text that is gone through once, and how far that has come. */
interface Table {
  readonly text: string;
  readonly source: string;
  readonly separator: string;
  /** Hears where each cell stands. */
  readonly placed?: (place: CellPlace) => void;
  at: number;
  line: number;
  lineStart: number;
}

/** A first line with which spreadsheets tell each other the separator. */
const separatorLine = /^sep=[,;\t](?=[\r\n])/i;

// Whichever the headings have most of: spreadsheets write semicolons where a comma is the decimal
// mark.
function separatorOf(text: string): string {
  const [headings = ""] = text.split(/\r\n|\r|\n/, 1);
  const count = (mark: string): number => headings.split(mark).length - 1;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** The cells from here to the end of the row. */
function rowOf(table: Table): readonly string[] {
  const cells = [placedCell(table)];
  while (table.text[table.at] === table.separator) {
    table.at++;
    cells.push(placedCell(table));
  }
  return cells;
}

function placedCell(table: Table): string {
  const from = table.at;
  const cell = cellOf(table);
  table.placed?.({ from, to: table.at });
  return cell;
}

function cellOf(table: Table): string {
  const { text, separator, at } = table;
  const opening = afterSpaces(text, at, mostSpaces);
  if (text[opening] === '"') return quotedCell(table, opening);
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== '"' && !isLineEnd(text[end]))
    end++;
  table.at = end;
  if (text[end] !== '"') return text.slice(at, end);
  throw faultAt(
    table,
    end,
    "a quote within a cell: expected the whole cell in quotes, and those in it doubled",
  );
}

/** Of spaces before an opening quote. */
const mostSpaces = 9;

function quotedCell(table: Table, opening: number): string {
  const { text, separator } = table;
  let end = text.indexOf('"', opening + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) {
    const what = "expected a closing quote for this one, got the end of the file";
    throw faultAt(table, opening, what);
  }
  const written = text.slice(opening + 1, end);
  for (const { 0: lineEnd, index } of written.matchAll(/\r\n|\n|\r/g)) {
    table.line++;
    table.lineStart = opening + 1 + index + lineEnd.length;
  }
  const next = afterSpaces(text, end + 1);
  table.at = next;
  if (next < text.length && text[next] !== separator && !isLineEnd(text[next])) {
    const what = "expected a separator or the end of the line after the closing quote";
    throw faultAt(table, next, `${what}, got ${quoted(text[next]!)}`);
  }
  return written.replaceAll('""', '"');
}

function afterSpaces(text: string, from: number, most = Number.POSITIVE_INFINITY): number {
  let at = from;
  while (text[at] === " " && at - from < most) at++;
  return at;
}

const isLineEnd = (character: string | undefined): boolean =>
  character === "\r" || character === "\n";

/** Goes over the end of a line, where one is here. */
function endLine(table: Table): void {
  const { text, at } = table;
  if (isLineEnd(text[at])) table.at += text.startsWith("\r\n", at) ? 2 : 1;
  table.line++;
  table.lineStart = table.at;
}

const faultAt = ({ source, line, lineStart }: Table, at: number, what: string): InputError =>
  new InputError(source, what, { line, column: at - lineStart + 1 });
