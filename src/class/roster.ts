import { type CsvRecord, csvRows } from "../handedIn/csvRecords.js";
import { InputError, quoted } from "../input/inputError.js";
import { longestName } from "../input/longestName.js";
import { didYouMean } from "../input/nearest.js";
import { NumberList } from "../input/numberList.js";
import { TextIndex } from "../input/textIndex.js";
import type { Student } from "./manifest.js";

/** What a column of a class list may say of a student. */
type Column = "id" | "name" | "first" | "last" | "email" | "section";

/**
 * The headings of class lists, in small letters with spaces between words; of several, the first
 * that is there counts. Beside our own they are those of what Moodle, Canvas, Gradescope,
 * Brightspace and Blackboard export.
 */
const headings: Readonly<Record<Column, readonly string[]>> = {
  id: ["student id", "id number", "sis user id", "sid", "orgdefinedid", "sis login id", "username"],
  name: ["name", "full name", "student name", "student"],
  first: ["first name", "given name"],
  last: ["last name", "surname", "family name"],
  email: ["email", "email address", "e mail"],
  section: ["section", "sections"],
};

/** The most characters of a name, an address: a sheet that a page of text stands on is none. */
const longest = 1000;
// Ten times the largest course; each has a folder.
const mostRows = 200_000;
const mostShown = 12;

/** A class list while it is read: where its columns are. */
interface Roster {
  readonly source: string;
  readonly heading: CsvRecord;
  readonly places: ReadonlyMap<Column, number>;
}

/**
 * Reads a class list: CSV in UTF-8 with commas, semicolons or tabs, and a line of headings; one for
 * ids has to be among them (`student_id`, or what platforms call it), those for names, addresses
 * and sections may be, others are not looked at. Ids are text. Throws an InputError with the line.
 */
export function readRoster(bytes: Uint8Array, source: string): readonly Student[] {
  // Gone through three times, so that the rows of a large class are not all in memory.
  const [heading] = csvRows(bytes, source, mostRows);
  if (!heading)
    throw new InputError(source, "expected a line of headings with student_id, got nothing");
  const places = placesOf(heading, source);
  const named: Roster = { source, heading, places };
  const roster = { ...named, places: withIds(named, ownRows(named, bytes)) };
  const students: Student[] = [];
  const lines = new NumberList();
  const ids = new TextIndex((place) => asSeen(students[place]!.id));
  for (const row of ownRows(roster, bytes)) {
    const student = studentOf(roster, row);
    const before = ids.get(asSeen(student.id));
    if (before !== undefined) throw twice(roster, row, student.id, lines.at(before));
    ids.set(asSeen(student.id), students.push(student) - 1);
    lines.push(row.line);
  }
  return students;
}

/** The rows that are of students. */
function* ownRows(roster: Roster, bytes: Uint8Array): Generator<CsvRecord> {
  let isHeading = true;
  for (const row of csvRows(bytes, roster.source, mostRows)) {
    if (!isHeading && !isNoStudent(roster, row)) yield row;
    isHeading = false;
  }
}

/** The places, with the first column for ids that says anything: platforms export empty ones. */
function withIds({ heading, places }: Roster, rows: Iterable<CsvRecord>): Roster["places"] {
  const words = heading.cells.map(wordsOf);
  const columns = headings.id.map((name) => words.indexOf(name)).filter((at) => at >= 0);
  let best = columns.length;
  for (const { cells } of rows) {
    const said = columns.findIndex((at) => (cells[at] ?? "").trim() !== "");
    if (said >= 0) best = Math.min(best, said);
    if (best === 0) break;
  }
  const place = columns[best];
  return place === undefined ? places : new Map([...places, ["id", place]]);
}

function placesOf({ cells, line }: CsvRecord, source: string): ReadonlyMap<Column, number> {
  const met = new Map<string, number>();
  for (const [place, cell] of cells.entries()) {
    const words = wordsOf(cell);
    if (words !== "" && met.has(words)) {
      const name = cell.trim().toLowerCase();
      throw at(source, line, `the heading ${quoted(name)} is there twice`);
    }
    met.set(words, place);
  }
  const places = new Map<Column, number>();
  for (const [column, names] of Object.entries(headings) as [Column, readonly string[]][]) {
    const name = names.find((one) => met.has(one));
    if (name !== undefined) places.set(column, met.get(name)!);
  }
  if (places.has("id")) return places;
  const got = cells.slice(0, mostShown).map((cell) => quoted(cell.trim()));
  const others = cells.length > mostShown ? ` and ${cells.length - mostShown} more` : "";
  const hint = hintIn(cells.slice(0, 100));
  throw at(source, line, `expected a heading student_id, got ${got.join(", ")}${others}${hint}`);
}

