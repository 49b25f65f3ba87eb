import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { InputError } from "../input/inputError.js";
import { isOfTheSystem } from "./writeError.js";

/**
 * The bytes of a file, or of standard input for `-`, of which there may be so many. Throws an
 * InputError for what is none: a pipe or a device might never end.
 */
export function fileBytes(path: string, most: number): Uint8Array {
  if (path === "-") return standardInput(most);
  try {
    return ordinaryBytes(path, most);
  } catch (error) {
    throw unreadable(error, path) ?? error;
  }
}

/**
 * Opens an ordinary file of at most so many bytes, to be closed by the caller. Throws an InputError
 * where it cannot be opened.
 */
export function openedFile(path: string, most: number): number {
  try {
    return ordinaryFile(path, most);
  } catch (error) {
    throw unreadable(error, path) ?? error;
  }
}

/**
 * The bytes of a file that was found in a folder: what has been put there as a link since is not
 * followed. `at` is where it lies, where its name is no text.
 */
export function foundBytes(path: string, most: number, at: string | Buffer = path): Uint8Array {
  try {
    return ordinaryBytes(path, most, at, constants.O_NOFOLLOW ?? 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ELOOP")
      throw new InputError(path, "is a link, expected a file");
    throw unreadable(error, path) ?? error;
  }
}

/**
 * What a system says of a file or folder that cannot be read, in plain words; undefined for what it
 * does not say of one.
 */
export function unreadable(error: unknown, path = pathIn(error)): InputError | undefined {
  const what = isOfTheSystem(error) ? said[error.code] : undefined;
  return what === undefined || path === undefined ? undefined : new InputError(path, what);
}

const pathIn = (error: unknown): string | undefined =>
  isOfTheSystem(error) ? error.path : undefined;

const special = "is a pipe or a device, expected an ordinary file";

/** What systems say of what cannot be read. */
const said: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "is a folder, expected a file",
  EACCES: "may not be read",
  EPERM: "may not be read",
  ELOOP: "is a link that leads nowhere",
  ENAMETOOLONG: "is longer than the name of a file can be",
  ENXIO: special,
  EIO: "cannot be read from its disk",
};

function ordinaryBytes(path: string, most: number, at?: string | Buffer, flags?: number) {
  const file = ordinaryFile(path, most, at, flags);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function ordinaryFile(path: string, most: number, at: string | Buffer = path, flags = 0): number {
  // Without waiting: a pipe that nobody writes to would be opened when somebody does.
  const file = openSync(at, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | flags);
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new InputError(path, "is a folder, expected a file");
    if (!stat.isFile()) throw new InputError(path, special);
    if (stat.size > most)
      throw new InputError(path, `expected at most ${most} bytes, got ${stat.size}`);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function standardInput(most: number): Uint8Array {
  const chunks: Buffer[] = [];
  for (let total = 0; total <= most; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const length = nextPart(chunk);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  throw new InputError("-", `expected at most ${most} bytes, got more`);
}

function nextPart(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code === "EISDIR") throw new InputError("-", "is a folder, expected a file");
      if (code !== "EAGAIN") throw error;
      // Whoever writes is not ready yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
