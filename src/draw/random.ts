import seedrandom from "seedrandom";

/** A stream of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * The streams of one variant: one a named purpose, so that what is drawn for one purpose never
 * moves another. The names are part of every variant ever handed out; they must not change.
 */
export function randomFor(
  exercise: string,
  version: number,
  seed: string,
): (purpose: string) => Random {
  // The list [exercise, version, seed, purpose] as JSON, all but its last written once.
  const before = JSON.stringify([exercise, version, seed]).slice(0, -1);
  return (purpose) => seedrandom.alea(`${before},${JSON.stringify(purpose)}]`);
}
