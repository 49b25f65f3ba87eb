import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../files/ownFolder.js";
import { shownPath } from "../files/shownPath.js";
import { makeFolder, writeNew } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { InputError } from "../input/inputError.js";
import { exitCode } from "./exitCode.js";
import { sayNext, typedPath } from "./nextSteps.js";
import { terminal } from "./terminal.js";

export interface InitOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * `init [FOLDER]`: writes what a problem set begins with. Throws an InputError rather than write
 * over a file.
 */
export function init(folder: string, options: InitOptions = {}): number {
  const screen = terminal(options);
  const files = {
    "set.yaml": { text: shipped("set.yaml"), mode: 0o644 },
    "roster.csv": { text: shipped("roster.csv"), mode: 0o644 },
    // Whoever knows it can work out every variant there will be.
    secret: { text: `${randomBytes(32).toString("hex")}\n`, mode: 0o600 },
    ".gitignore": {
      text: "# The secret and the students' files belong in no repository.\nsecret\noutput/\n",
      mode: 0o644,
    },
  };
  const there = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (there !== undefined) throw new InputError(shownPath(join(folder, there)), "is there already");
  makeFolder(folder);
  const written: string[] = [];
  for (const [name, { text, mode }] of Object.entries(files)) {
    writeNew(join(folder, name), text, mode);
    written.push(shownPath(join(folder, name)));
    if (!options.json) screen.out(written.at(-1)!);
  }
  if (options.json) screen.out(indentedJson({ schemaVersion: 1, files: written }));
  const path = (name: string): string => typedPath(join(folder, name));
  sayNext(screen, "Made a problem set with four exercises, and a roster of three to try it with.", [
    `say in ${path("set.yaml")} which exercises, and what each is worth`,
    `put your class list in the place of ${path("roster.csv")}`,
    `keep ${path("secret")}, and give it to nobody: it decides everybody's numbers`,
    "then make a variant of every exercise for every student:",
    `  npx handprop assign ${path("set.yaml")} --roster ${path("roster.csv")}`,
  ]);
  return exitCode.done;
}

const shipped = (name: string): string => readFileSync(join(ownFolder, "templates", name), "utf8");
