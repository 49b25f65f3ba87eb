/** How a spreadsheet wants a table. */
export interface CsvStyle {
  /** Numbers with a comma, so that semicolons part cells. */
  readonly decimalComma: boolean;
}

/** What tells a spreadsheet that a file is UTF-8: before its first row. */
export const byteOrderMark = "\ufeff";

/**
 * A table as CSV (RFC 4180: CRLF, quotes where they are needed). Numbers stay numbers; what a
 * spreadsheet would take for a formula gets an apostrophe before it, also where the spreadsheet
 * parts cells otherwise.
 */
export function csv(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  style?: CsvStyle,
): string {
  const table = [head, ...rows].map((cells) => csvRow(cells, style)).join("");
  return style ? `${byteOrderMark}${table}` : table;
}

/** One row of such a table. */
export const csvRow = (cells: readonly (string | number)[], style?: CsvStyle): string =>
  style?.decimalComma
    ? `${cells.map(cellWithComma).join(";")}\r\n`
    : `${cells.map(cell).join(",")}\r\n`;

const cellWithComma = (value: string | number): string =>
  typeof value === "number" ? cell(value).replace(".", ",") : cell(value);

// What a terminal would obey, and no name has; CSV has no way to escape it. Names do have marks of
// direction and joiners.
const obeyed = /[^\P{Cc}\t\r\n]|[\u2028-\u202e\u2066-\u2069]/gu;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value + 0);
  const text = value.replace(obeyed, "\ufffd").replace(formula, "$1'");
  return /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Where a formula may begin: at the start, or behind what separates cells elsewhere; spaces and
 * quotes do not help.
 */
const formula = /(^|[;\t\r\n])(?=[\s"'\p{C}]{0,16}[=+\-@＝＋－＠]|[\t\r\n])/gu;
