import type { ExerciseFile } from "../exercise/readExercise.js";
import type { Malrule } from "../graph/rewrite.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { InputError } from "../input/inputError.js";
import type { Problem } from "../problem/problem.js";
import { type ClassProblem, classProblemSchema } from "./classProblemJson.js";
import { classExercise, problemAsGiven } from "./classProblems.js";

/**
 * Reads the `problem.json` that a student was handed. Throws an InputError for the first thing that
 * is wrong.
 */
export const readClassProblem = (json: Uint8Array | string, source: string): ClassProblem =>
  jsonDocument(classProblemSchema, json, source);

/**
 * The problem that was handed out, from what the student has of it: nothing is drawn, and no seed
 * is needed.
 */
export function handedOutProblem(
  { exerciseVersion, exercise, overrides = {}, givens, variant }: ClassProblem,
  file: ExerciseFile,
  malrules: readonly Malrule[],
  source: string,
): Problem {
  const { version } = file.exercise;
  if (exerciseVersion !== version) {
    throw new InputError(
      source,
      `is of version ${exerciseVersion} of ${exercise}; this is version ${version}`,
    );
  }
  const values = Object.fromEntries(givens.map(({ id, value }) => [id, value]));
  return problemAsGiven(classExercise(file, {}, overrides, malrules), values, variant, source);
}
