import { csv } from "../export/csv.js";
import type { ClassRow } from "./classReport.js";
import type { ClassSet } from "./classSet.js";
import { studentAndExercise } from "./studentAndExercise.js";

/** What a student earned in one exercise. */
export type GradebookEntry = Pick<ClassRow, "student" | "exercise" | "points">;

/**
 * The gradebook of a set as CSV: a row a student of the roster, with the points of each exercise
 * and of all. A cell is empty where nothing was marked, and adds nothing to the total, which is
 * that of the points as they are written.
 */
export function gradebook(
  { manifest, exercises }: ClassSet,
  scripts: readonly GradebookEntry[],
): string {
  const points = new Map(
    scripts.map((one) => [studentAndExercise(one.student, one.exercise), cents(one.points)]),
  );
  const whole = exercises.reduce((sum, exercise) => sum + exercise.points, 0);
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
    ],
    students.map(({ id, name = "", email = "", section = "" }) => {
      const own = exercises.map((exercise) => points.get(studentAndExercise(id, exercise.name)));
      const marked = own.filter((got) => got !== undefined);
      const total = cents(marked.reduce((sum, got) => sum + got, 0));
      const isEmpty = marked.length === 0;
      return [
        ...[id, name, email, section],
        ...own.map((got) => (got === undefined ? "" : got)),
        isEmpty ? "" : total,
        whole,
        isEmpty || whole === 0 ? "" : cents((total / whole) * 100),
      ];
    }),
  );
}

// A half goes up, as people round.
const cents = (value: number): number => Math.round((value + 1e-9) * 100) / 100;
