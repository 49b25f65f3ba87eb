import { InvalidArgumentError } from "commander";
import { readNumber } from "../handedIn/readNumber.js";
import { longestName } from "../input/longestName.js";

/** Reads a whole number from 1 on. Throws an InvalidArgumentError, as all of these do. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError("expected a whole number from 1 to 999999");
  return Number(text);
}

/** Reads a seed. */
export function seedText(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("expected a text that is not empty");
  // Room for what --count appends.
  const most = longestName - 10;
  if (text.length > most) throw new InvalidArgumentError(`expected at most ${most} characters`);
  return text;
}

/** What reads a number from 0 to `most`, as those of students are read. */
export function upTo(most: number): (text: string) => number {
  return (text) => {
    const reading = readNumber(text);
    if (reading.kind === "number" && reading.value >= 0 && reading.value <= most)
      return reading.value;
    throw new InvalidArgumentError(`expected a number from 0 to ${most}`);
  };
}

/** Reads an option that may be given again. */
export const several = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

/** What reads several of these words, with commas between them. */
export function anyOf(allowed: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const words = text.split(",").map((word) => word.trim());
    const unknown = words.find((word) => !allowed.includes(word));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`expected any of ${allowed.join(",")}, got ${unknown}`);
    return words;
  };
}
