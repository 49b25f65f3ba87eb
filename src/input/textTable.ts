import { printable, shortened } from "./inputError.js";

/**
 * A table of text: columns padded to their widest cell, numbers to the right; what cannot be shown
 * in a cell is escaped or cut.
 */
export function textTable(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(shown));
  const widths = head.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, length(row[i] ?? "")), length(title)),
  );
  const numeric = head.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-−]?[\d./%]*$/.test(row[i] ?? "")),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const gap = " ".repeat(widths[i]! - length(cell));
        return numeric[i] ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd();
  return noCommand([line(head), ...rows.map(line)].join("\n"));
}

const shown = (cell: string): string => shortened(printable(cell), longestCell);

const longestCell = 200;

// Combining marks take no room.
const length = (text: string): number => [...text.replace(/\p{M}/gu, "")].length;

/**
 * A text that is printed among others: GitHub's runner obeys lines that begin with `::`, and `##[`
 * anywhere in a line, and a student's name or that of a file may be anything.
 */
export const noCommand = (text: string): string =>
  text.replace(/^[ \t]*::/gm, " : :").replaceAll("##[", "# #[");
