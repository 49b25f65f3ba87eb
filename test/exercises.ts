import { readdirSync, readFileSync } from "node:fs";
import { readExercise } from "../src/exercise/readExercise.js";
import { readMalrules } from "../src/exercise/readMalrules.js";
import { type Prepared, prepare } from "../src/problem/prepare.js";

const folder = new URL("../exercises/", import.meta.url);

export const exerciseNames = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml") && file !== "malrules.yaml")
  .map((file) => file.replace(".yaml", ""));

export const exerciseText = (name: string): string =>
  readFileSync(new URL(`${name}.yaml`, folder), "utf8");

export const malrulesText = readFileSync(new URL("malrules.yaml", folder), "utf8");
export const malrules = readMalrules(malrulesText, "exercises/malrules.yaml");

const known = new Map<string, Prepared>();

/** An exercise that comes with handprop, prepared once for all tests of a process. */
export function prepared(name: string): Prepared {
  const before = known.get(name);
  if (before) return before;
  const made = prepare(readExercise(exerciseText(name), `exercises/${name}.yaml`), malrules);
  known.set(name, made);
  return made;
}
