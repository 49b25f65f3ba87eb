import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../dist/cli/", import.meta.url));
const code = readdirSync(folder)
  .filter((file) => file.endsWith(".js"))
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n");

/** Where each part of the bundle comes from, as comments in it say. */
const sources = [...code.matchAll(/^\/\/ (.*\.[cm]?[jt]s)$/gm)].map(([, source]) => source!);

test("the bundled command has the licence beside it of every package that is in it", () => {
  const licences = readFileSync(join(folder, "LICENSES.txt"), "utf8");
  const packages = new Set(
    sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []),
  );
  expect(packages.size).toBeGreaterThan(5);
  for (const name of packages) expect(licences).toMatch(new RegExp(`^${name} \\d+\\.`, "m"));
});

test("the bundled command leaves the browser and what drives it to packages of their own", () => {
  expect(code).toMatch(/import\("puppeteer"\)/);
});

test("the bundled command says where an error happened in lines that can be read", () => {
  expect(sources).toContain("src/cli/main.ts");
  expect(code).toMatch(/^async function reported\(error\d?\) \{$/m);
});
