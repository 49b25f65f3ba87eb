import { type CsvStyle, csv } from "../export/csv.js";
import type { ClassRow } from "./classReport.js";
import type { ClassSet } from "./classSet.js";
import { decisionText } from "./decision.js";
import { excusedBy, pointsByHand } from "./excused.js";
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

/**
 * The gradebook of a set as CSV: a row a student of the roster, with the points of each exercise
 * and of all. A cell is empty where nothing was marked, and adds nothing to the total, which is
 * that of the points as they are written. What somebody is excused from is in no total. The notes
 * say what was decided, what is late, and which files of theirs were not marked.
 */
export function gradebook(
  set: ClassSet,
  scripts: readonly GradebookEntry[],
  failures: readonly NotMarked[] = [],
  style?: CsvStyle,
): string {
  const { manifest, exercises } = set;
  const found = new Map(scripts.map((one) => [studentAndExercise(one.student, one.exercise), one]));
  const ownerOf = ownerFinder(manifest.students);
  const ids = new Set(manifest.students.map(({ id }) => id));
  const unread = new Map<string, string[]>();
  for (const { source, what, student } of failures) {
    const owner = ids.has(student ?? "") ? student : ownerOf(source);
    if (owner !== undefined)
      unread.set(owner, [...(unread.get(owner) ?? []), `not marked: ${source}: ${what}`]);
  }
  const handedIn = new Set(scripts.map(({ student }) => student));
  // Who has left the roster has a row where there is something to say.
  const students = manifest.students.filter(({ id, left }) => !left || handedIn.has(id));
  return csv(
    [
      "student_id",
      "name",
      "email",
      "section",
      ...exercises.map(({ name }) => name),
      "total",
      "out_of",
      "percent",
      "notes",
    ],
    students.map(({ id, name = "", email = "", section = "" }) => {
      const own = exercises.map((exercise) => cellOf(set, id, exercise.name, found));
      const marked = own.flatMap(({ got }) => (typeof got === "number" ? [got] : []));
      const total = cents(marked.reduce((sum, got) => sum + got, 0));
      const whole = exercises.reduce(
        (sum, { points }, i) => (own[i]!.got === excused ? sum : sum + points),
        0,
      );
      const isEmpty = marked.length === 0;
      return [
        ...[id, name, email, section],
        ...own.map(({ got }) => got),
        isEmpty ? "" : total,
        whole,
        isEmpty || whole === 0 ? "" : cents((total / whole) * 100),
        [...own.flatMap(({ notes }) => notes), ...(unread.get(id) ?? [])].join("; "),
      ];
    }),
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
