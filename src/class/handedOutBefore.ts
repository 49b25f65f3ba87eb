import { join } from "node:path";
import { TextIndex } from "../input/textIndex.js";
import { type Assignment, type ClassPlan, type Places, variantNames } from "./assignment.js";
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
  let isNow: ((variant: string) => boolean) | undefined;
  const found = new Map<string, string>();
  for (const { name } of plan.exercises) {
    const folder = join(places.instructor, name);
    const others = new Set<string>();
    for (const variant of places.files.foldersIn(folder)) {
      // Of a class that is made for the first time, there are none.
      isNow ??= namesOfNow(plan);
      if (!isNow(variant)) others.add(variant);
    }
    for (const variant of [...others].sort()) {
      const record = readRecord(join(folder, variant, "variant.json"), places.files);
      if (!record) continue;
      const whose = studentAndExercise(record.student, record.exercise);
      if (!found.has(whose)) found.set(whose, variant);
    }
  }
  return found;
}

/** Tells what anybody's variants are called now, or were before they were replaced. */
function namesOfNow(plan: ClassPlan): (variant: string) => boolean {
  const { students, exercises } = plan;
  const replaced = new Set((plan.redrawn ?? []).map(({ variant }) => variant));
  const nameOf = variantNames(plan);
  const nameAt = (place: number): string =>
    nameOf(students[Math.floor(place / exercises.length)]!, exercises[place % exercises.length]!);
  const names = new TextIndex(nameAt);
  for (let place = 0; place < students.length * exercises.length; place++)
    names.set(nameAt(place), place);
  return (variant) => replaced.has(variant) || names.has(variant);
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
