import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shownPath } from "../files/shownPath.js";
import { makeFolder, writeNew } from "../files/writeWhole.js";
import { InputError } from "../input/inputError.js";
import { exitCode } from "./exitCode.js";
import { terminal } from "./terminal.js";

/**
 * `init [FOLDER]`: writes what a problem set begins with. Throws an InputError rather than write
 * over a file.
 */
export function init(folder: string): number {
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
  for (const [name, { text, mode }] of Object.entries(files)) {
    writeNew(join(folder, name), text, mode);
    terminal({}).out(shownPath(join(folder, name)));
  }
  return exitCode.done;
}

const shipped = (name: string): string =>
  readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8");
