/** One piece of a batch that came to nothing. */
export interface Failure<T> {
  readonly task: T;
  readonly error: unknown;
}

/**
 * Works through tasks, several at once, in their order; one that fails does not stop the others, unless `isFatal` says
 * that none can succeed any more. `done` is called after each. Gives the failures in the order of the tasks.
 */
export async function workThroughAll<T>(
  tasks: readonly T[],
  work: (task: T) => Promise<void>,
  { workers, isFatal, done }: { readonly workers: number; isFatal(error: unknown): boolean; done(count: number): void },
): Promise<readonly Failure<T>[]> {
  const failures: { readonly place: number; readonly failure: Failure<T> }[] = [];
  let next = 0;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) {
      const place = next++;
      const task = tasks[place]!;
      try {
        await work(task);
      } catch (error) {
        if (isFatal(error)) {
          next = tasks.length;
          throw error;
        }
        failures.push({ place, failure: { task, error } });
      }
      done(++count);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, worker));
  return failures.sort((a, b) => a.place - b.place).map(({ failure }) => failure);
}
