import { type GradebookEntry, gradebook } from "../class/gradebook.js";
import { InputError } from "../input/inputError.js";
import type { ReportRun } from "../reports.js";

/** CSV for a learning platform: a row a student of the roster, with the points of each exercise. */
export async function* gradebookOf({ batch: { set, results } }: ReportRun): AsyncGenerator<string> {
  const points: GradebookEntry[] = [];
  for await (const one of results) {
    if (one instanceof InputError) continue;
    const { student, exercise } = one.script;
    points.push({ student, exercise, points: one.worth?.points ?? 0 });
  }
  yield gradebook(set!, points);
}
