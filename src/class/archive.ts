import { type UnzipFileInfo, unzipSync } from "fflate";
import { InputError } from "../input/inputError.js";

/** A file in an archive: its path there, and how to unpack it. */
export interface ArchivedFile {
  readonly path: string;
  /** Throws an InputError where it cannot be unpacked. */
  bytes(): Uint8Array;
}

/** The most entries an archive may have, the most that is unpacked of it, and of one file in it. */
export const archiveLimits = { entries: 200_000, bytes: 2 * 1024 ** 3, fileBytes: 32 * 1024 ** 2 };

/** How much is unpacked at a time: the files of a whole class need not be in memory together. */
const batchBytes = 16 * 1024 ** 2;

/**
 * The files of a zip archive whose paths are wanted, in the order of their paths, unpacked a few at a time. Nothing is
 * written: a path such as `../x` is only a name. A file that is too large, or stands there twice, is an InputError in
 * its place. Throws an InputError for what is no zip, or would be too much unpacked.
 */
export function* archivedFiles(
  zip: Uint8Array,
  name: string,
  isWanted: (path: string) => boolean,
): Generator<ArchivedFile | InputError> {
  const files = wantedFiles(zip, name, isWanted);
  const total = files.reduce((sum, { originalSize }) => sum + originalSize, 0);
  if (total > archiveLimits.bytes) {
    throw new InputError(name, `unpacks to ${total} bytes, expected at most ${archiveLimits.bytes}`);
  }
  let batch: UnzipFileInfo[] = [];
  let bytes = 0;
  for (const [i, file] of files.entries()) {
    const fault = faultOf(file, files[i + 1]);
    if (fault) {
      yield new InputError(`${name}/${file.name}`, fault);
      continue;
    }
    batch.push(file);
    bytes += file.originalSize;
    if (bytes < batchBytes) continue;
    yield* unpacked(zip, name, batch);
    batch = [];
    bytes = 0;
  }
  yield* unpacked(zip, name, batch);
}

function wantedFiles(zip: Uint8Array, name: string, isWanted: (path: string) => boolean): readonly UnzipFileInfo[] {
  const files: UnzipFileInfo[] = [];
  let entries = 0;
  unzipped(zip, name, (file) => {
    if (++entries > archiveLimits.entries) throw new InputError(name, `has more than ${archiveLimits.entries} entries`);
    if (!file.name.endsWith("/") && isWanted(file.name)) files.push(file);
    return false;
  });
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function faultOf({ name, originalSize }: UnzipFileInfo, next: UnzipFileInfo | undefined): string | undefined {
  if (next?.name === name) return "stands more than once in the archive; only one of them is read";
  return originalSize > archiveLimits.fileBytes
    ? `expected at most ${archiveLimits.fileBytes} bytes, got ${originalSize}`
    : undefined;
}

function* unpacked(zip: Uint8Array, name: string, files: readonly UnzipFileInfo[]): Generator<ArchivedFile> {
  const paths = new Set(files.map((file) => file.name));
  let together: Readonly<Record<string, Uint8Array>> = {};
  try {
    together = unzipSync(zip, { filter: (file) => paths.has(file.name) });
  } catch {
    // One of them is broken: each is unpacked by itself, so that the others are not lost.
  }
  for (const path of paths) yield { path, bytes: () => together[path] ?? alone(path) };

  function alone(path: string): Uint8Array {
    const shown = `${name}/${path}`;
    const bytes = unzipped(zip, shown, (file) => file.name === path)[path];
    if (!bytes) throw new InputError(shown, "could not be unpacked");
    return bytes;
  }
}

function unzipped(
  zip: Uint8Array,
  name: string,
  filter: (file: UnzipFileInfo) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(name, `could not be unpacked: ${(error as Error).message}`);
  }
}
