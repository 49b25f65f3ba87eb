import { type GradebookEntry, gradebook } from "../class/gradebook.js";
import { InputError } from "../input/inputError.js";
import { notesOn } from "../marking/notes.js";
import type { ReportRun } from "../reports.js";

/** CSV for a learning platform: a row a student of the roster, with the points of each exercise. */
export async function* gradebookOf({
  batch: { set, results },
  csvStyle,
}: ReportRun): AsyncGenerator<string> {
  const points: GradebookEntry[] = [];
  const failures: InputError[] = [];
  for await (const one of results) {
    if (one instanceof InputError) {
      failures.push(one);
      continue;
    }
    const { student, exercise } = one.script;
    points.push({ student, exercise, points: one.worth?.points ?? 0, notes: notesOn(one) });
  }
  yield gradebook(set!, points, failures, csvStyle);
}
