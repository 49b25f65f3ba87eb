import { setImmediate } from "node:timers/promises";

/** How tasks are worked through. */
interface WorkingThrough<R> {
  readonly workers: number;
  /** Is given what came of the tasks, in their order. */
  take(result: R): void;
  /** Called after each task. */
  done(count: number): void;
}

/**
 * Works through tasks, several at once, each taken when a worker is free. Where `work` fails, no
 * further task is begun, and those under way are waited for.
 */
export async function workThroughAll<T, R>(
  tasks: Iterable<T>,
  work: (task: T) => Promise<R>,
  { workers, take, done }: WorkingThrough<R>,
): Promise<void> {
  /** What came of tasks, until what is before it has come. */
  const early = new Map<number, R>();
  let taken = 0;
  const left = tasks[Symbol.iterator]();
  let begun = 0;
  let count = 0;
  let isStopped = false;
  const worker = async (): Promise<void> => {
    for (let task = left.next(); !task.done && !isStopped; task = left.next()) {
      const place = begun++;
      try {
        early.set(place, await work(task.value));
      } catch (error) {
        isStopped = true;
        throw error;
      }
      for (; early.has(taken); taken++) {
        take(early.get(taken)!);
        early.delete(taken);
      }
      done(++count);
      // Tasks that have nothing to wait for would let no signal in.
      await setImmediate();
    }
  };
  for (const end of await Promise.allSettled(Array.from({ length: workers }, worker))) {
    if (end.status === "rejected") throw end.reason;
  }
}
