import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { jsonText } from "../export/problemJson.js";
import { givensOf, type Prepared, type Problem, problem, problemFromGivens, UnsoundError } from "../problem.js";
import { mergedPdfs } from "../render/pdf/merge.js";
import type { Assignment, ClassPlan, Places } from "./assignment.js";
import type { Handout } from "./handout.js";
import type { Manifest } from "./manifest.js";
import { isDone, manifestVariant, recordOf, recordText } from "./record.js";
import { refuseLinks, removeDrafts, writeWhole } from "./writeWhole.js";

/**
 * Makes one student's files of one exercise, unless they are there: all of them, then the record that says so. Throws an
 * Error where the variant that was handed out before had other numbers.
 */
export async function handOut(
  assignment: Assignment,
  places: Places,
  make: (assignment: Assignment, problem: Problem) => Promise<Handout>,
): Promise<void> {
  if (isDone(places, assignment)) return;
  for (const path of Object.values(places.of(assignment))) refuseLinks(places.folder, path);
  const { exercise, seed, variant } = assignment;
  const givens = givensOf(drawn(exercise.prepared, seed));
  const before = recordOf(places, assignment)?.givens;
  if (before && Object.keys(givens).some((id) => before[id] !== givens[id])) {
    throw new Error("has a variant with other numbers already; to hand out this one instead, delete the set's folder");
  }
  const files = await make(assignment, problemFromGivens(exercise.prepared, givens, variant));
  const { record, ...where } = places.of(assignment);
  for (const folder of new Set(Object.values(where).map(dirname))) removeDrafts(folder);
  for (const [kind, path] of Object.entries(where)) writeWhole(path, files[kind as keyof Handout]);
  writeWhole(record, recordText(assignment, givens));
}

/** Writes what a whole set has once: the manifest, the keys for markers, and the worksheets for the print shop. */
export function assemble(plan: ClassPlan, assignments: readonly Assignment[], places: Places): void {
  const { set, exercises, malrules, students } = plan;
  const made = assignments.flatMap((assignment) => {
    const variant = manifestVariant(places, assignment);
    return variant ? [{ variant, assignment, ...places.of(assignment) }] : [];
  });
  const byVariant = exercises.flatMap(({ name }) =>
    made
      .filter(({ assignment }) => assignment.exercise.name === name)
      .sort((a, b) => (a.variant.variant < b.variant.variant ? -1 : 1)),
  );
  removeDrafts(dirname(places.manifest));
  writeWhole(
    places.keys,
    mergedPdfs(contents(byVariant.map(({ keyPage }) => keyPage)), { title: `${set.title} – keys` }),
  );
  writeWhole(
    places.print,
    mergedPdfs(contents(made.map(({ worksheet }) => worksheet)), {
      title: `${set.title} – worksheets`,
      evenPages: true,
    }),
  );
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

function* contents(paths: readonly string[]): Generator<Uint8Array> {
  for (const path of paths) yield readFileSync(path);
}
