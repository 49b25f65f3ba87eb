import type { PlacedRecord } from "../handedIn/csvRecords.js";
import { InputError, quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import { wordsOf } from "./roster.js";

/** A table of marks as a platform exports it, to be filled in and imported again. */
interface PlatformTable {
  readonly name: string;
  /** Whether a table with these headings is one; in small letters, spaces between words. */
  isOne(headings: readonly string[]): boolean;
  /** Whether a column holds marks that may be filled in. */
  holdsMarks(heading: string): boolean;
  /** What a mark in a column is out of, where the table says so. */
  outOf(table: MarksOutOf): string | undefined;
}

/** Where a table says what marks are out of: in a heading, in a student's row, in one above. */
interface MarksOutOf {
  readonly heading: string;
  readonly column: number;
  readonly headings: readonly string[];
  readonly rows: readonly PlacedRecord[];
}

/** Every table that is recognised, by its headings. */
export const platformTables: readonly PlatformTable[] = [
  {
    name: "Moodle grading worksheet",
    isOne: (headings) => hasAll(headings, ["identifier", "grade", "status"]),
    holdsMarks: (heading) => heading === "grade",
    outOf: ({ headings, rows }) => rows[0]?.cells[headings.indexOf("maximum grade")],
  },
  {
    name: "Moodle gradebook",
    isOne: (headings) =>
      headings.includes("last downloaded from this course") ||
      (headings.includes("email address") && headings.some((heading) => isReal(heading))),
    holdsMarks: (heading) => isReal(heading) && !heading.startsWith("course total"),
    outOf: () => undefined,
  },
  {
    name: "Canvas gradebook",
    isOne: (headings) => hasAll(headings, ["student", "id", "section"]),
    holdsMarks: (heading) => /\(\d+\)$/.test(heading),
    outOf: ({ column, rows }) =>
      rows.find(({ cells }) => isPointsPossible(cells[0]))?.cells[column],
  },
  {
    name: "Brightspace gradebook",
    isOne: (headings) => headings.includes("end of line indicator"),
    holdsMarks: (heading) => heading.includes("points grade"),
    outOf: ({ heading }) => /maxpoints:([\d.]+)/.exec(heading)?.[1],
  },
  {
    name: "Blackboard gradebook",
    isOne: (headings) => headings.some((heading) => heading.includes("[total pts:")),
    holdsMarks: (heading) => /\|\d+$/.test(heading) && heading.includes("[total pts:"),
    outOf: ({ heading }) => /\[total pts: ?(?:up to )?([\d.]+)/.exec(heading)?.[1],
  },
];

const hasAll = (headings: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((one) => headings.includes(one));
const isReal = (heading: string): boolean => heading.endsWith("(real)");
/** Whether this is the first cell of the row under the headings of Canvas's gradebook. */
export const isPointsPossible = (cell = ""): boolean => cell.trim() === "Points Possible";

/** The column of a table that is to be filled in. */
export interface MarksColumn {
  /** What the table is. */
  readonly table: string;
  readonly column: number;
  readonly heading: string;
  /** What its marks are out of, where the table says so. */
  readonly outOf: number | undefined;
}

/**
 * Which column of a platform's table is filled in: the one of this heading; or else the one whose
 * heading has one of these titles in it, the first title first; or else the only one for marks.
 * Throws an InputError where the table is none, or the column is not clear.
 */
export function marksColumn(
  records: readonly PlacedRecord[],
  source: string,
  wanted: string | undefined,
  titles: readonly string[],
): MarksColumn {
  const [first, ...rows] = records;
  const written = (first?.cells ?? []).map((cell) => cell.trim());
  const headings = written.map(wordsOf);
  const table = platformTables.find((table) => table.isOne(headings));
  if (!table && wanted === undefined) {
    const known = platformTables.map(({ name }) => name).join(", ");
    const what = `expected a table as a platform exports it (${known})`;
    throw new InputError(source, `${what}; of another, --column says which column is for marks`);
  }
  const column =
    wanted === undefined
      ? unclear(table!, written, headings, source, titles)
      : named(written, headings, source, wanted);
  const outOf = table?.outOf({ heading: headings[column]!, column, headings, rows });
  return {
    table: table?.name ?? "table",
    column,
    heading: written[column]!,
    outOf: outOf === undefined || !(Number(outOf) > 0) ? undefined : Number(outOf),
  };
}

function named(
  written: readonly string[],
  headings: readonly string[],
  source: string,
  wanted: string,
): number {
  const words = wordsOf(wanted);
  const same = headings.indexOf(words);
  const begun = headings.flatMap((heading, i) => (heading.startsWith(words) ? [i] : []));
  if (same >= 0) return same;
  if (begun.length === 1) return begun[0]!;
  const what = begun.length > 1 ? "several columns begin with" : "there is no column";
  throw new InputError(source, `${what} ${quoted(wanted)}${didYouMean(wanted, written)}`);
}

function unclear(
  table: PlatformTable,
  written: readonly string[],
  headings: readonly string[],
  source: string,
  titles: readonly string[],
): number {
  const forMarks = [...headings.keys()].filter((i) => table.holdsMarks(headings[i]!));
  for (const title of titles) {
    const ofTitle = forMarks.filter((i) => headings[i]!.includes(wordsOf(title)));
    if (ofTitle.length === 1) return ofTitle[0]!;
  }
  if (forMarks.length === 1) return forMarks[0]!;
  const several = forMarks.slice(0, 12).map((i) => quoted(written[i]!));
  const what =
    several.length === 0
      ? `this ${table.name} has no column for marks`
      : `this ${table.name} has several columns for marks, ${several.join(", ")}`;
  throw new InputError(source, `${what}: --column says which`);
}
