import { lstatSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isRunning, startOf } from "./isRunning.js";
import { WriteError } from "./writeError.js";
import { draftOf, writeNew } from "./writeWhole.js";

/** Another run writes to the same folder; the message says which, and what to do if it does not. */
export class LockedError extends Error {
  override readonly name = "LockedError";
  /** As systems say that something is in use. */
  readonly code = "EBUSY";
}

/**
 * Keeps other runs out of a folder, but for the other shards of the same set, and gives what lets
 * them in again. A lock whose process is no more, on this machine, is no lock; nor is one of the
 * same shard on another. Throws a LockedError.
 */
export function lock(
  folder: string,
  { index, of }: { readonly index: number; readonly of: number },
): () => void {
  const own = `.lock-${index}-of-${of}`;
  const place: LockPlace = { folder, own, of };
  const path = join(folder, own);
  const text = `${[process.pid, hostname(), startOf(process.pid) ?? ""].join(" ").trim()}\n`;
  const release = (): void => removeOwn(path, text);
  take(place, text, mostTries);
  try {
    // One that comes in at the same time sees this one as well: then neither goes on.
    for (const name of locksIn(folder)) if (!name.endsWith(`-of-${of}`)) removeStale(place, name);
  } catch (error) {
    release();
    throw error;
  }
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

/** Where a run wants to be alone, and its own lock there. */
interface LockPlace {
  readonly folder: string;
  readonly own: string;
  readonly of: number;
}

function take(place: LockPlace, text: string, tries: number): void {
  const path = join(place.folder, place.own);
  try {
    writeNew(path, text);
    held.add(path);
  } catch (error) {
    if (!(error instanceof WriteError && error.code === "EEXIST") || tries === 1) throw error;
    removeStale(place, place.own);
    take(place, text, tries - 1);
  }
}

function removeOwn(path: string, text: string): void {
  held.delete(path);
  try {
    // Another's may lie there, where somebody has deleted ours.
    if (textOf(path) === text) rmSync(path);
  } catch {
    // One that is left is no lock any more, as soon as this process is gone.
  }
}

/** Removes a lock whose run is no more. Throws a LockedError for one that is at work. */
function removeStale(place: LockPlace, name: string): void {
  const path = join(place.folder, name);
  const said = textOf(path);
  if (said === undefined) return;
  const whose = holderOf(place, name, said);
  if (whose !== undefined) throw inUse(place, path, whose);
  // Another run may have found the same, and have put its own there by now: that one stays.
  const aside = draftOf(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (textOf(aside) !== said) {
    renameSync(aside, path);
    throw inUse(place, path, "another run");
  }
  rmSync(aside);
}

const inUse = ({ folder }: LockPlace, path: string, whose: string): LockedError =>
  new LockedError(`${folder}: ${whose} is at work here; if it is not, delete ${path}`);

/** Who is at work by this lock; nothing where nobody is. */
function holderOf({ folder, own, of }: LockPlace, name: string, said: string): string | undefined {
  const [, pid, host, start] = /^([1-9]\d{0,9}) (\S+)(?: (\d+))?\n$/.exec(said) ?? [];
  if (pid === undefined) return "a run that does not say which";
  const isOurs = Number(pid) === process.pid && held.has(join(folder, name));
  // In a container that was started again, this process has the number that the one before had.
  const isAnothers = Number(pid) !== process.pid && isRunning(Number(pid), start);
  // A batch system starts a shard again, on any machine, when it has lost it.
  const isLost = name === own && of > 1;
  const isHeld = host === hostname() ? isOurs || isAnothers : !isLost;
  return isHeld ? `process ${pid} on ${host}` : undefined;
}

const mostTries = 3;

/** The locks of this process. */
const held = new Set<string>();

const locksIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => /^\.lock-\d+-of-\d+$/.test(name));

/**
 * What a lock says; undefined where it is gone. Throws a LockedError for what is no lock of ours.
 */
function textOf(path: string): string | undefined {
  try {
    const found = lstatSync(path);
    if (found.isFile() && found.size <= longestText) return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  }
  throw new LockedError(
    `${path}: expected a file that says which run is at work here; if none is, delete it`,
  );
}

const longestText = 1000;
