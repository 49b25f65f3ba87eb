import { type CsvStyle, csv } from "../export/csv.js";
import type { ClassRow } from "./classReport.js";
import type { ClassSet } from "./classSet.js";
import { decisionText } from "./decision.js";
import { excusedBy, pointsByHand } from "./excused.js";
import type { Student } from "./manifest.js";
import { ownerFinder } from "./ownerOf.js";
import { studentAndExercise } from "./studentAndExercise.js";

/** What a student earned in one exercise, and what there is to know of it. */
export interface GradebookEntry extends Pick<ClassRow, "student" | "exercise" | "points"> {
  readonly notes?: readonly string[];
}

/** What was handed in and not marked. */
export interface NotMarked {
  readonly source: string;
  readonly what: string;
  /** Whose it is, where it says so itself; else its name may. */
  readonly student?: string;
}

/** What stands in a student's row. */
export interface GradebookRow {
  readonly student: Student;
  /** In the order of the exercises: points, `excused`, or nothing where nothing was marked. */
  readonly own: readonly (number | string)[];
  /** That of the points as they are written; undefined where there are none. */
  readonly total: number | undefined;
  /** What the total is out of: what somebody is excused from is in no total. */
  readonly outOf: number;
  readonly notes: readonly string[];
}

/**
 * The rows of a set's gradebook: one for each student of the roster, and for who has left it where
 * there is something to say. The notes say what was decided, what is late, and which files of
 * theirs were not marked.
 */
export function gradebookRows(
  set: ClassSet,
  scripts: readonly GradebookEntry[],
  failures: readonly NotMarked[] = [],
): readonly GradebookRow[] {
  const { manifest, exercises } = set;
  const found = new Map(scripts.map((one) => [studentAndExercise(one.student, one.exercise), one]));
  const unread = unreadOf(set, failures);
  const handedIn = new Set(scripts.map(({ student }) => student));
  return manifest.students
    .filter(({ id, left }) => !left || handedIn.has(id))
    .map((student) => {
      const cells = exercises.map(({ name }) => cellOf(set, student.id, name, found));
      const own = cells.map(({ got }) => got);
      const marked = own.filter((got) => typeof got === "number");
      return {
        student,
        own,
        total: marked.length > 0 ? cents(marked.reduce((sum, got) => sum + got, 0)) : undefined,
        outOf: exercises.reduce(
          (sum, { points }, i) => (own[i] === excused ? sum : sum + points),
          0,
        ),
        notes: [...cells.flatMap(({ notes }) => notes), ...(unread.get(student.id) ?? [])],
      };
    });
}

/** What was handed in and not marked, by the student whose it is. */
function unreadOf(
  { manifest }: ClassSet,
  failures: readonly NotMarked[],
): ReadonlyMap<string, readonly string[]> {
  const ownerOf = ownerFinder(manifest.students);
  const ids = new Set(manifest.students.map(({ id }) => id));
  const unread = new Map<string, string[]>();
  for (const { source, what, student } of failures) {
    const owner = ids.has(student ?? "") ? student : ownerOf(source);
    if (owner !== undefined)
      unread.set(owner, [...(unread.get(owner) ?? []), `not marked: ${source}: ${what}`]);
  }
  return unread;
}

/** The gradebook of a set as CSV. A cell is empty where nothing was marked. */
export function gradebook(
  set: ClassSet,
  scripts: readonly GradebookEntry[],
  failures: readonly NotMarked[] = [],
  style?: CsvStyle,
): string {
  return csv(
    [
      "student_id",
      "name",
      "email",
      "section",
      ...set.exercises.map(({ name }) => name),
      "total",
      "out_of",
      "percent",
      "notes",
    ],
    gradebookRows(set, scripts, failures).map(({ student, own, total, outOf, notes }) => [
      ...[student.id, student.name ?? "", student.email ?? "", student.section ?? ""],
      ...own,
      total ?? "",
      outOf,
      total === undefined || outOf === 0 ? "" : cents((total / outOf) * 100),
      notes.join("; "),
    ]),
    style,
  );
}

const excused = "excused";

/** What stands in a student's cell of an exercise. */
function cellOf(
  set: ClassSet,
  student: string,
  exercise: string,
  found: ReadonlyMap<string, GradebookEntry>,
): { readonly got: number | string; readonly notes: readonly string[] } {
  const script = found.get(studentAndExercise(student, exercise));
  const why = excusedBy(set, student, exercise);
  const notes = (script?.notes ?? []).map((note) => `${exercise}: ${note}`);
  if (why)
    return {
      got: excused,
      notes: script ? notes : [`${exercise}: ${decisionText(why)}`],
    };
  if (script) return { got: cents(script.points), notes };
  const byHand = pointsByHand(set, student, exercise);
  return byHand
    ? { got: cents(byHand.points), notes: [`${exercise}: ${decisionText(byHand.decision)}`] }
    : { got: "", notes };
}

// A half goes up, as people round.
const cents = (value: number): number => Math.round((value + 1e-9) * 100) / 100;
