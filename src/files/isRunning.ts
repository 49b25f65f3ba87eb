import { readFileSync } from "node:fs";

/**
 * Whether a process of this machine is running; given when it started, also whether it is still the
 * same one.
 */
export function isRunning(pid: number, start?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one, too.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const actual = start === undefined ? undefined : startOf(pid);
  return actual === undefined || actual === start;
}

/**
 * When a process started, in the system's own count; undefined where that is not told. Numbers of
 * processes come again.
 */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name before it is in brackets, and may hold brackets and spaces itself.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
