import { createHash } from "node:crypto";
import * as z from "zod";
import { jsonText } from "../export/problemJson.js";
import { InputError } from "../input/inputError.js";
import { parsed } from "../input/schemaIssue.js";
import type { Assignment, Places } from "./assignment.js";
import type { ClassProblem } from "./classProblemJson.js";
import { variantSchema } from "./manifest.js";
import { filesInFolders, type SetFiles } from "./setFiles.js";

/** The files of an assignment that somebody may write into: answers, or notes of a marker. */
export const workedIn = [
  "worksheet",
  "submission",
  "solution",
  "keyPage",
  "worksheetPage",
  "solutionPage",
  "pageOfKey",
  "worksheetDocument",
  "solutionDocument",
] as const;

// It becomes a path.
const variantName = /^[0-9A-Z-]+$/;

const fingerprintSchema = z.strictObject({ bytes: z.int(), sha256: z.string() });

const recordSchema = variantSchema.omit({ edition: true, refused: true }).extend({
  schemaVersion: z.literal(1),
  variant: z.string().regex(variantName),
  digest: z.string(),
  made: z.partialRecord(z.enum(workedIn), fingerprintSchema).optional(),
});

/**
 * What is kept of an assignment that is done: its share of the manifest, what its files were made
 * from, and what they were.
 */
export type VariantRecord = z.output<typeof recordSchema>;

/** What a file was when it was made: one that is otherwise has somebody's work in it. */
export type Fingerprint = z.output<typeof fingerprintSchema>;
export type Fingerprints = NonNullable<VariantRecord["made"]>;

/** What a file of this content is. */
export function fingerprintOf(content: string | Uint8Array): Fingerprint {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Whether a file is as it was made, by its size alone or, with `isSure`, by its content. */
export function isAsMade(
  path: string,
  { bytes, sha256 }: Fingerprint,
  isSure = false,
  files: SetFiles = filesInFolders,
): boolean {
  if (files.size(path) !== bytes) return false;
  return !isSure || fingerprintOf(files.read(path)).sha256 === sha256;
}

/** The text of a record. */
export const recordText = (
  { variant, student, exercise, digest }: Assignment,
  givens: VariantRecord["givens"],
  made: Fingerprints,
): string =>
  jsonText({
    schemaVersion: 1,
    variant,
    student: student.id,
    exercise: exercise.name,
    digest,
    givens,
    made,
  });

/**
 * The record in this file, unless there is none or it is empty. Throws an InputError for one that
 * cannot be read.
 */
export function readRecord(path: string, files: SetFiles): VariantRecord | undefined {
  if (!holdsSomething(path, files)) return undefined;
  const checked = parsed(recordSchema, jsonOf(path, files));
  if (checked.ok) return checked.value;
  throw new InputError(path, "cannot be read: delete it, and run assign again");
}

function jsonOf(path: string, files: SetFiles): unknown {
  try {
    return JSON.parse(Buffer.from(files.read(path)).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What the `problem.json` in a student's folder says, unless there is none or it is damaged. */
export type ProblemThere = Partial<ClassProblem> | undefined;

/** Reads the `problem.json` in a student's folder. */
export function problemIn(path: string, files: SetFiles): ProblemThere {
  if (!holdsSomething(path, files)) return undefined;
  try {
    const problem = Object(jsonOf(path, files)) as Partial<ClassProblem>;
    return variantName.test(String(problem.variant)) ? problem : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether nothing is left to be made of an assignment that has this record, and this `problem.json`
 * in its folder.
 */
export const isDone = (
  places: Places,
  assignment: Assignment,
  record: VariantRecord,
  there: ProblemThere,
): record is WholeRecord =>
  record.digest === assignment.digest && isWhole(places, assignment, record, there);

type WholeRecord = VariantRecord & { readonly made: Fingerprints };

/** Whether all files of an assignment are there. */
export const isWhole = (
  places: Places,
  assignment: Assignment,
  record: VariantRecord,
  there: ProblemThere,
): record is WholeRecord =>
  record.made !== undefined &&
  there?.variant === assignment.variant &&
  Object.values(places.of(assignment)).every((path) => holdsSomething(path, places.files));

/**
 * Whether there is a file with something in it: a crash, or a full disk, may leave one without.
 * Links are not followed.
 */
export const holdsSomething = (path: string, files: SetFiles = filesInFolders): boolean =>
  (files.size(path) ?? 0) > 0;
