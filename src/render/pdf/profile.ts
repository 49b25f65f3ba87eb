import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import type { Writable } from "node:stream";

/**
 * A folder for all that one browser writes, which does not outlive this process, however that ends.
 */
export interface Profile {
  readonly folder: string;
  /**
   * Tells which process works in it: the leader of a group, which does not outlive this process
   * either.
   */
  isOf(process: number): void;
  /** Removes the folder, once its browser has ended. */
  remove(): void;
}

/**
 * Makes a new profile in the folder for temporary files. Throws an Error where that cannot be
 * written to.
 */
export function freshProfile(): Profile {
  const folder = resolve(tmpdir(), `handprop-browser-${randomBytes(8).toString("hex")}`);
  const janitor = startJanitor(folder);
  try {
    mkdirSync(folder, { mode: 0o700 });
    // Whatever the mask for new files says.
    chmodSync(folder, 0o700);
  } catch (cause) {
    janitor?.end();
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `${tmpdir()}, for temporary files, cannot be written to (${code}): ` +
        `set TMPDIR to another folder`,
      {
        cause,
      },
    );
  }
  return {
    folder,
    isOf: (process) => void janitor?.write(`${process}\n`),
    remove: () => {
      try {
        // What the browser's last processes are still writing is waited for.
        rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
        janitor?.end("\nremoved\n");
      } catch {
        janitor?.end();
      }
    },
  };
}

// Nothing can be cleaned up by a process that is killed outright. What it held open is closed then,
// and that is the sign.
const afterwards = `read -r browser
while read -r line; do [ "$line" = removed ] && exit; done
[ -n "$browser" ] && kill -KILL "-$browser" 2>/dev/null
for second in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$0"; sleep 1; [ -e "$0" ] || exit; done`;

/**
 * Starts what removes the folder when this process is no more; undefined where there is no shell
 * for that.
 */
function startJanitor(folder: string): Writable | undefined {
  if (process.platform === "win32") return undefined;
  const shell = spawn("/bin/sh", ["-c", afterwards, folder], {
    cwd: "/",
    // Not among those that Ctrl-C reaches.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.on("error", () => {});
  shell.unref();
  // Without a file descriptor left there is none.
  const stdin = shell.stdin as Writable | undefined;
  return stdin?.on("error", () => {});
}
