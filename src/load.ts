import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { publishedGivens } from "./draw/drawing.js";
import { placedIn } from "./exercise/declarationError.js";
import { type ExerciseFile, readExercise } from "./exercise/readExercise.js";
import { readMalrules } from "./exercise/readMalrules.js";
import { checkReferences } from "./exercise/references.js";
import { fileText } from "./files/fileText.js";
import { shownPath } from "./files/shownPath.js";
import type { Malrule } from "./graph/rewrite.js";
import { InputError } from "./input/inputError.js";
import { didYouMean } from "./input/nearest.js";
import { type Prepared, prepare } from "./problem/prepare.js";
import { notationFault, symbolFault } from "./render/faults.js";
import { pictureFault } from "./render/pictures.js";

/** The exercises that come with handprop. */
const shipped = fileURLToPath(new URL("../exercises", import.meta.url));

/** The names of the shipped exercises. */
export function exerciseNames(): readonly string[] {
  return readdirSync(shipped)
    .filter((file) => file.endsWith(".yaml") && file !== "malrules.yaml")
    .map((file) => basename(file, ".yaml"))
    .sort();
}

/**
 * An exercise, checked and prepared: with the misconceptions that come with handprop, unless `make`
 * prepares it otherwise. Throws an InputError.
 */
export function loadExercise(
  nameOrPath: string,
  make: (file: ExerciseFile) => Prepared = (file) => prepare(file, malrules()),
): Prepared {
  const file = checkedFile(nameOrPath);
  const prepared = make(file);
  const fault = notationFault(prepared) ?? pictureFault(prepared);
  if (fault) throw file.error(fault.path, fault.message);
  const { program, exercise, drawing } = prepared;
  const { published } = exercise;
  if (published) {
    placedIn(file, () =>
      publishedGivens(program.ids.slice(0, program.givens), published.given, drawing.known),
    );
  }
  return prepared;
}

/** An exercise whose words all stand for something, not yet prepared. Throws an InputError. */
export function checkedFile(nameOrPath: string): ExerciseFile {
  const file = exerciseFile(nameOrPath);
  placedIn(file, () => checkReferences(file.exercise));
  const fault = symbolFault(file.exercise);
  if (fault) throw file.error(fault.path, fault.message);
  return file;
}

/**
 * Reads a shipped exercise by its name, or an instructor's own by the path of its YAML file. Throws
 * an InputError.
 */
export function exerciseFile(nameOrPath: string): ExerciseFile {
  const path = exercisePath(nameOrPath);
  const file = readExercise(fileText(path), shownPath(path));
  const called = basename(path).replace(/\.ya?ml$/, "");
  const { name } = file.exercise;
  if (name !== called)
    throw file.error(["name"], `name: expected ${called}, as the file is called, got ${name}`);
  return file;
}

/** The text of an exercise's file. Throws an InputError where there is none. */
export const exerciseText = (nameOrPath: string): string => fileText(exercisePath(nameOrPath));

function exercisePath(nameOrPath: string): string {
  const names = exerciseNames();
  const path = names.includes(nameOrPath) ? join(shipped, `${nameOrPath}.yaml`) : nameOrPath;
  if (path === nameOrPath && !(existsSync(path) && statSync(path).isFile())) {
    throw new InputError(
      nameOrPath,
      `there is no such exercise or file${didYouMean(nameOrPath, names)}`,
    );
  }
  return path;
}

/**
 * The misconceptions of a file laid out as `malrules.yaml`; those that come with handprop where no
 * file is named. Throws an InputError.
 */
export function malrules(path = malrulesPath): readonly Malrule[] {
  return readMalrules(fileText(path), shownPath(path));
}

/** Those that come with handprop, as they stand in their file. */
export const malrulesText = (): string => fileText(malrulesPath);

const malrulesPath = join(shipped, "malrules.yaml");
