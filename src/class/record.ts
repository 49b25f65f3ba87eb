import { readFileSync, statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { jsonText } from "../export/problemJson.js";
import { InputError } from "../input/inputError.js";
import type { Assignment, Places } from "./assignment.js";
import type { ClassProblem } from "./classProblemJson.js";
import type { ManifestVariant } from "./manifest.js";

interface Record extends ManifestVariant {
  readonly digest: string;
}

/** What is kept of an assignment that is done: its share of the manifest, and what its files were made from. */
export const recordText = ({ variant, student, exercise, digest }: Assignment, givens: Record["givens"]): string =>
  jsonText({ schemaVersion: 1, variant, student: student.id, exercise: exercise.name, digest, givens });

/** The record in this file, unless there is none or it is empty. Throws an InputError for one that cannot be read. */
export function readRecord(path: string): Record | undefined {
  if (!holdsSomething(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record;
  } catch {
    throw new InputError(path, "cannot be read: delete it, and run assign again");
  }
}

/** The record of an assignment, where there is one. */
export const recordOf = (places: Places, assignment: Assignment): Record | undefined =>
  readRecord(places.of(assignment).record);

/** What the `problem.json` in a student's folder says, unless there is none or it is damaged. */
export function problemIn(path: string): Partial<ClassProblem> | undefined {
  if (!holdsSomething(path)) return undefined;
  try {
    const problem = Object(JSON.parse(readFileSync(path, "utf8"))) as Partial<ClassProblem>;
    // Its name becomes a path.
    return /^[0-9A-Z-]+$/.test(String(problem.variant)) ? problem : undefined;
  } catch {
    return undefined;
  }
}

/** Whether nothing is left to be made of an assignment. */
export const isDone = (places: Places, assignment: Assignment): boolean =>
  recordOf(places, assignment)?.digest === assignment.digest && isWhole(places, assignment);

/** The manifest's line of an assignment that is done. */
export const manifestVariant = (places: Places, assignment: Assignment): ManifestVariant | undefined =>
  isDone(places, assignment) ? lineOf(recordOf(places, assignment)!) : undefined;

/** The manifest's line of a variant that stays handed out under another name, if its sheet asks what the set asks now. */
export function keptVariant(places: Places, kept: Assignment): ManifestVariant | undefined {
  const record = recordOf(places, kept);
  if (!record || !isWhole(places, kept)) return undefined;
  const { exerciseVersion, overrides } = problemIn(places.of(kept).problem)!;
  const { version, overrides: now } = kept.exercise;
  return exerciseVersion === version && isDeepStrictEqual(overrides?.ask, now.ask) ? lineOf(record) : undefined;
}

const lineOf = ({ variant, student, exercise, givens }: Record): ManifestVariant => ({
  variant,
  student,
  exercise,
  givens,
});

const isWhole = (places: Places, assignment: Assignment): boolean => {
  const where = places.of(assignment);
  return Object.values(where).every(holdsSomething) && problemIn(where.problem)?.variant === assignment.variant;
};

// A crash, or a full disk, may leave a file without content.
const holdsSomething = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
