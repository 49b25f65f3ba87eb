import { shownPath } from "../files/shownPath.js";
import type { Terminal } from "./terminal.js";

/** Says what was made, and what somebody who begins may do with it. */
export function sayNext(screen: Terminal, made: string, steps: readonly string[]): void {
  screen.say("");
  screen.say(made);
  screen.say("Next:");
  for (const step of steps) screen.say(`  ${step}`);
}

/** A path as it is typed into a shell. */
export function typedPath(path: string): string {
  const shown = shownPath(path);
  return /^[\w./\\:~-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

/** `a, b and c` */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** `1 script`, `2 scripts` */
export const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;

/** A browser by its name and version, from the name of its build. */
export const browserNamed = (build: string): string => build.replace("/", " ");
