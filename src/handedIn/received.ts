import { type Dirent, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileBytes, foundBytes, unreadable } from "../files/fileBytes.js";
import { refuseLinks } from "../files/writeWhole.js";
import { ChangedError } from "../input/changedError.js";
import { InputError } from "../input/inputError.js";
import { OwnedError } from "../input/ownedError.js";
import { archivedFiles, archiveLimits } from "./archive.js";
import { readFilledPdfs } from "./filledPdf.js";
import {
  exportedList,
  foldersListed,
  type HandedInAt,
  type ListedFolder,
  timeInName,
} from "./handedInAt.js";
import { type Extension, extensionOf, mayBeHandedIn, whyUnread } from "./kindOfFile.js";
import { readNotebook } from "./notebook.js";
import { readPaperScripts } from "./paperScripts.js";
import { jsonLimits, readJson } from "./readJson.js";
import { readSubmission, type Submission } from "./submission.js";
import { isUntouched } from "./untouchedPdf.js";

/** A submission as it was handed in, and where it was found. */
export interface Received {
  readonly file: string;
  /** The line of its row, where the file has a row a script. */
  readonly line?: number;
  readonly submission: Submission;
  /** When it was handed in, where something says so. */
  readonly time?: HandedInAt;
  /** Typed in from paper by the instructor, who has named the table. */
  readonly byInstructor?: boolean;
}

/** Where a submission stands, as it is written in messages. */
export const nameOf = ({ file, line }: Pick<Received, "file" | "line">): string =>
  line === undefined ? file : `${file}:${line}`;

/**
 * The submissions at these paths: files as they are; in folders and archives, what may be handed in
 * by its name, but not `results`. What cannot be read is an InputError in its place, a picture or a
 * text document too, and so is standard input (`-`) a second time.
 */
