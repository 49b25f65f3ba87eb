import { type Dirent, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { archivedFiles, archiveLimits, isArchive } from "../class/archive.js";
import { fileBytes, foundBytes, unreadable } from "../class/fileBytes.js";
import { readFilledPdf } from "../class/filledPdf.js";
import { readPaperScripts } from "../class/paperScripts.js";
import { isUntouched } from "../class/untouchedPdf.js";
import { refuseLinks } from "../class/writeWhole.js";
import { jsonLimits, readJson } from "../grade/readJson.js";
import { readSubmission, type Submission } from "../grade/submission.js";
import { InputError } from "../input/inputError.js";
import { type Prepared, type Problem, problem, publishedProblem } from "../problem.js";
import { exerciseNames, loadExercise } from "./files.js";

/** A submission and the problem it answers. */
export interface Script {
  readonly file: string;
  readonly submission: Submission;
  readonly problem: Problem;
}

/** A submission as it was handed in, and where it was found. */
export interface Received {
  readonly file: string;
  /** The line of its row, where the file has a row a script. */
  readonly line?: number;
  readonly submission: Submission;
  /** Typed in from paper by the instructor, who has named the table. */
  readonly byInstructor?: boolean;
}

/** Where a submission stands, as it is written in messages. */
export const nameOf = ({ file, line }: Pick<Received, "file" | "line">): string =>
  line === undefined ? file : `${file}:${line}`;

/** How many variants are kept: a class has one for all of its scripts, or one for each. */
const mostProblems = 200;

/**
 * Finds the problem that a submission answers by its exercise and seed, making each exercise once and a variant again
 * only where many others came between.
 * `exerciseFiles` are instructors' own, which take the place of shipped ones of the same name. Throws an InputError for
 * one of those that cannot be used, and the finder one for a submission.
 */
export function problemFinder(
  exerciseFiles: readonly string[] = [],
): (submission: Submission, file: string) => Problem {
  const exercises = ownExercises(exerciseFiles);
  const problems = new Map<string, Problem>();
  return (submission, path) => {
    const { exercise, exerciseVersion, seed, variant } = submission;
    const prepared = exercises.get(exercise) ?? exerciseOf(exercise, path);
    exercises.set(exercise, prepared);
    const { version } = prepared.exercise;
    if (exerciseVersion !== undefined && exerciseVersion !== version) {
      throw new InputError(path, `answers version ${exerciseVersion} of ${exercise}; this is version ${version}`);
    }
    const published = `v${version}.published`;
    if (seed === undefined && (variant !== published || !prepared.exercise.published)) {
      const ofClass =
        variant === undefined ? "" : "; that of a class is marked with --set, and checked beside its problem.json";
      throw new InputError(path, `seed: is missing, so it is not known which variant this answers${ofClass}`);
    }
    const name = JSON.stringify([exercise, seed ?? null]);
    const found = problems.get(name) ?? (seed === undefined ? publishedProblem(prepared) : problem(prepared, seed));
    problems.delete(name);
    problems.set(name, found);
    // The first of a map is the one that was not asked for the longest.
    if (problems.size > mostProblems) problems.delete(problems.keys().next().value!);
    if (variant !== undefined && variant !== found.variant) {
      throw new InputError(path, `answers variant ${variant}, but its seed ${seed} gives ${found.variant}`);
    }
    return found;
  };

  // A submission names an exercise and never a file: a path in it would let it choose what is read.
  function exerciseOf(name: string, path: string): Prepared {
    if (exerciseNames().includes(name)) return loadExercise(name);
    throw new InputError(path, `exercise: there is no exercise called ${name}; --exercise gives the file of your own`);
  }
}

function ownExercises(files: readonly string[]): Map<string, Prepared> {
  const exercises = new Map<string, Prepared>();
  for (const file of files) {
    const prepared = loadExercise(file);
    const { name } = prepared.exercise;
    if (exercises.has(name)) throw new InputError(file, `name: ${name} is given twice`);
    exercises.set(name, prepared);
  }
  return exercises;
}

/**
 * The submissions at these paths: files as they are; in folders and archives, what may be a submission by its name, but
 * not `results`. What cannot be read is an InputError in its place, and so is standard input (`-`) a second time.
 */
export async function* received(paths: readonly string[], results?: string): AsyncGenerator<Received | InputError> {
  for (const [i, path] of paths.entries()) {
    try {
      if (path === "-" && paths.indexOf("-") < i) throw new InputError(path, "standard input can be read only once");
      const found = path === "-" ? undefined : statSync(path, { throwIfNoEntry: false });
      if (path !== "-" && !found) throw new InputError(path, "there is no such file or folder");
      if (found?.isDirectory()) yield* inFolder(path, results);
      else yield* inFile(path, (most) => fileBytes(path, most), true);
    } catch (error) {
      yield inputErrorOf(path, error, "read");
    }
  }
}

function* inFolder(folder: string, results: string | undefined): Generator<Received | InputError> {
  // All at once: what is gone by the time that it is read is missed.
  const found = [...below({ shown: folder })].filter(
    (one) => one instanceof InputError || results === undefined || resolve(one.shown) !== resolve(results),
  );
  if (found.length === 0) throw new InputError(folder, "there is no submission in this folder");
  for (const one of found) {
    if (one instanceof InputError) yield one;
    else yield* inFile(one.shown, (most) => bytesBelow(folder, one, most), false);
  }
}

// Where there was a file, or a folder, somebody may have put a link since.
function bytesBelow(folder: string, { shown, at }: Found, most: number): Uint8Array {
  refuseLinks(folder, dirname(shown));
  return foundBytes(shown, most, at);
}

function* inFile(
  file: string,
  bytesUpTo: (most: number) => Uint8Array,
  isNamed: boolean,
): Generator<Received | InputError> {
  try {
    const extension = extensionOf(file);
    yield* readers[extension](bytesUpTo(mostBytes[extension]), file, isNamed);
  } catch (error) {
    yield inputErrorOf(file, error, "read");
  }
}

type Extension = ".json" | ".pdf" | ".csv" | ".zip";

const mebibyte = 1024 ** 2;
const mostBytes: Readonly<Record<Extension, number>> = {
  ".json": jsonLimits.bytes,
  ".pdf": archiveLimits.fileBytes,
  ".csv": 32 * mebibyte,
  ".zip": 1024 * mebibyte,
};

/** `isNamed`: asked for by name, not found in a folder or an archive. */
type Reader = (bytes: Uint8Array, file: string, isNamed: boolean) => Iterable<Received | InputError>;

const readers = {
  ".json": (bytes, file, isNamed) => {
    try {
      return [{ file, submission: readSubmission(bytes, file) }];
    } catch (error) {
      if (!isNamed && isProblem(bytes)) return [];
      throw error;
    }
  },
  ".pdf": (bytes, file, isNamed) => {
    if (!isNamed && isUntouched(bytes)) return [];
    const submission = readFilledPdf(bytes, file);
    // Beside a submission lies the sheet it was worked on.
    const isEmpty = Object.values(submission.answers).every((answer) => answer === "");
    return isEmpty && !isNamed ? [] : [{ file, submission }];
  },
  ".csv": (bytes, file, isNamed) =>
    // Among what students handed in, a table may be anybody's.
    readPaperScripts(bytes, file).map(({ line, submission }) => ({ file, line, submission, byInstructor: isNamed })),
  ".zip": (bytes, file) => inArchive(bytes, file),
} satisfies Record<Extension, Reader>;

function* inArchive(zip: Uint8Array, name: string): Generator<Received | InputError> {
  for (const found of archivedFiles(zip, name, mayBeSubmission)) {
    if (found instanceof InputError) {
      yield found;
      continue;
    }
    const path = `${name}/${found.path}`;
    try {
      const extension = extensionOf(path);
      yield* readers[extension](found.bytes(), path, false);
    } catch (error) {
      yield inputErrorOf(path, error, "read");
    }
  }
}

/** Why a submission could not be `read` or `marked`, whatever was thrown. */
export const inputErrorOf = (name: string, error: unknown, done: "read" | "marked"): InputError =>
  error instanceof InputError
    ? error
    : (unreadable(error, name) ??
      new InputError(name, `could not be ${done}: ${error instanceof Error ? error.message : error}`));

const extensionOf = (file: string): Extension => {
  if (isArchive(file)) return ".zip";
  const extension = /\.(json|pdf|csv)$/i.exec(file)?.[0].toLowerCase();
  return (extension as Extension | undefined) ?? ".json";
};

/** Whether these are the questions that a student was given, which platforms keep under names of their own. */
function isProblem(json: Uint8Array): boolean {
  try {
    const value: unknown = readJson(json);
    return typeof value === "object" && value !== null && Object.hasOwn(value, "questions");
  } catch {
    return false;
  }
}

const notSubmissions = new Set(["problem.json", "key.json", "results.json", "manifest.json", "solution.pdf"]);

// What begins with a dot belongs to a system or a tool: macOS packs such a second file for each.
const mayBeSubmission = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (isArchive(name) || /\.(json|pdf|csv)$/i.test(name)) && !name.startsWith(".") && !notSubmissions.has(name);
};

