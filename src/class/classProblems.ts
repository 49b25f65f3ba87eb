import { type ExerciseFile, readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import type { Malrule } from "../graph/rewrite.js";
import { didYouMean } from "../input/nearest.js";
import { type Prepared, type Problem, prepare, problemFromGivens } from "../problem.js";
import type { Manifest, ManifestVariant } from "./manifest.js";
import { type Overrides, type Policy, policyFor } from "./policy.js";

/** An exercise as a set has it: other blanks, another tolerance, other misconceptions. Throws an InputError. */
export function classExercise(
  { exercise, error }: ExerciseFile,
  policy: Policy,
  overrides: Overrides,
  malrules: readonly Malrule[],
): Prepared {
  const { tolerance = exercise.tolerance, misconceptions } = policyFor(policy, overrides);
  if (Array.isArray(misconceptions)) {
    const known = malrules.map(({ id }) => id);
    for (const [index, id] of misconceptions.entries()) {
      if (known.includes(id)) continue;
      throw error(["misconceptions", index], `there is no malrule ${id}${didYouMean(id, known)}`);
    }
  }
  const isNamed = (id: string): boolean =>
    misconceptions === "all" || (misconceptions !== "none" && misconceptions.includes(id));
  const { ask = exercise.ask } = overrides;
  return prepare(
    { exercise: { ...exercise, ask, tolerance, malrules: exercise.malrules.filter(isNamed) }, error },
    malrules.filter(({ id }) => isNamed(id)),
  );
}

/** Makes the problems of a set again from its manifest: each exercise is prepared once, and nothing is drawn. */
export function classProblems(manifest: Manifest): (variant: ManifestVariant) => Problem {
  const malrules = readMalrules(manifest.malrules, "manifest.json: malrules");
  const prepared = new Map(
    manifest.exercises.map(({ name, overrides, text }) => {
      const file = readExercise(text, `manifest.json: ${name}`);
      return [name, classExercise(file, manifest.policy, overrides, malrules)];
    }),
  );
  return ({ exercise, variant, givens }) => {
    const found = prepared.get(exercise);
    if (!found) throw new RangeError(`variant ${variant}: there is no exercise ${exercise} in this set`);
    return problemFromGivens(found, givens, variant);
  };
}
