import leven from "leven";
import { calledElsewhere } from "./otherNames.js";

/** The candidate most like the word, where one is near enough to be what was meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longest) return undefined;
  let best: { candidate: string; distance: number } | undefined;
  const most = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    if (candidate.length > longest || Math.abs(candidate.length - word.length) > most) continue;
    const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase());
    if (!best || distance < best.distance) best = { candidate, distance };
  }
  return best && best.distance <= most ? best.candidate : undefined;
}

// Letters that changed places are one slip, and the commonest.
const distanceOf = (word: string, candidate: string): number =>
  word !== candidate && lettersOf(word) === lettersOf(candidate) ? 1 : leven(word, candidate);

const lettersOf = (word: string): string => [...word].sort().join("");

/** A word that somebody misspelt is not longer: comparing takes time with the square of it. */
const longest = 60;

/** ` (did you mean X?)`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  const candidate = calledElsewhere(word, all) ?? nearest(word, all);
  return candidate ? ` (did you mean ${candidate}?)` : "";
}
