// The tables of the languages, a file each in `languages/`: English by itself, since its keys are what
// the program may say, and since a page that speaks English needs no other.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const folder = join(dirname(fileURLToPath(import.meta.url)), "languages");
const codes = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .map((file) => basename(file, ".yaml"));
const tableOf = (code) => parse(readFileSync(join(folder, `${code}.yaml`), "utf8"));
const written = (value) => JSON.stringify(value, null, 2);

/** The modules of the languages, by the names of their files. */
export const languageModules = () => ({
  english: `// Written by the build.
export const languageCodes = ${JSON.stringify(codes)} as const;
export const englishTable = ${written(tableOf("en"))} as const;
`,
  languages: `// Written by the build.
export const languageTables: Readonly<Record<string, unknown>> = ${written(
    Object.fromEntries(codes.filter((code) => code !== "en").map((code) => [code, tableOf(code)])),
  )};
`,
});