export async function* received(
  paths: readonly string[],
  results?: string,
): AsyncGenerator<Received | InputError> {
  for (const [i, path] of paths.entries()) {
    try {
      if (path === "-" && paths.indexOf("-") < i)
        throw new InputError(path, "standard input can be read only once");
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
    (one) => one instanceof InputError || results === undefined || !isIn(results, one.shown),
  );
  const folders = listedIn(() => foundBytes(join(folder, exportedList), jsonLimits.bytes));
  let isOneRead = false;
  for (const one of found) {
    const why = one instanceof InputError ? undefined : whyUnread(one.shown);
    isOneRead ||= why === undefined;
    if (one instanceof InputError) yield one;
    else if (why !== undefined) yield* listedAt(folders, [new InputError(one.shown, why)]);
    else
      yield* listedAt(
        folders,
        inFile(one.shown, (most) => bytesBelow(folder, one, most), false),
      );
  }
  if (!isOneRead) throw new InputError(folder, "there is no submission in this folder");
}

/** Whether a path is this one, or below it. */
const isIn = (folder: string, path: string): boolean =>
  `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);

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
    const extension = extensionOf(file) ?? ".json";
    for (const one of readers[extension](bytesUpTo(mostBytes[extension]), file, isNamed))
      yield dated(one, file);
  } catch (error) {
    yield inputErrorOf(file, error, "read");
  }
}

const mebibyte = 1024 ** 2;
const mostBytes: Readonly<Record<Extension, number>> = {
  ".json": jsonLimits.bytes,
  ".ipynb": jsonLimits.bytes,
  ".pdf": archiveLimits.fileBytes,
  ".csv": 32 * mebibyte,
  ".zip": 1024 * mebibyte,
};

/** `isNamed`: asked for by name, not found in a folder or an archive. */
type Reader = (
  bytes: Uint8Array,
  file: string,
  isNamed: boolean,
) => Iterable<Received | InputError>;

const readers = {
  ".json": (bytes, file, isNamed) => {
    try {
      return [{ file, submission: readSubmission(bytes, file) }];
    } catch (error) {
      if (!isNamed && isProblem(bytes)) return [];
      throw error;
    }
  },
  ".ipynb": (bytes, file, isNamed) => {
    const submission = readNotebook(bytes, file);
    const isWorkedOn = Object.values(submission.answers).some((answer) => answer !== "");
    return isWorkedOn || isNamed ? [{ file, submission }] : [];
  },
  ".pdf": (bytes, file, isNamed) => {
    if (!isNamed && isUntouched(bytes)) return [];
    const submissions = readFilledPdfs(bytes, file);
    // Beside a submission lies the sheet it was worked on.
    const filledIn = submissions.filter(({ answers }) =>
      Object.values(answers).some((answer) => answer !== ""),
    );
    const read = isNamed && filledIn.length === 0 ? submissions : filledIn;
    return read.map((submission) => ({ file, submission }));
  },
  ".csv": (bytes, file, isNamed) =>
    // Among what students handed in, a table may be anybody's.
    readPaperScripts(bytes, file).map(({ line, submission }) => ({
      file,
      line,
      submission,
      byInstructor: isNamed,
    })),
  ".zip": (bytes, file) => inArchive(bytes, file),
} satisfies Record<Extension, Reader>;

const archivedAt = (text: string): HandedInAt => ({ text, from: "archive" });

/** The same with the time that its name says, or else its archive; a row of paper has none. */
function dated(
  one: Received | InputError,
  path: string,
  archived?: HandedInAt,
): Received | InputError {
  if (one instanceof InputError || one.line !== undefined || one.time) return one;
  const time = timeInName(path) ?? archived;
  return time ? { ...one, time } : one;
}

function* inArchive(zip: Uint8Array, name: string): Generator<Received | InputError> {
  const folders = listedIn(() => {
    const [list] = archivedFiles(zip, name, isExportedList);
    return list === undefined || list instanceof InputError ? new Uint8Array() : list.bytes();
  });
  yield* listedAt(folders, handedInIn(zip, name));
}

const isExportedList = (path: string): boolean => path.split("/").at(-1) === exportedList;

/** What an export's list says of its folders; nothing where there is none. */
function listedIn(bytes: () => Uint8Array): ReadonlyMap<string, ListedFolder> {
  try {
    return foldersListed(Buffer.from(bytes()).toString("utf8"));
  } catch {
    return new Map();
  }
}

/** The same with what the list of their export says of their folders. */
function* listedAt(
  folders: ReadonlyMap<string, ListedFolder>,
  all: Iterable<Received | InputError>,
): Generator<Received | InputError> {
  for (const one of all) {
    const file = one instanceof InputError ? one.source : one.file;
    const { time, student } =
      (folders.size > 0 ? file.split(/[/\\]/) : [])
        .map((part) => folders.get(part))
        .find((found) => found !== undefined) ?? {};
    if (!(one instanceof InputError)) yield time ? { ...one, time } : one;
    else if (student === undefined) yield one;
    else yield new OwnedError(one.source, one.what, student, one.place);
  }
}

function* handedInIn(zip: Uint8Array, name: string): Generator<Received | InputError> {
  for (const found of archivedFiles(zip, name, mayBeHandedIn, whyUnread)) {
    if (found instanceof InputError) {
      yield found;
      continue;
    }
    const path = `${name}/${found.path}`;
    try {
      const read = readers[extensionOf(path) ?? ".json"](found.bytes(), path, false);
      const time = found.time === undefined ? undefined : archivedAt(found.time);
      for (const one of read) yield dated(one, path, time);
    } catch (error) {
      yield inputErrorOf(path, error, "read");
    }
  }
}

/**
 * Why a submission could not be `read` or `marked`, whatever was thrown; but a ChangedError is
 * thrown on, since nothing after it could be marked.
 */
export function inputErrorOf(name: string, error: unknown, done: "read" | "marked"): InputError {
  if (error instanceof ChangedError) throw error;
  if (error instanceof InputError) return error;
  const what = error instanceof Error ? error.message : error;
  return unreadable(error, name) ?? new InputError(name, `could not be ${done}: ${what}`);
}

/**
 * Whether these are the questions that a student was given, which platforms keep under names of
 * their own.
 */
function isProblem(json: Uint8Array): boolean {
  try {
    const value: unknown = readJson(json);
    return typeof value === "object" && value !== null && Object.hasOwn(value, "questions");
  } catch {
    return false;
  }
}

/**
 * Where something lies: as it is shown, and in the bytes of the system where its name is no text in
 * UTF-8.
 */
interface Found {
  readonly shown: string;
  readonly at?: Buffer;
}

/**
 * The files below a folder that may be handed in; what cannot be looked into does not hide the
 * others.
 */
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
    if (name.startsWith(".") || name === "__MACOSX") continue;
    if (entry.isDirectory()) yield* below(within(folder, entry.name));
    else if (entry.isFile() && mayBeHandedIn(name)) yield within(folder, entry.name);
  }
}

// As bytes, the names of a large class take much memory: only where one of them is no text.
function entriesIn({
  shown,
  at = Buffer.from(shown),
}: Found): readonly (Dirent | Dirent<Buffer>)[] {
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
  return {
    shown: path,
    at: Buffer.concat([at ?? Buffer.from(shown), Buffer.from("/"), Buffer.from(name)]),
  };
}
