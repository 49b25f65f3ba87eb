import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "./ownFolder.js";

/**
 * Which program this is: its version, and a digest of what the build made of it, for two of one
 * version may differ. Machines that make parts of one thing have to run the same.
 */
export function ownProgram(): string {
  known ??= `${versionOf(ownFolder)} ${digestOf(join(ownFolder, "dist", "cli"))}`;
  return known;
}

let known: string | undefined;

const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;

function digestOf(folder: string): string {
  const hash = createHash("sha256");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((name) => name.endsWith(".js")).sort())
    hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}
