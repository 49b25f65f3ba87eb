import { csvRecords } from "../handedIn/csvRecords.js";
import { InputError, quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { Ruling } from "./decision.js";
import { type FaultAt, type Scope, scopeOf, type UndecidedSet } from "./decisionScope.js";
import { studentAndExercise } from "./studentAndExercise.js";

/** What a table of marks by hand says: a row each. */
export interface MarkByHand extends Scope {
  readonly reason: string | undefined;
  readonly ruling: Ruling;
}

const columns = ["student_id", "exercise", "variant", "points", "reason"] as const;

/** A row of such a table by its headings. */
type MarksRow = Readonly<Record<(typeof columns)[number], string | undefined>>;

/** A table that a file of decisions names: what it is called in messages, and what is in it. */
export interface NamedTable {
  readonly source: string;
  /** Undefined where there is no such file. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads a table of marks by hand. Throws an InputError with its line for the first mistake, and the
 * fault where there is no such file.
 */
export function marksIn(
  { source, bytes }: NamedTable,
  set: UndecidedSet,
  place: FaultAt,
): readonly MarkByHand[] {
  if (!bytes) throw place(["marksFrom"], `marksFrom: there is no file ${source}`);
  const [heading, ...rows] = csvRecords(bytes, source);
  const names = (heading?.cells ?? []).map(headingOf);
  const at = (line: number, what: string): InputError =>
    new InputError(source, what, { line, column: 1 });
  refuseBadHeadings(names, (what) => at(heading?.line ?? 1, what));
  const lines = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    const fault: FaultAt = (_, what) => at(line, what);
    if (cells.length > names.length)
      throw at(line, `expected ${names.length} cells, as the headings have, got ${cells.length}`);
    const mark = markIn(
      Object.fromEntries(
        columns.map((name) => [name, cells[names.indexOf(name)]?.trim() || undefined]),
      ) as MarksRow,
      set,
      fault,
    );
    const student = mark.student ?? set.variant(mark.variant!).student;
    const whose = studentAndExercise(student, mark.exercise!);
    const before = lines.get(whose);
    if (before !== undefined)
      throw at(line, `${student} has points of ${mark.exercise} on line ${before} already`);
    lines.set(whose, line);
    return mark;
  });
}

// As spreadsheets and rosters have them: `Student ID`.
const headingOf = (cell: string): string =>
  cell
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

function refuseBadHeadings(names: readonly string[], fault: (what: string) => InputError): void {
  const twice = columns.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw fault(`the heading ${quoted(twice)} is there twice`);
  const hasWhose = names.includes("student_id") || names.includes("variant");
  if (hasWhose && names.includes("points")) return;
  const got = names.length === 0 ? "nothing" : names.slice(0, 12).map(quoted).join(", ");
  const hint = names
    .filter((name) => !columns.includes(name as (typeof columns)[number]))
    .map((name) => didYouMean(name, columns))
    .find(Boolean);
  throw fault(`expected the headings student_id (or variant) and points, got ${got}${hint ?? ""}`);
}

/** What a row says. */
function markIn(said: MarksRow, set: UndecidedSet, fault: FaultAt): MarkByHand {
  const { student_id: student, variant, reason, points = "" } = said;
  if (student === undefined && variant === undefined)
    throw fault([], "expected a student_id or a variant");
  const [only, ...others] = set.exercises.map(({ name }) => name);
  const exercise =
    said.exercise ?? (variant === undefined && others.length === 0 ? only : undefined);
  const whose = scopeOf({ exercise, variant, student }, set, fault);
  if (whose.exercise === undefined) throw fault([], "expected an exercise or a variant");
  if (!/^\d+(?:[.,]\d+)?$/.test(points))
    throw fault([], `points: expected a number, 0 or more, got ${quoted(points)}`);
  const marks = Number(points.replace(",", "."));
  const most = set.exercise(whose.exercise).points;
  if (marks > most) throw fault([], `points: expected at most ${most}, got ${points}`);
  return { ...whose, reason, ruling: { kind: "points", points: marks } };
}
