import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { readSubmission, type Submission } from "../grade/submission.js";
import { InputError } from "../input/inputError.js";
import { type Prepared, type Problem, prepare, problem, publishedProblem } from "../problem.js";
import { bytesOf, exerciseFile, exerciseNames, loadExercise, malrules } from "./files.js";

/** A submission and the problem it answers. */
export interface Script {
  readonly file: string;
  readonly submission: Submission;
  readonly problem: Problem;
}

/**
 * Reads scripts, making each exercise and each variant once. `exerciseFiles` are instructors' own, which take the place
 * of shipped ones of the same name. Throws an InputError for one of those that cannot be used, and the reader one for a
 * submission.
 */
export function scriptReader(exerciseFiles: readonly string[] = []): (path: string) => Script {
  const exercises = ownExercises(exerciseFiles);
  const problems = new Map<string, Problem>();
  return (path) => {
    const submission = readSubmission(bytesOf(path), path);
    return { file: path, submission, problem: problemOf(submission, path) };
  };

  function problemOf(submission: Submission, path: string): Problem {
    const { exercise, exerciseVersion, seed, variant } = submission;
    const prepared = exercises.get(exercise) ?? exerciseOf(exercise, path);
    exercises.set(exercise, prepared);
    const { version } = prepared.exercise;
    if (exerciseVersion !== undefined && exerciseVersion !== version) {
      throw new InputError(path, `answers version ${exerciseVersion} of ${exercise}; this is version ${version}`);
    }
    const published = `v${version}.published`;
    if (seed === undefined && (variant !== published || !prepared.exercise.published)) {
      throw new InputError(path, "seed: is missing, so it is not known which variant this answers");
    }
    const name = JSON.stringify([exercise, seed ?? null]);
    const found = problems.get(name) ?? (seed === undefined ? publishedProblem(prepared) : problem(prepared, seed));
    problems.set(name, found);
    if (variant !== undefined && variant !== found.variant) {
      throw new InputError(path, `answers variant ${variant}, but its seed ${seed} gives ${found.variant}`);
    }
    return found;
  }

  // A submission names an exercise and never a file: a path in it would let it choose what is read.
  function exerciseOf(name: string, path: string): Prepared {
    if (exerciseNames().includes(name)) return loadExercise(name);
    throw new InputError(path, `exercise: there is no exercise called ${name}; --exercise gives the file of your own`);
  }
}

function ownExercises(files: readonly string[]): Map<string, Prepared> {
  const exercises = new Map<string, Prepared>();
  for (const file of files) {
    const prepared = prepare(exerciseFile(file), malrules());
    const { name } = prepared.exercise;
    if (exercises.has(name)) throw new InputError(file, `name: ${name} is given twice`);
    exercises.set(name, prepared);
  }
  return exercises;
}

/**
 * The submissions at these paths: files as they are, folders with all `.json` files below them but problems, keys and
 * `results`. What there is not is an InputError in its place, and so is standard input (`-`) a second time.
 */
export function submissionFiles(paths: readonly string[], results?: string): readonly (string | InputError)[] {
  return paths.flatMap((path, i): readonly (string | InputError)[] => {
    if (path === "-") {
      return [paths.indexOf("-") === i ? path : new InputError(path, "standard input can be read only once")];
    }
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found) return [new InputError(path, "there is no such file or folder")];
      if (!found.isDirectory()) return [path];
      const files = below(path).filter((file) => results === undefined || resolve(file) !== resolve(results));
      return files.length > 0 ? files : [new InputError(path, "there is no submission in this folder")];
    } catch (error) {
      return [new InputError(path, (error as Error).message)];
    }
  });
}

const notSubmissions = new Set(["problem.json", "key.json", "results.json"]);

const below = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return below(path);
      return entry.isFile() && entry.name.endsWith(".json") && !notSubmissions.has(entry.name) ? [path] : [];
    });
