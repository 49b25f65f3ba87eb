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
 * whose process is no more, on this machine, is no lock. Throws a LockedError.
 */
export function lock(folder: string, { index, of }: Shard): () => void {
  mkdirSync(folder, { recursive: true });
  const own = `.lock-${index}-of-${of}`;
  const release = (): void => rmSync(join(folder, own), { force: true });
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
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") refuseUnlessStale(own);
      throw error;
    }
  }

  function refuseUnlessStale(name: string): void {
    const path = join(folder, name);
    const [pid = "", host = ""] = readFileSync(path, "utf8").trim().split(" ");
    if (host === hostname() && !isAlive(Number(pid))) {
      rmSync(path, { force: true });
      return;
    }
    throw new LockedError(`${folder}: process ${pid} on ${host} is at work here; if it is not, delete ${path}`);
  }
}

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
