import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../input/inputError.js";

/** Writes a file, or the pieces of one, whole or not at all: under another name first, then renamed. Makes its folder. */
export function writeWhole(path: string, content: string | Uint8Array | Iterable<string | Uint8Array>): void {
  const draft = draftOf(path);
  try {
    if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(draft, content);
    else writePieces(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The same for pieces that are made while they are written, which may take long. */
export async function writeWholeFrom(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const draft = draftOf(path);
  const remove = (): void => rmSync(draft, { force: true });
  // A run that is interrupted leaves nothing half made.
  process.once("exit", remove);
  try {
    const file = openSync(draft, "w");
    try {
      for await (const piece of pieces) writeAll(file, Buffer.from(piece));
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    remove();
    throw error;
  } finally {
    process.off("exit", remove);
  }
}

/** Throws an InputError where a folder on the way from `root` to a path is a link: it would decide where things are written. */
export function refuseLinks(root: string, path: string): void {
  const end = resolve(root);
  for (let folder = dirname(resolve(path)); folder !== end && folder !== dirname(folder); folder = dirname(folder)) {
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new InputError(folder, "is a symbolic link, expected a folder");
    }
  }
}

/** Removes what a killed run may have left half written in a folder. */
export function removeDrafts(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (/^\..+\.(?:json|pdf)\.[0-9a-f]{12}$/.test(name)) rmSync(join(folder, name), { force: true });
  }
}

function writePieces(path: string, pieces: Iterable<string | Uint8Array>): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) writeAll(file, typeof piece === "string" ? Buffer.from(piece) : piece);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function draftOf(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
}
