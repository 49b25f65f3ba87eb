import { setImmediate } from "node:timers/promises";

/**
 * Works through tasks, several at once, each taken when a worker is free, and gives what came of
 * them in the order of the tasks. Where `work` fails, no further task is begun, and those under way
 * are waited for. `done` is called after each.
 */
export async function workThroughAll<T, R>(
  tasks: Iterable<T>,
  work: (task: T) => Promise<R>,
  { workers, done }: { readonly workers: number; done(count: number): void },
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = tasks[Symbol.iterator]();
  let begun = 0;
  let count = 0;
  let isStopped = false;
  const worker = async (): Promise<void> => {
    for (let task = left.next(); !task.done && !isStopped; task = left.next()) {
      const place = begun++;
      try {
        results[place] = await work(task.value);
      } catch (error) {
        isStopped = true;
        throw error;
      }
      done(++count);
      // Tasks that have nothing to wait for would let no signal in.
      await setImmediate();
    }
  };
  for (const end of await Promise.allSettled(Array.from({ length: workers }, worker))) {
    if (end.status === "rejected") throw end.reason;
  }
  return results;
}
