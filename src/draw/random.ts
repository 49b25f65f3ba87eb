import seedrandom from "seedrandom";

/** A stream of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * The streams of one variant: one a named purpose, so that what is drawn for one purpose never
 * moves another. The names are part of every variant ever handed out; they must not change.
 */
export const randomFor =
  (exercise: string, version: number, seed: string) =>
  (purpose: string): Random =>
    seedrandom.alea(JSON.stringify([exercise, version, seed, purpose]));
