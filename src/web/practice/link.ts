import { longestName } from "../../input/longestName.js";
import type { FixedKey } from "../../language/language.js";
import type { Help } from "../../render/sheet.js";
import { readTask, type Task, taskText } from "./task.js";

/** What a link to the page opens. It stands after the #, which no browser sends anywhere. */
export interface Link {
  readonly exercise: string;
  /** Absent where any variant will do. */
  readonly seed?: string;
  readonly help?: Help;
  /** Absent for the whole sheet. */
  readonly task?: Task;
}

/** How much a sheet tells, as a student chooses it. */
export const helpLevels = {
  none: "levelNone",
  formulas: "levelFormulas",
  guided: "levelGuided",
} as const satisfies Record<Help, FixedKey>;

export const isHelp = (text: unknown): text is Help =>
  typeof text === "string" && Object.hasOwn(helpLevels, text);

/** Reads the part of an address after the `#`; undefined where it names no exercise. */
export function readLink(hash: string): Link | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const exercise = given.get("exercise");
  const seed = given.get("seed")?.trim().slice(0, longestName);
  const help = given.get("help");
  if (!exercise) return undefined;
  const task = readTask(given.get("task"));
  return {
    exercise,
    ...(seed ? { seed } : {}),
    ...(isHelp(help) ? { help } : {}),
    ...(task.kind === "whole" ? {} : { task }),
  };
}

/** The part of an address that opens this, from the `#` on. */
export function linkTo({ exercise, seed, help, task }: Link): string {
  const text = task && taskText(task);
  return `#${new URLSearchParams({
    exercise,
    ...(seed === undefined ? {} : { seed }),
    ...(help ? { help } : {}),
    ...(text ? { task: text } : {}),
  })}`;
}
