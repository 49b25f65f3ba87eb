import type { Submission } from "../handedIn/submission.js";
import { InputError } from "../input/inputError.js";
import { type LanguageCode, languageCodes } from "../language/language.js";
import { languageNamed } from "../language/languages.js";
import { exerciseNames, loadExercise } from "../load.js";
import type { Prepared } from "../problem/prepare.js";
import { type Problem, problem, publishedProblem } from "../problem/problem.js";

/** A submission and the problem it answers. */
export interface Script {
  readonly file: string;
  readonly submission: Submission;
  readonly problem: Problem;
}

/** How many variants are kept: a class has one for all of its scripts, or one for each. */
const mostProblems = 200;

/**
 * Finds the problem that a submission answers by its exercise and seed, making each exercise once
 * and a variant again only where many others came between. `exerciseFiles` are instructors' own,
 * which take the place of shipped ones of the same name. A variant is in the language that is
 * `wanted`, else in that of its worksheet. Throws an InputError for one of those that cannot be
 * used, and the finder one for a submission.
 */
export function problemFinder(
  exerciseFiles: readonly string[] = [],
  wanted?: LanguageCode,
): (submission: Submission, file: string) => Problem {
  const own = ownExercises(exerciseFiles);
  const exercises = new Map<string, Prepared>();
  const problems = new Map<string, Problem>();
  return (submission, path) => {
    const { exercise, seed, variant, language } = submission;
    const code = wanted ?? languageCodes.find((known) => known === language);
    const called = JSON.stringify([exercise, code ?? null]);
    const prepared =
      exercises.get(called) ??
      loadExercise(
        own.get(exercise) ?? shippedExercise(exercise, path),
        undefined,
        code && languageNamed(code),
      );
    exercises.set(called, prepared);
    refuseOther(submission, prepared, path);
    const name = JSON.stringify([called, seed ?? null]);
    const found =
      problems.get(name) ??
      (seed === undefined ? publishedProblem(prepared) : problem(prepared, seed));
    problems.delete(name);
    problems.set(name, found);
    // The first of a map is the one that was not asked for the longest.
    if (problems.size > mostProblems) problems.delete(problems.keys().next().value!);
    if (variant !== undefined && variant !== found.variant) {
      throw new InputError(
        path,
        `answers variant ${variant}, but its seed ${seed} gives ${found.variant}`,
      );
    }
    return found;
  };
}

/** Throws an InputError for what answers another version, or no variant that can be made again. */
function refuseOther(
  { exercise, exerciseVersion, seed, variant }: Submission,
  { exercise: { version, published } }: Prepared,
  path: string,
): void {
  if (exerciseVersion !== undefined && exerciseVersion !== version) {
    throw new InputError(
      path,
      `answers version ${exerciseVersion} of ${exercise}; this is version ${version}`,
    );
  }
  if (seed !== undefined || (published && variant === `v${version}.published`)) return;
  const ofClass =
    variant === undefined
      ? ""
      : "; that of a class is marked with --set, and checked beside its problem.json";
  throw new InputError(
    path,
    `seed: is missing, so it is not known which variant this answers${ofClass}`,
  );
}

// A submission names an exercise and never a file: a path in it would let it choose what is read.
function shippedExercise(name: string, path: string): string {
  if (exerciseNames().includes(name)) return name;
  throw new InputError(
    path,
    `exercise: there is no exercise called ${name}; --exercise gives the file of your own`,
  );
}

/** The files of instructors' own exercises, by the names of these. */
function ownExercises(files: readonly string[]): ReadonlyMap<string, string> {
  const exercises = new Map<string, string>();
  for (const file of files) {
    const { name } = loadExercise(file).exercise;
    if (exercises.has(name)) throw new InputError(file, `name: ${name} is given twice`);
    exercises.set(name, file);
  }
  return exercises;
}
