import type { PrintedTable } from "../exercise/readExercise.js";
import { csvRecords } from "../handedIn/csvRecords.js";
import { InputError, quoted } from "../input/inputError.js";

/** A worked example prints no more. */
const mostRows = 10_000;

/**
 * Reads a table with the columns `id` and `printed`, a row a number; others are not looked at.
 * Throws an InputError with the line.
 */
export function readPrinted(csv: Uint8Array, source: string): PrintedTable {
  const [heading, ...rows] = csvRecords(csv, source, mostRows);
  const headings = heading?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const [id, printed] = ["id", "printed"].map((wanted) => headings.indexOf(wanted));
  const at = (line: number, what: string) => new InputError(source, what, { line, column: 1 });
  if (id! < 0 || printed! < 0)
    throw at(heading?.line ?? 1, "expected a row of headings, id and printed among them");
  for (const one of ["id", "printed"])
    if (headings.indexOf(one) !== headings.lastIndexOf(one))
      throw at(heading!.line, `expected one column ${one}, got several`);
  const found = new Map<string, string[]>();
  const lines = new Map<string, number>();
  for (const { line, cells } of rows) {
    if (cells.length !== headings.length)
      throw at(
        line,
        `expected ${headings.length} cells, as the headings have, got ${cells.length}`,
      );
    const [name, text] = [cells[id!]!.trim(), cells[printed!]!.trim()];
    if (name === "") throw at(line, "expected an id");
    // What JavaScript would take for something else.
    if (name === "__proto__") throw at(line, `there is no quantity ${name}`);
    if (text === "") throw at(line, `${quoted(name)}: expected what is printed`);
    found.set(name, [...(found.get(name) ?? []), text]);
    if (!lines.has(name)) lines.set(name, line);
  }
  if (found.size === 0) throw at(1, "expected a number to audit, got none");
  return {
    source,
    printed: Object.fromEntries(
      [...found].map(([name, texts]) => [name, texts.length === 1 ? texts[0]! : texts]),
    ),
    placeOf: (name) => {
      const line = lines.get(name);
      return line === undefined ? undefined : { line, column: 1 };
    },
  };
}
