import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { jsonText } from "../export/problemJson.js";
import { InputError } from "../input/inputError.js";
import { givensOf, type Prepared, type Problem, problem, problemFromGivens, UnsoundError } from "../problem.js";
import { mergedPdfs } from "../render/pdf/merge.js";
import type { Assignment, ClassPlan, Places } from "./assignment.js";
import type { HandedOutBefore } from "./handedOutBefore.js";
import type { Handout } from "./handout.js";
import type { Manifest } from "./manifest.js";
import { isDone, keptVariant, manifestVariant, recordOf, recordText } from "./record.js";
import { refuseLinks, removeDrafts, writeWhole } from "./writeWhole.js";

/**
 * Makes one student's files of one exercise, unless they are there: all of them, then the record that says so. Throws an
 * Error where another variant, or one with other numbers, was handed out before.
 */
export async function handOut(
  assignment: Assignment,
  places: Places,
  before: HandedOutBefore,
  make: (assignment: Assignment, problem: Problem) => Promise<Handout>,
): Promise<void> {
  const has = before(assignment);
  if (has !== undefined && has !== assignment.variant) {
    throw new Error(
      `has variant ${has} already, and would get ${assignment.variant}: the secret, the course, the set's name or the exercise's version is another now; to hand out this one instead, delete the set's folder`,
    );
  }
  if (isDone(places, assignment)) return;
  for (const path of Object.values(places.of(assignment))) refuseLinks(places.folder, path);
  const { exercise, seed, variant } = assignment;
  const givens = givensOf(drawn(exercise.prepared, seed));
  const recorded = recordOf(places, assignment)?.givens;
  if (recorded && Object.keys(givens).some((id) => recorded[id] !== givens[id])) {
    throw new Error("has a variant with other numbers already; to hand out this one instead, delete the set's folder");
  }
  const files = await make(assignment, problemFromGivens(exercise.prepared, givens, variant));
  const { record, ...where } = places.of(assignment);
  for (const folder of new Set(Object.values(where).map(dirname))) removeDrafts(folder);
  for (const [kind, path] of Object.entries(where)) writeWhole(path, files[kind as keyof Handout]);
  writeWhole(record, recordText(assignment, givens));
}

/**
 * Writes what a whole set has once: the manifest, the keys for markers, and the worksheets for the print shop. Who keeps
 * a variant of another name is there with that. Throws an InputError for a PDF that is not as it was made.
 */
export function assemble(
  plan: ClassPlan,
  assignments: readonly Assignment[],
  places: Places,
  before: HandedOutBefore,
): void {
  const { set, exercises, malrules, students } = plan;
  const made = assignments.flatMap((assignment) => {
    const has = before(assignment) ?? assignment.variant;
    const kept = { ...assignment, variant: has };
    const variant = has === assignment.variant ? manifestVariant(places, assignment) : keptVariant(places, kept);
    return variant ? [{ variant, assignment, ...places.of(kept) }] : [];
  });
  const byVariant = exercises.flatMap(({ name }) =>
    made
      .filter(({ assignment }) => assignment.exercise.name === name)
      .sort((a, b) => (a.variant.variant < b.variant.variant ? -1 : 1)),
  );
  removeDrafts(dirname(places.manifest));
  const keyPages = byVariant.map(({ keyPage }) => keyPage);
  writeMerged(places.keys, keyPages, { title: `${set.title} – keys` });
  const worksheets = made.map(({ worksheet }) => worksheet);
  writeMerged(places.print, worksheets, { title: `${set.title} – worksheets`, evenPages: true });
  const manifest: Manifest = {
    schemaVersion: 1,
    course: set.course,
    set: set.name,
    title: set.title,
    locale: set.locale,
    policy: set.policy,
    exercises: exercises.map(({ name, version, points, overrides, text }) => ({
      name,
      version,
      points,
      overrides,
      text,
    })),
    malrules,
    students: [...students],
    variants: made.map(({ variant }) => variant),
  };
  writeWhole(places.manifest, jsonText(manifest));
}

// A message goes to screens and logs, where no seed belongs.
function drawn(prepared: Prepared, seed: string): Problem {
  try {
    return problem(prepared, seed);
  } catch (error) {
    if (error instanceof UnsoundError) throw new Error(error.message.replace(` of seed ${seed}`, ""));
    throw error;
  }
}

function writeMerged(path: string, parts: readonly string[], options: Parameters<typeof mergedPdfs>[1]): void {
  let reading = path;
  try {
    writeWhole(path, mergedPdfs(contents(), options));
  } catch (error) {
    // A damaged one may lack anything that merging counts on.
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    // It may hold somebody's answers, so it is not made again unasked.
    throw new InputError(reading, "is not as it was made: delete it or move it away, and run assign again to make it");
  }

  function* contents(): Generator<Uint8Array> {
    for (reading of parts) yield readFileSync(reading);
  }
}
