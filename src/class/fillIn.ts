import { type CellPlace, type PlacedRecord, placedRecords } from "../handedIn/csvRecords.js";
import { utf8Text } from "../input/utf8Text.js";
import type { ClassSet } from "./classSet.js";
import type { GradebookRow } from "./gradebook.js";
import type { Student } from "./manifest.js";
import { type MarksColumn, marksColumn } from "./platformTable.js";
import { asSeen, wordsOf } from "./roster.js";

/** A platform's table with marks filled in. */
export interface FilledIn {
  /** All else is as it was, byte for byte. */
  readonly bytes: Uint8Array;
  readonly column: MarksColumn;
  /** How many rows were filled in. */
  readonly filled: number;
  /** What the marks are out of in the set. */
  readonly outOf: number;
  /** Students with marks for whom there is no row, or not one alone. */
  readonly unplaced: readonly Student[];
}

/**
 * Fills the points of a set into the table that a platform has exported: those of an exercise where
 * the column's heading names one, or else those of all. Rows without marks stay as they are. Throws
 * an InputError where it is no such table, or the column is not clear.
 */
export function filledIn(
  file: Uint8Array,
  source: string,
  set: ClassSet,
  rows: readonly GradebookRow[],
  wanted?: string,
): FilledIn {
  const { text, encode } = decoded(file, source);
  const records = placedRecords(text, source);
  const titles = [set.manifest.title, set.manifest.set];
  const exercises = set.exercises.map(({ name }) => [
    name,
    ...set.sheets(name).map(({ exercise }) => exercise.title),
  ]);
  const column = marksColumn(records, source, wanted, [...titles, ...exercises.flat()]);
  const heading = wordsOf(column.heading);
  const isNamed = (title: string): boolean => heading.includes(wordsOf(title));
  const own = titles.some(isNamed) ? -1 : exercises.findIndex((names) => names.some(isNamed));
  const rowOf = rowFinder(records);
  const changes: Change[] = [];
  const unplaced: Student[] = [];
  for (const row of rows) {
    const points = own < 0 ? row.total : row.own[own];
    if (typeof points !== "number") continue;
    const record = rowOf(row.student);
    const place = record?.places[column.column];
    if (place) changes.push({ at: place, text: String(points) });
    else unplaced.push(row.student);
  }
  return {
    bytes: encode(withChanges(text, changes)),
    column,
    filled: changes.length,
    outOf: set.exercises.reduce(
      (sum, { points }, i) => (own < 0 || own === i ? sum + points : sum),
      0,
    ),
    unplaced,
  };
}

interface Decoded {
  readonly text: string;
  encode(text: string): Uint8Array;
}

/** The text of a table in UTF-8 or, as Blackboard writes it, in UTF-16; without its mark. */
function decoded(bytes: Uint8Array, source: string): Decoded {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isWide) {
    const text = utf8Text(bytes, source);
    const mark = bytes.subarray(0, bytes.length - new TextEncoder().encode(text).length);
    return { text, encode: (changed) => Buffer.concat([mark, Buffer.from(changed)]) };
  }
  const mark = bytes.subarray(0, 2);
  const text = new TextDecoder("utf-16le", { fatal: true }).decode(bytes.subarray(2));
  return { text, encode: (changed) => Buffer.concat([mark, Buffer.from(changed, "utf16le")]) };
}

/** Where a mark goes. */
interface Change {
  readonly at: CellPlace;
  readonly text: string;
}

/** A text with other cells; those that stood in quotes still do. */
function withChanges(text: string, changes: readonly Change[]): string {
  let done = 0;
  let written = "";
  for (const { at, text: cell } of [...changes].sort((a, b) => a.at.from - b.at.from)) {
    const isQuoted = text[at.from] === '"';
    written += text.slice(done, at.from) + (isQuoted ? `"${cell}"` : cell);
    done = at.to;
  }
  return written + text.slice(done);
}

const idHeadings = [
  "student id",
  "id number",
  "sis user id",
  "sis login id",
  "orgdefinedid",
  "sid",
  "username",
  "login id",
];
const emailHeadings = ["email", "email address", "sis login id", "username"];

/**
 * What finds a student's row: by id or address in the columns for these, or else by name. Nothing
 * where there is none, or several.
 */
function rowFinder(
  records: readonly PlacedRecord[],
): (student: Student) => PlacedRecord | undefined {
  const [first, ...rows] = records;
  const headings = (first?.cells ?? []).map(wordsOf);
  const byId = new Map<string, Set<PlacedRecord>>();
  const byName = new Map<string, Set<PlacedRecord>>();
  const add = (to: typeof byId, key: string, row: PlacedRecord): void => {
    if (key !== "") to.set(key, (to.get(key) ?? new Set()).add(row));
  };
  for (const row of rows) {
    const cell = (heading: string): string => (row.cells[headings.indexOf(heading)] ?? "").trim();
    // Brightspace keeps spreadsheets from taking an id for a number.
    for (const heading of new Set([...idHeadings, ...emailHeadings]))
      add(byId, asSeen(cell(heading).replace(/^#/, "")), row);
    const names = [
      ...["student", "full name", "name"].map(cell),
      `${cell("first name")} ${cell("last name") || cell("surname")}`,
    ];
    for (const name of names) add(byName, asSeen(inOrder(name)), row);
  }
  return ({ id, email = "", name = "" }) => {
    const found = new Set([
      ...(byId.get(asSeen(id)) ?? []),
      ...(email === "" ? [] : (byId.get(asSeen(email)) ?? [])),
    ]);
    const rows = found.size > 0 ? found : (byName.get(asSeen(inOrder(name))) ?? found);
    return rows.size === 1 ? [...rows][0] : undefined;
  };
}

/** Doe, Jane: Jane Doe. */
const inOrder = (name: string): string => name.split(",").reverse().join(" ").trim();
