import * as z from "zod";
import { jsonText } from "../export/problemJson.js";
import { fileBytes } from "../files/fileBytes.js";
import { writeWhole } from "../files/writeWhole.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { InputError } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { ClassPlan } from "./assignment.js";
import type { ManifestVariant } from "./manifest.js";
import { holdsSomething } from "./record.js";
import { studentAndExercise } from "./studentAndExercise.js";

const redrawnSchema = z.strictObject({
  schemaVersion: z.literal(1),
  redrawn: z.array(
    z.strictObject({
      student: z.string(),
      exercise: z.string(),
      variant: z.string(),
      reason: z.string(),
    }),
  ),
});

/** A variant that a student was given another in place of, and why. */
export type Redrawn = z.output<typeof redrawnSchema>["redrawn"][number];

/** Reads which variants were replaced in a set. Throws an InputError. */
export const readRedrawn = (path: string): readonly Redrawn[] =>
  holdsSomething(path)
    ? jsonDocument(redrawnSchema, fileBytes(path, mostBytes), path, { bytes: mostBytes }).redrawn
    : [];

/** Writes the same. */
export const writeRedrawn = (path: string, redrawn: readonly Redrawn[]): void =>
  writeWhole(path, jsonText({ schemaVersion: 1, redrawn: [...redrawn] }));

const mostBytes = 64 * 1024 ** 2;

/** Who is to get another variant in place of the one they have, and why. */
export interface Redraw {
  readonly student: string;
  readonly exercise: string;
  readonly reason: string;
}

/**
 * What was replaced once this is, too; the same as before where it was for this reason already.
 * Throws an InputError where the student has nothing to replace.
 */
export function redrawnWith(
  redrawn: readonly Redrawn[],
  { student, exercise, reason }: Redraw,
  { exercises, students }: Pick<ClassPlan, "exercises" | "students">,
  variants: Iterable<ManifestVariant> = [],
): readonly Redrawn[] {
  const names = exercises.map(({ name }) => name);
  if (!names.includes(exercise))
    throw new InputError(
      "--exercise",
      `there is no ${exercise} in this set${didYouMean(exercise, names)}`,
    );
  if (!students.some(({ id }) => id === student))
    throw new InputError("--redraw", `there is no ${student} on the roster`);
  const before = redrawn.filter((one) => one.student === student && one.exercise === exercise);
  if (before.at(-1)?.reason === reason) return redrawn;
  const replaced = new Set(before.map(({ variant }) => variant));
  for (const one of variants)
    if (one.student === student && one.exercise === exercise && !replaced.has(one.variant))
      return [...redrawn, { student, exercise, variant: one.variant, reason }];
  throw new InputError("--redraw", `${student} was handed out no ${exercise} that can be replaced`);
}

/** How often each student was given another variant of an exercise. */
export function timesRedrawn(
  redrawn: readonly Redrawn[],
): (student: string, exercise: string) => number {
  const times = new Map<string, number>();
  for (const { student, exercise } of redrawn) {
    const whose = studentAndExercise(student, exercise);
    times.set(whose, (times.get(whose) ?? 0) + 1);
  }
  return (student, exercise) => times.get(studentAndExercise(student, exercise)) ?? 0;
}
