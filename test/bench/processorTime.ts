import { readdirSync, readFileSync } from "node:fs";

/**
 * How long this process and all that it has started have kept processors busy, in milliseconds;
 * undefined where the system does not tell as Linux does. On a machine that does other things too,
 * this says more than a clock.
 */
export function processorTime(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const started = new Map<number, number[]>();
  const spent = new Map<number, number>();
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const fields = statOf(pid)?.split(" ");
    if (!fields) continue;
    const parent = Number(fields[1]);
    started.set(parent, [...(started.get(parent) ?? []), pid]);
    // A hundred ticks a second, of the program and of the system for it; and the same of all
    // that it has started and that has ended.
    const ticks = fields.slice(11, 15).map(Number);
    spent.set(pid, ticks.reduce((sum, one) => sum + one, 0) * 10);
  }
  const ofTree = (pid: number): number =>
    (started.get(pid) ?? []).reduce((sum, child) => sum + ofTree(child), spent.get(pid) ?? 0);
  return ofTree(process.pid);
}

/** What the system says of a process, after its name; undefined where it has ended. */
function statOf(pid: number): string | undefined {
  try {
    return /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1];
  } catch {
    return undefined;
  }
}
