/**
 * A table as CSV (RFC 4180: CRLF, quotes where they are needed). Numbers stay numbers; a text that a spreadsheet would
 * take for a formula gets an apostrophe before it.
 */
export function csv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map(csvRow).join("");
}

/** One row of such a table. */
export const csvRow = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(",")}\r\n`;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value + 0);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
