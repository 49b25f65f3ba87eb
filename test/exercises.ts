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

export const prepared = (name: string): Prepared =>
  prepare(readExercise(exerciseText(name), `exercises/${name}.yaml`), malrules);
