import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readSubmission, type Submission } from "../grade/submission.js";
import { InputError } from "../input/inputError.js";
import { type Prepared, type Problem, problem, publishedProblem } from "../problem.js";
import { bytesOf, exerciseNames, loadExercise } from "./files.js";

/** A submission and the problem it answers. */
export interface Script {
  readonly file: string;
  readonly submission: Submission;
  readonly problem: Problem;
}

/** Reads scripts, making each exercise and each variant once. */
export function scriptReader(): (path: string) => Script {
  const exercises = new Map<string, Prepared>();
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
    if (seed === undefined && variant !== published) {
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

  // A submission names a shipped exercise only: a path in it would let it choose what is read.
  function exerciseOf(name: string, path: string): Prepared {
    if (exerciseNames().includes(name)) return loadExercise(name);
    throw new InputError(path, `exercise: there is no exercise called ${name}`);
  }
}

/** The submissions at these paths: files as they are, folders with all `.json` files below them but problems and keys. */
export function submissionFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (path === "-") return [path];
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) throw new InputError(path, "there is no such file or folder");
    return found.isDirectory() ? below(path) : [path];
  });
}

const notSubmissions = new Set(["problem.json", "key.json"]);

const below = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return below(path);
      return entry.isFile() && entry.name.endsWith(".json") && !notSubmissions.has(entry.name) ? [path] : [];
    });
