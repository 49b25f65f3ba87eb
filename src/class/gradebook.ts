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
export function gradebook({ manifest }: ClassSet, scripts: readonly GradebookEntry[]): string {
  const points = new Map(
    scripts.map((one) => [studentAndExercise(one.student, one.exercise), cents(one.points)]),
  );
  const whole = manifest.exercises.reduce((sum, exercise) => sum + exercise.points, 0);
  return csv(
    [
      "student_id",
      "name",
      "email",
      "section",
      ...manifest.exercises.map(({ name }) => name),
      "total",
      "out_of",
      "percent",
    ],
    manifest.students.map(({ id, name = "", email = "", section = "" }) => {
      const own = manifest.exercises.map((exercise) =>
        points.get(studentAndExercise(id, exercise.name)),
      );
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
