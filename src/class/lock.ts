import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Shard } from "./shard.js";

/** Another run writes to the same folder; the message says which, and what to do if it does not. */
export class LockedError extends Error {
  override readonly name = "LockedError";
  /** As systems say that something is in use. */
  readonly code = "EBUSY";
}

/**
 * Keeps other runs out of a folder, but for the other shards of the same set, and gives what lets them in again. A lock
 * whose process is no more, on this machine, is no lock; nor is one of the same shard on another. Throws a LockedError.
 */
export function lock(folder: string, { index, of }: Shard): () => void {
  mkdirSync(folder, { recursive: true });
  const own = `.lock-${index}-of-${of}`;
  const release = (): void => {
    held.delete(join(folder, own));
    rmSync(join(folder, own), { force: true });
  };
  if (locksIn(folder).includes(own)) refuseUnlessStale(own);
  take();
  try {
    // One that comes in at the same time sees this one as well: then neither goes on.
    for (const name of locksIn(folder)) if (!name.endsWith(`-of-${of}`)) refuseUnlessStale(name);
  } catch (error) {
    release();
    throw error;
  }
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };

  function take(): void {
    try {
      writeFileSync(join(folder, own), `${process.pid} ${hostname()}\n`, { flag: "wx" });
      held.add(join(folder, own));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") refuseUnlessStale(own);
      throw error;
    }
  }

  function refuseUnlessStale(name: string): void {
    const path = join(folder, name);
    const [pid = "", host = ""] = readFileSync(path, "utf8").trim().split(" ");
    // In a container that was started again, this process has the number that the one before had.
    const isGone = host === hostname() && (Number(pid) === process.pid ? !held.has(path) : !isAlive(Number(pid)));
    // A batch system starts a shard again, on any machine, when it has lost it.
    const isLost = name === own && of > 1 && host !== hostname();
    if (!isGone && !isLost) {
      throw new LockedError(`${folder}: process ${pid} on ${host} is at work here; if it is not, delete ${path}`);
    }
    rmSync(path, { force: true });
  }
}

/** The locks of this process. */
const held = new Set<string>();

const locksIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => /^\.lock-\d+-of-\d+$/.test(name));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one, too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
