import { deflateSync, unzipSync, type Zippable, zipSync } from "fflate";

/**
 * Files as a zip, by their paths in it: in the order of the paths, and the same bytes for the same
 * files. `isProgram` says of a path whether it may be run.
 */
export function zipped(
  files: ReadonlyMap<string, string | Uint8Array>,
  isProgram: (path: string) => boolean = () => false,
): Uint8Array {
  // Unix, and the bits of a file there.
  const [plain, program] = [0o100644, 0o100755].map((mode) => ({ os: 3, attrs: mode << 16 }));
  const entries: Zippable = {};
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    entries[path] = [bytes, isProgram(path) ? program! : plain!];
  }
  // The earliest time that a zip can say.
  return zipSync(entries, { mtime: new Date(1980, 0, 1), level: 9 });
}

/** Bytes packed as in a zip: the same for the same bytes, which Node's own way is not for ever. */
export const packed = (bytes: Uint8Array): Uint8Array => deflateSync(bytes);

/** A zip of ours or of a library, with the texts at some of its paths changed. */
export function rezipped(
  zip: Uint8Array,
  changes: Readonly<Record<string, (text: string) => string>>,
): Uint8Array {
  const files = new Map<string, string | Uint8Array>(Object.entries(unzipSync(zip)));
  for (const [path, change] of Object.entries(changes))
    files.set(path, change(new TextDecoder().decode(files.get(path) as Uint8Array)));
  return zipped(files);
}
