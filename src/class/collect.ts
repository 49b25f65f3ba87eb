import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isOfTheSystem } from "../files/writeError.js";
import { writeWhole } from "../files/writeWhole.js";
import { mergedPdfs } from "../render/pdf/merge.js";
import { type Fingerprint, fingerprintOf, isAsMade } from "./record.js";
import { filesInFolders, type SetFiles } from "./setFiles.js";

/**
 * A PDF that is put together with others, and whose it is: what is one student's stays in one file.
 */
export interface Part {
  readonly path: string;
  readonly made: Fingerprint;
  readonly owner: string;
}

/** What a file is called that others are put together in, and where those lie. */
interface Collecting {
  readonly title: string;
  readonly evenPages?: boolean;
  readonly files?: SetFiles;
}

// A print shop takes it in one job, and a viewer opens it at once.
const mostParts = 2000;

/**
 * Puts PDFs together, one after the other: to this path or, where they are more than 2,000, to
 * files that are numbered after it. A file that was put together of the same before is left. Gives
 * the paths of parts that are not as they were made: no new file has them.
 */
export async function collect<T>(
  path: string,
  parts: readonly T[],
  partOf: (one: T) => Part,
  { title, evenPages = false, files: lying = filesInFolders }: Collecting,
): Promise<readonly string[]> {
  const left = new Set<string>();
  const portions = portionsOf(parts, partOf);
  const files = portions.map((_, i) =>
    portions.length === 1 ? path : numbered(path, i + 1, portions.length),
  );
  for (const [i, portion] of portions.entries()) {
    const own = portions.length === 1 ? title : `${title}, ${i + 1} of ${portions.length}`;
    const used: string[] = [];
    const options = { title: own, evenPages, id: () => idOf(own, used) };
    const whole = portion.map((one) => {
      const { path, made } = partOf(one);
      if (!isAsMade(path, made, false, lying)) left.add(path);
      return made.sha256;
    });
    if (idIn(files[i]!) !== idOf(own, whole))
      writeWhole(files[i]!, mergedPdfs(contents(portion, partOf, used, left, lying), options));
    // Signals are let in.
    await setImmediate();
  }
  removeOthers(path, files);
  return [...left];
}

/** The bytes of parts as they were made, whose hashes are `used`; others are `left` out. */
function* contents<T>(
  portion: readonly T[],
  partOf: (one: T) => Part,
  used: string[],
  left: Set<string>,
  files: SetFiles,
): Generator<Uint8Array> {
  for (const one of portion) {
    const { path, made } = partOf(one);
    const bytes = isAsMade(path, made, false, files) ? bytesIn(path, files) : undefined;
    if (bytes && fingerprintOf(bytes).sha256 === made.sha256) {
      used.push(made.sha256);
      yield bytes;
    } else left.add(path);
  }
}

/** Removes what was put together before, and is in other files now. */
function removeOthers(path: string, files: readonly string[]): void {
  const name = basename(path, ".pdf");
  const now = files.map((file) => basename(file));
  for (const other of readdirSync(dirname(path))) {
    const isOurs = other.startsWith(name) && /^(?:-\d+)?\.pdf$/.test(other.slice(name.length));
    if (isOurs && !now.includes(other)) rmSync(join(dirname(path), other), { force: true });
  }
}

function portionsOf<T>(parts: readonly T[], partOf: (one: T) => Part): readonly (readonly T[])[] {
  const portions: T[][] = [[]];
  for (const part of parts) {
    const last = portions.at(-1)!;
    if (last.length >= mostParts && partOf(last.at(-1)!).owner !== partOf(part).owner)
      portions.push([part]);
    else last.push(part);
  }
  return portions;
}

/** What is in a file; nothing where it may not be read. */
function bytesIn(path: string, files: SetFiles): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (error) {
    if (isOfTheSystem(error)) return undefined;
    throw error;
  }
}

/** `print-03.pdf` */
const numbered = (path: string, number: number, of: number): string =>
  path.replace(/\.pdf$/, `-${String(number).padStart(String(of).length, "0")}.pdf`);

const idOf = (title: string, parts: readonly string[]): string =>
  createHash("sha256")
    .update([title, ...parts].join("\n"))
    .digest("hex")
    .slice(0, 32);

/**
 * What a file says at its end that it was put together of; nothing where it may not be read, or is
 * not whole.
 */
function idIn(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (isOfTheSystem(error)) return undefined;
    throw error;
  }
  try {
    const end = Buffer.alloc(512);
    const read = readSync(file, end, 0, end.length, Math.max(0, fstatSync(file).size - end.length));
    return /\n\/ID \[<([0-9a-f]{32})>.*\n%%EOF\n$/s.exec(end.toString("latin1", 0, read))?.[1];
  } finally {
    closeSync(file);
  }
}
