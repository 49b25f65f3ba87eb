import { nameOf } from "../handedIn/received.js";
import { InputError } from "../input/inputError.js";
import type { MarkResult } from "./marker.js";

/** So many files are named. */
const mostNamed = 5;

/**
 * The same results; when all have gone by, `warn` is told which of those with a deadline say
 * nowhere when they were handed in: they are taken for in time.
 */
export async function* countingUnknownTimes(
  results: AsyncIterable<MarkResult>,
  warn: (text: string) => void,
): AsyncGenerator<MarkResult> {
  const named: string[] = [];
  let count = 0;
  for await (const one of results) {
    if (!(one instanceof InputError) && one.timing?.isDue && one.timing.at === undefined) {
      count++;
      if (named.length < mostNamed) named.push(nameOf(one));
    }
    yield one;
  }
  if (count === 0) return;
  const more = count > named.length ? ` and ${count - named.length} more` : "";
  warn(
    `${count} ${count === 1 ? "script says" : "scripts say"} nowhere when they were handed in, ` +
      "and are taken for in time: " +
      `${named.join(", ")}${more}`,
  );
}
