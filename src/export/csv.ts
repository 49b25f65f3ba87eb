/**
 * A table as CSV (RFC 4180: CRLF, quotes where they are needed). Numbers stay numbers; a text that a spreadsheet would
 * take for a formula gets an apostrophe before it.
 */
export function csv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map(csvRow).join("");
}

/** One row of such a table. */
export const csvRow = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(",")}\r\n`;
// What a terminal would obey, and no name has; CSV has no way to escape it. Names do have marks of direction and joiners.
const obeyed = /[^\P{Cc}\t\r\n]|[\u2028-\u202e\u2066-\u2069]/gu;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value + 0);
  const shown = value.replace(obeyed, "\ufffd");
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
