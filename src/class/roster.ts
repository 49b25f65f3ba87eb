import { type CsvRecord, csvRecords } from "../handedIn/csvRecords.js";
import { InputError, quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { Student } from "./manifest.js";

const columns = ["student_id", "name", "email", "section"] as const;
type Column = (typeof columns)[number];

/**
 * The most characters of an id, a name, an address: a sheet that a page of text stands on is none.
 */
const longest = 1000;
// Ten times the largest course; each has a folder.
const mostRows = 200_000;
const mostShown = 12;

/**
 * Reads a class list: CSV in UTF-8 with commas, semicolons or tabs, and a line of headings;
 * `student_id` has to be among them, `name`, `email` and `section` may be, others are not looked
 * at. Ids are text. Throws an InputError with the line.
 */
export function readRoster(bytes: Uint8Array, source: string): readonly Student[] {
  const [heading, ...rows] = csvRecords(bytes, source, mostRows);
  if (!heading)
    throw new InputError(source, "expected a line of headings with student_id, got nothing");
  const places = placesOf(heading);
  const lines = new Map<string, number>();
  return rows.map(({ cells, line }): Student => {
    if (cells.length !== heading.cells.length) {
      throw at(
        line,
        `expected ${heading.cells.length} cells, as the headings have, got ${cells.length}`,
      );
    }
    const cell = (column: Column): string => {
      const text = cells[places.get(column) ?? -1]?.trim() ?? "";
      if (text.length <= longest) return text;
      throw at(line, `${column}: expected at most ${longest} characters, got ${text.length}`);
    };
    const id = cell("student_id").normalize("NFC");
    const key = asSeen(id);
    if (key === "") throw at(line, "student_id: is missing");
    const before = lines.get(key);
    if (before !== undefined)
      throw at(line, `student_id: ${quoted(id)} is on line ${before} already`);
    lines.set(key, line);
    const others = columns
      .slice(1)
      .flatMap((column) => (cell(column) === "" ? [] : [[column, cell(column)]]));
    return { id, ...Object.fromEntries(others) };
  });

  function placesOf({ cells, line }: CsvRecord): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const [place, cell] of cells.entries()) {
      const name = cell.trim().toLowerCase();
      if (name !== "" && found.has(name))
        throw at(line, `the heading ${quoted(name)} is there twice`);
      found.set(name, place);
    }
    if (!found.has("student_id")) {
      const got = cells.slice(0, mostShown).map((cell) => quoted(cell.trim()));
      const others = cells.length > mostShown ? ` and ${cells.length - mostShown} more` : "";
      throw at(
        line,
        `expected a heading student_id, got ${got.join(", ")}${others}${hint(cells.slice(0, 100))}`,
      );
    }
    return found;
  }

  function at(line: number, what: string): InputError {
    return new InputError(source, what, { line, column: 1 });
  }
}

// Ids that look the same are one: their folders would be, too, where a system does not tell
// capitals from small letters.
const asSeen = (id: string): string =>
  id
    .normalize("NFKC")
    .replace(/[\p{Cf}\s]/gu, "")
    .toLowerCase();

const hint = (cells: readonly string[]): string =>
  cells
    .map((cell) =>
      didYouMean(
        cell
          .trim()
          .slice(0, 40)
          .replace(/[\s-]+/g, "_"),
        ["student_id"],
      ),
    )
    .find(Boolean) ?? "";
