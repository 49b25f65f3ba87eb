import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { checked, checkedWhole } from "./checked.js";
import { inLanguage } from "./exercise/inLanguage.js";
import {
  type ExerciseFile,
  exerciseValue,
  type PrintedTable,
  readExercise,
} from "./exercise/readExercise.js";
import { readMalrules } from "./exercise/readMalrules.js";
import { yamlValue } from "./exercise/yamlFile.js";
import { fileText } from "./files/fileText.js";
import { ownFolder } from "./files/ownFolder.js";
import { shownPath } from "./files/shownPath.js";
import { shippedYaml } from "./generated/shippedYaml.js";
import type { Malrule } from "./graph/rewrite.js";
import { InputError } from "./input/inputError.js";
import { didYouMean } from "./input/nearest.js";
import type { Language } from "./language/language.js";
import { languageNamed } from "./language/languages.js";
import { type Prepared, prepare } from "./problem/prepare.js";

/** The exercises that come with handprop. */
const shipped = join(ownFolder, "exercises");

/** The names of the shipped exercises. */
export function exerciseNames(): readonly string[] {
  return readdirSync(shipped)
    .filter((file) => file.endsWith(".yaml") && file !== "malrules.yaml")
    .map((file) => basename(file, ".yaml"))
    .sort();
}

/**
 * An exercise, checked and prepared: with the misconceptions that come with handprop, unless `make`
 * prepares it otherwise; in a language, or its own. Throws an InputError.
 */
export function loadExercise(
  nameOrPath: string,
  make: (file: ExerciseFile) => Prepared = (file) => prepare(file, malrules()),
  language?: Language,
): Prepared {
  const read = checkedFile(nameOrPath);
  const file = inLanguage(read, language ?? languageNamed(read.exercise.language ?? "en"));
  return checkedWhole(file, make(file));
}

/**
 * An exercise whose words all stand for something, not yet prepared; with the numbers of a table in
 * the place of those that its file says are printed. Throws an InputError.
 */
export function checkedFile(nameOrPath: string, table?: PrintedTable): ExerciseFile {
  return checked(exerciseFile(nameOrPath, table));
}

/**
 * Reads a shipped exercise by its name, or an instructor's own by the path of its YAML file. Throws
 * an InputError.
 */
export function exerciseFile(nameOrPath: string, table?: PrintedTable): ExerciseFile {
  const path = exercisePath(nameOrPath);
  const text = fileText(path);
  const file = readExercise(text, shownPath(path), parsedAtBuild(text), table);
  const called = basename(path).replace(/\.ya?ml$/, "");
  const { name } = file.exercise;
  if (name !== called)
    throw file.error(["name"], `name: expected ${called}, as the file is called, got ${name}`);
  return file;
}

/** The text of an exercise's file. Throws an InputError where there is none. */
export const exerciseText = (nameOrPath: string): string => fileText(exercisePath(nameOrPath));

/** What the text of an exercise says, not yet checked. Throws an InputError for what is no YAML. */
export const exerciseSaid = (text: string, source: string): unknown =>
  parsedAtBuild(text) ?? exerciseValue(text, source);

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
  const text = fileText(path);
  if (text === lastRead.text) return lastRead.rows;
  const rows = readMalrules(text, shownPath(path), parsedAtBuild(text));
  lastRead = { text, rows };
  return rows;
}

// Every exercise that is loaded asks for the same rows.
let lastRead: { readonly text?: string; readonly rows: readonly Malrule[] } = { rows: [] };

/**
 * What a YAML text says, if it was among the shipped ones when the program was built: to read one
 * takes longer than all that is done with a chain rule.
 */
function parsedAtBuild(text: string): unknown {
  const json = shippedYaml[createHash("sha256").update(text).digest("hex")];
  return json === undefined ? undefined : JSON.parse(json);
}

/** Those that come with handprop, as they stand in their file. */
export const malrulesText = (): string => fileText(malrulesPath);

/** What that file says. */
export function malrulesSaid(): unknown {
  const text = malrulesText();
  return parsedAtBuild(text) ?? yamlValue(text, "malrules.yaml");
}

const malrulesPath = join(shipped, "malrules.yaml");
