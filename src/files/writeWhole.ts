import { createHash } from "node:crypto";
import {
  accessSync,
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../input/inputError.js";
import { isRunning } from "./isRunning.js";
import { isOfTheSystem, WriteError } from "./writeError.js";

type FileContent = string | Uint8Array | Iterable<string | Uint8Array>;

/**
 * Writes a file, or the pieces of one, whole or not at all: under another name first, then renamed.
 * Makes its folder. What is no file, such as a pipe, is written to as it is. `mode` says who may
 * read it, where that is not everybody. Throws a WriteError.
 */
export const writeWhole = (path: string, content: FileContent, mode?: number): void =>
  writeTo(wholeFile(path, mode), content);

/** The same for pieces that are made while they are written, which may take long. */
export async function writeWholeFrom(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const file = wholeFile(path);
  // A run that is interrupted leaves nothing half written.
  process.once("exit", file.abandon);
  try {
    for await (const piece of pieces) file.write(piece);
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  } finally {
    process.off("exit", file.abandon);
  }
}

/** The same for a file that must not be there yet: EEXIST is the code of the error where it is. */
export function writeNew(path: string, content: string, mode?: number): void {
  const place = (draft: string): void => {
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
      // Not every file system has links.
      copyFileSync(draft, path, constants.COPYFILE_EXCL);
    }
    rmSync(draft);
  };
  writeTo(drafted(path, place, mode), content);
}

/** Adds to the end of a file that others add to as well. Throws a WriteError. */
export const appendTo = (path: string, text: string): void =>
  attempt(path, () => appendFileSync(path, text));

/** Whether there is a folder of this name. */
export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Makes a folder for many files. Throws a WriteError where nothing could be written to it. */
export function makeFolder(path: string): void {
  attempt(path, () => {
    makeFolders(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  });
}

/**
 * Makes a folder that its owner alone may look into; one that is there is as its owner wants it.
 * Where a group may change what is made (umask 002), it works together, and may look, too. Throws a
 * WriteError.
 */
export function makePrivateFolder(path: string): void {
  attempt(path, () => {
    if (isFolder(path)) return;
    makeFolders(dirname(path));
    try {
      mkdirSync(path, 0o770);
    } catch (error) {
      // Another shard was quicker.
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
      throw error;
    }
    const isOfGroup = (statSync(path).mode & 0o020) !== 0;
    if (!isOfGroup) chmodSync(path, 0o700);
  });
}

/**
 * Throws an InputError where a folder below `root`, or one between them, is a link: it would decide
 * what is read or written.
 */
export function refuseLinks(root: string, folder: string): void {
  const end = resolve(root);
  for (let own = resolve(folder); own !== end && own !== dirname(own); own = dirname(own)) {
    if (attempt(own, () => lstatSync(own, { throwIfNoEntry: false }))?.isSymbolicLink()) {
      throw new InputError(own, "is a symbolic link, expected a folder");
    }
  }
}

/**
 * Removes what killed runs, on whatever machine, may have left half written in a folder in which
 * nobody else writes.
 */
export function removeDrafts(folder: string): void {
  for (const { path } of draftsIn(folder)) rmSync(path, { force: true });
}

/**
 * A name beside a path for what will be there: no other process, on any machine, gives the same.
 */
export const draftOf = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, longestOfName)}.${machine()}${hex(process.pid)}`);

// A file's name is at most 255 bytes long.
const longestOfName = 64;

/** A file that is being written: finished, or abandoned as if nothing had been. */
interface OpenFile {
  write(piece: string | Uint8Array): void;
  finish(): void;
  abandon(): void;
}

function writeTo(file: OpenFile, content: FileContent): void {
  const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  try {
    for (const piece of pieces) file.write(piece);
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
}

function wholeFile(path: string, mode?: number): OpenFile {
  const found = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory()) throw new WriteError(path, { code: "EISDIR" } as NodeJS.ErrnoException);
  return found && !found.isFile()
    ? opened(path, path)
    : drafted(path, (draft) => renameSync(draft, path), mode);
}

function drafted(path: string, place: (draft: string) => void, mode?: number): OpenFile {
  const folder = dirname(path);
  attempt(path, () => {
    makeFolders(folder);
    removeDraftsOfTheDead(folder);
  });
  const draft = draftOf(path);
  const file = opened(path, draft, mode);
  return {
    write: file.write,
    finish: () => {
      file.finish();
      attempt(path, () => place(draft));
    },
    abandon: () => {
      file.abandon();
      try {
        rmSync(draft, { force: true });
      } catch {
        // It went with its folder; what it was abandoned for is what counts.
      }
    },
  };
}

function opened(path: string, to: string, mode?: number): OpenFile {
  const file = attempt(path, () => openSync(to, "w", mode));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    write: (piece) => {
      const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
      for (let at = 0; at < bytes.length; ) at += attempt(path, () => writeSync(file, bytes, at));
    },
    finish: close,
    abandon: close,
  };
}

// In a batch, a folder is looked through once.
const lookedThrough = new Set<string>();

function removeDraftsOfTheDead(folder: string): void {
  if (lookedThrough.has(resolve(folder))) return;
  lookedThrough.add(resolve(folder));
  for (const { path, by, pid } of draftsIn(folder)) {
    if (by === machine() && (pid === process.pid || !isRunning(pid))) rmSync(path, { force: true });
  }
}

interface Draft {
  readonly path: string;
  readonly by: string;
  readonly pid: number;
}

function draftsIn(folder: string): readonly Draft[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return []; // It is not there, or may not be looked into.
  }
  return names.flatMap((name) => {
    const [, by, pid] = /^\..+\.([0-9a-f]{8})([0-9a-f]{8})$/.exec(name) ?? [];
    if (by === undefined || pid === undefined) return [];
    return [{ path: join(folder, name), by, pid: Number.parseInt(pid, 16) }];
  });
}

const machine = (): string => createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const hex = (pid: number): string => pid.toString(16).padStart(8, "0");

// Node's own way to make several never comes to an end below /proc.
function makeFolders(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !existsSync(dirname(path))) {
      makeFolders(dirname(path));
      makeFolders(path);
    } else if (!isFolder(path)) {
      throw error;
    }
  }
}

/** What `write` gives; an error of the system is a WriteError of this path. */
export function attempt<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw isOfTheSystem(error) ? new WriteError(path, error, { cause: error }) : error;
  }
}
