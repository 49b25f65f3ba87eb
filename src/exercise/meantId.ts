import { didYouMean } from "../input/nearest.js";

/**
 * ` (did you mean X?)` for an id that nothing has, or nothing: the same quantity with the prefixes
 * of step, example and time that there are, else what is spelt most like it.
 */
export function meantId(id: string, known: Iterable<string>): string {
  const ids = [...known];
  const wanted = prefixesOf(id);
  // As many of its prefixes as there are, and then few others.
  const likeness = (other: string): number =>
    prefixesOf(other).reduce((sum, prefix) => sum + (wanted.includes(prefix) ? 100 : -1), 0);
  const [same] = ids
    .filter((other) => bare(other) === bare(id))
    .sort((a, b) => likeness(b) - likeness(a));
  return same === undefined ? didYouMean(id, ids) : ` (did you mean ${same}?)`;
}

const prefixesOf = (id: string): readonly string[] =>
  id
    .slice(0, id.length - bare(id).length)
    .split(".")
    .filter(Boolean);

/** An id without its prefixes: `z1_1` of `s2.e1.time3.z1_1`. */
export const bare = (id: string): string => id.replace(/^([a-z]+\d*\.)+/, "");
