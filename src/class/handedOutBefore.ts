import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Assignment, Places, SetExercise } from "./assignment.js";
import { problemIn, readRecord } from "./record.js";

/** The name of the variant that a student has of an exercise, if any was made before. */
export type HandedOutBefore = (assignment: Assignment) => string | undefined;

/**
 * Finds what was handed out before, under whatever name: another secret, course or version gives a variant another name.
 * The student's own folder says it; where that was moved away, a record does.
 */
export function handedOutBefore(places: Places, exercises: readonly SetExercise[]): HandedOutBefore {
  const onRecord = new Map<string, string[]>();
  for (const { name } of exercises) {
    for (const folder of variantsIn(join(places.instructor, name))) {
      const record = readRecord(join(folder, "variant.json"));
      if (!record) continue;
      const whose = pairOf(record.student, record.exercise);
      onRecord.set(whose, [...(onRecord.get(whose) ?? []), record.variant]);
    }
  }
  return (assignment) => {
    const recorded = onRecord.get(pairOf(assignment.student.id, assignment.exercise.name)) ?? [];
    const own = recorded.find((variant) => variant === assignment.variant);
    return problemIn(places.of(assignment).problem)?.variant ?? own ?? recorded[0];
  };
}

const variantsIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(folder, name))
        .sort()
    : [];

const pairOf = (student: string, exercise: string): string => JSON.stringify([student, exercise]);
