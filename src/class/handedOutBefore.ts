import { join } from "node:path";
import { type Assignment, assignmentsOf, type ClassPlan, type Places } from "./assignment.js";
import { readRecord } from "./record.js";
import { studentAndExercise } from "./studentAndExercise.js";

/**
 * The name of the variant of an exercise that is on record for a student, if any was made before.
 */
export type HandedOutBefore = (assignment: Assignment) => string | undefined;

/**
 * Finds what was handed out before, under whatever name: another secret, course or version gives a
 * variant another name. It is asked where the student's own folder says nothing.
 */
export function handedOutBefore(places: Places, plan: ClassPlan): HandedOutBefore {
  let others: (() => ReadonlyMap<string, string>) | undefined;
  return (assignment) => {
    const own = readRecord(places.of(assignment).record, places.files);
    if (own) return own.variant;
    // Looked for last: where all is there already, none of ten thousand records is read for it.
    others ??= settled(() => underOtherNames(places, plan));
    return others().get(studentAndExercise(assignment.student.id, assignment.exercise.name));
  };
}

/** The variants on record whose names are not what anybody would get now, by whose they are. */
function underOtherNames(places: Places, plan: ClassPlan): ReadonlyMap<string, string> {
  const now = new Set((plan.redrawn ?? []).map(({ variant }) => variant));
  for (const { variant } of assignmentsOf(plan, plan.students)) now.add(variant);
  const found = new Map<string, string>();
  for (const { name } of plan.exercises) {
    const folder = join(places.instructor, name);
    for (const variant of [...places.files.foldersIn(folder)].sort()) {
      if (now.has(variant)) continue;
      const record = readRecord(join(folder, variant, "variant.json"), places.files);
      if (!record) continue;
      const whose = studentAndExercise(record.student, record.exercise);
      if (!found.has(whose)) found.set(whose, variant);
    }
  }
  return found;
}

/** What comes of asking once: a failure, too, is had only once. */
function settled<T>(ask: () => T): () => T {
  try {
    const value = ask();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