/** A heading in small letters, with spaces between its words. */
export const wordsOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");

/**
 * Under its headings, a gradebook of Canvas has what assignments are worth, and how they are
 * posted, and last a student for tests; a list of Gradescope has those who teach.
 */
function isNoStudent({ heading, places }: Roster, { cells }: CsvRecord): boolean {
  const words = heading.cells.map(wordsOf);
  const cell = (place = -1): string => cells[place]?.trim() ?? "";
  if (staff.has(cell(words.indexOf("role")).toLowerCase())) return true;
  const name = cell(places.get("name"));
  if (!words.includes("sis login id") || !places.has("name")) return false;
  const ids = ["id", "sis user id", "sis login id"].map((one) => cell(words.indexOf(one)));
  return (
    (name === "Student, Test" && ids[1] === "") ||
    (["", "Points Possible"].includes(name) && ids.every((one) => one === ""))
  );
}

/** The roles of Gradescope beside that of a student. */
const staff = new Set(["instructor", "ta", "reader", "course admin"]);

function studentOf(roster: Roster, row: CsvRecord): Student {
  const { source, heading } = roster;
  const { cells, line } = row;
  const expected = heading.cells.length;
  if (cells.length !== expected) {
    const what = `expected ${expected} cells, as the headings have, got ${cells.length}`;
    throw at(source, line, what);
  }
  const id = idOf(roster, row);
  const cell = (column: Column): string => cellOf(roster, row, column, longest);
  const name = cell("name") || [cell("first"), cell("last")].filter(Boolean).join(" ");
  const others = { name, email: cell("email"), section: cell("section") };
  return { id, ...Object.fromEntries(Object.entries(others).filter(([, text]) => text !== "")) };
}

function idOf(roster: Roster, row: CsvRecord): string {
  const { source } = roster;
  const { line } = row;
  const shown = shownHeading(roster, "id");
  const written = cellOf(roster, row, "id", longestName).normalize("NFC");
  // Brightspace keeps spreadsheets from taking an id for a number.
  const id = wordsOf(shown) === "orgdefinedid" ? written.replace(/^#/, "") : written;
  if (asSeen(id) === "") throw at(source, line, `${shown}: is missing`);
  if (rounded.test(id)) {
    const what = "was rounded by a spreadsheet: make the column text, and take the list again from";
    throw at(source, line, `${shown}: ${quoted(id)} ${what} where it is right`);
  }
  return id;
}

const twice = (roster: Roster, { line }: CsvRecord, id: string, before: number): InputError => {
  const what = `${shownHeading(roster, "id")}: ${quoted(id)} is on line ${before} already`;
  return at(roster.source, line, what);
};

/** As spreadsheets show a number of many digits: `1.23457E+15`. */
const rounded = /^[0-9](?:[.,][0-9]+)?E\+[0-9]{2,}$/;

function cellOf(roster: Roster, { cells, line }: CsvRecord, column: Column, most: number): string {
  const text = cells[roster.places.get(column) ?? -1]?.trim() ?? "";
  if (text.length <= most) return text;
  const what = `expected at most ${most} characters, got ${text.length}`;
  throw at(roster.source, line, `${shownHeading(roster, column)}: ${what}`);
}

/** A heading as messages have it. */
function shownHeading({ heading, places }: Roster, column: Column): string {
  const written = heading.cells[places.get(column) ?? -1]?.trim() ?? "";
  return wordsOf(written) === "student id" ? "student_id" : written;
}

const at = (source: string, line: number, what: string): InputError =>
  new InputError(source, what, { line, column: 1 });

/**
 * What looks the same is one, whatever its letters are: so would folders of these names be, where a
 * system does not tell capitals from small letters.
 */
export const asSeen = (id: string): string =>
  id
    .normalize("NFKC")
    .replace(/[\p{Cf}\s]/gu, "")
    .toLowerCase();

const hintIn = (cells: readonly string[]): string =>
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
