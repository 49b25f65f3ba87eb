import { InputError } from "../input/inputError.js";
import { type ZipFile, zipFiles } from "./zip.js";

/** A file in an archive: its path there, and how to unpack it. */
export interface ArchivedFile {
  readonly path: string;
  /** When it was last changed, as far as the archive says. */
  readonly time?: string;
  /** Throws an InputError where it cannot be unpacked. */
  bytes(): Uint8Array;
}

/**
 * The most that is unpacked of an archive together with those in it, of one of those, and of one
 * file.
 */
export const archiveLimits = {
  bytes: 2 * 1024 ** 3,
  innerBytes: 256 * 1024 ** 2,
  fileBytes: 32 * 1024 ** 2,
};

/**
 * The files of a zip archive whose paths are wanted, in the order of their paths, each unpacked
 * when it is asked for. Archives in it are gone into, but not those in them: a course's export
 * holds what each student has packed. Nothing is written: a path is only a name. What is wrong with
 * one file, or why it is not unpacked, is an InputError in its place. Throws an InputError for what
 * is no zip, or would be too much unpacked.
 */
export function* archivedFiles(
  zip: Uint8Array,
  name: string,
  isWanted: (path: string) => boolean,
  whyUnread: (path: string) => string | undefined = () => undefined,
): Generator<ArchivedFile | InputError> {
  yield* filesIn(zip, "", { name, isWanted, whyUnread, left: archiveLimits.bytes });
}

/** What an archive and those in it have in common. */
interface Whole {
  readonly name: string;
  readonly isWanted: (path: string) => boolean;
  readonly whyUnread: (path: string) => string | undefined;
  /** How many bytes may still be unpacked. */
  left: number;
}

/** `folder` is the path of an archive in the whole, with a `/` at its end. */
function* filesIn(
  zip: Uint8Array,
  folder: string,
  whole: Whole,
): Generator<ArchivedFile | InputError> {
  const { name, isWanted, whyUnread, left } = whole;
  const shown = folder === "" ? name : `${name}/${folder.slice(0, -1)}`;
  const files = zipFiles(zip, shown).filter(({ path }) => isWanted(path));
  if (files.length === 0) throw new InputError(shown, "there is no submission in this archive");
  const read = files.filter(({ path }) => whyUnread(path) === undefined);
  const total = read.reduce((sum, { size }) => sum + size, 0);
  // One student's archive shall not take what the others' need.
  const most = folder === "" ? left : Math.min(left, archiveLimits.innerBytes);
  if (total > most)
    throw new InputError(shown, `unpacks to ${total} bytes, expected at most ${most}`);
  whole.left -= total;
  for (const [i, file] of files.entries()) {
    const path = `${folder}${file.path}`;
    const fault = whyUnread(path) ?? faultOf(file, files[i + 1]);
    if (fault !== undefined) yield new InputError(`${name}/${path}`, fault);
    else if (!isArchive(path)) yield { ...file, path };
    else if (folder !== "")
      yield new InputError(`${name}/${path}`, "is an archive in an archive in an archive");
    else yield* filesWithin(file, whole);
  }
}

/** The files of an archive in an archive. */
function* filesWithin(
  { path, bytes }: ZipFile,
  whole: Whole,
): Generator<ArchivedFile | InputError> {
  try {
    yield* filesIn(bytes(), `${path}/`, whole);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    yield error;
  }
}

/**
 * Whether a file is an archive by its name. Those that are no zip are refused, not passed over:
 * someone's work is in them.
 */
export const isArchive = (path: string): boolean => /\.(zip|7z|rar|tar|tgz|gz|bz2|xz)$/i.test(path);

function faultOf({ path, size }: ZipFile, next: ZipFile | undefined): string | undefined {
  if (next?.path === path) return "stands more than once in the archive; only one of them is read";
  return size > archiveLimits.fileBytes
    ? `expected at most ${archiveLimits.fileBytes} bytes, got ${size}`
    : undefined;
}