/** Where something lies: as it is shown, and in the bytes of the system where its name is no text in UTF-8. */
interface Found {
  readonly shown: string;
  readonly at?: Buffer;
}

/** The files below a folder that may be submissions; what cannot be looked into does not hide the others. */
function* below(folder: Found): Generator<Found | InputError> {
  let entries: readonly (Dirent | Dirent<Buffer>)[];
  try {
    entries = entriesIn(folder);
  } catch (error) {
    yield inputErrorOf(folder.shown, error, "read");
    return;
  }
  for (const entry of entries) {
    const name = entry.name.toString();
    if (name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* below(within(folder, entry.name));
    else if (entry.isFile() && mayBeSubmission(name)) yield within(folder, entry.name);
  }
}

// As bytes, the names of a large class take much memory: only where one of them is no text.
function entriesIn({ shown, at = Buffer.from(shown) }: Found): readonly (Dirent | Dirent<Buffer>)[] {
  const entries = readdirSync(at, { withFileTypes: true });
  if (entries.some(({ name }) => name.includes("\ufffd"))) {
    const inBytes = readdirSync(at, { withFileTypes: true, encoding: "buffer" });
    return inBytes.sort((a, b) => Buffer.compare(a.name, b.name));
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function within({ shown, at }: Found, name: string | Buffer): Found {
  const path = join(shown, name.toString());
  if (!at && typeof name === "string") return { shown: path };
  return { shown: path, at: Buffer.concat([at ?? Buffer.from(shown), Buffer.from("/"), Buffer.from(name)]) };
}
