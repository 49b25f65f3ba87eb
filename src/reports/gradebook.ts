import type { ClassSet } from "../class/classSet.js";
import { filledIn } from "../class/fillIn.js";
import {
  type GradebookEntry,
  type GradebookRow,
  gradebook,
  gradebookRows,
} from "../class/gradebook.js";
import { fileBytes } from "../files/fileBytes.js";
import { shownPath } from "../files/shownPath.js";
import { InputError } from "../input/inputError.js";
import { notesOn } from "../marking/notes.js";
import type { ReportPart, ReportRun } from "../reports.js";

/**
 * CSV for a learning platform: a row a student of the roster, with the points of each exercise; or
 * the table that a platform has exported, with the points filled in.
 */
export async function* gradebookOf({
  batch: { set, results },
  csvStyle,
  into,
}: ReportRun): AsyncGenerator<ReportPart> {
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
  if (!into) yield gradebook(set!, points, failures, csvStyle);
  else yield* filledTable(into, set!, gradebookRows(set!, points, failures));
}

function* filledTable(
  { path, column }: NonNullable<ReportRun["into"]>,
  set: ClassSet,
  rows: readonly GradebookRow[],
): Generator<ReportPart> {
  const source = shownPath(path);
  const found = filledIn(fileBytes(path, mostBytes), source, set, rows, column);
  yield found.bytes;
  const { table, heading, outOf } = found.column;
  yield { note: `${table}: ${heading}: ${found.filled} filled in` };
  if (outOf !== undefined && outOf !== found.outOf) {
    const what = `is out of ${outOf} there, and out of ${found.outOf} here`;
    yield { note: `${source}: ${heading} ${what}: points are written as they are` };
  }
  for (const { id, name } of found.unplaced) {
    const who = name === undefined ? id : `${name} (${id})`;
    yield { failed: `there is no row, or not one alone, for ${who}`, of: source };
  }
}

const mostBytes = 64 * 1024 ** 2;
