import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8");

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { "": own, ...locked } = (
  JSON.parse(textOf("package-lock.json")) as { packages: Record<string, Locked> }
).packages as { "": Locked } & Record<string, Locked>;
const paths = Object.keys(locked);
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, "");

/**
 * What is installed with handprop, as Node finds packages: in the own folder of the one that asks,
 * or further up.
 */
const shipped = new Set<string>();
const reach = (from: string, { dependencies, optionalDependencies }: Locked): void => {
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    let [folder, path] = [from, `${from}node_modules/${name}`];
    while (!(path in locked) && folder !== "") {
      folder = folder.replace(/node_modules\/(@[^/]+\/)?[^/]+\/$/, "");
      path = `${folder}node_modules/${name}`;
    }
    if (shipped.has(path) || !(path in locked)) continue;
    shipped.add(path);
    reach(`${path}/`, locked[path]!);
  }
};
reach("", own);

/** A row a licence: `| MIT | a, b |`. */
function rows(packages: readonly string[]): readonly string[] {
  const licences = [...new Set(packages.map((path) => locked[path]!.license ?? "unknown"))].sort();
  return licences.map((licence) => {
    const names = packages
      .filter((path) => (locked[path]!.license ?? "unknown") === licence)
      .map(nameOf);
    return `| ${licence} | ${[...new Set(names)].sort().join(", ")} |`;
  });
}

test.each([
  ["Installed with handprop", paths.filter((path) => shipped.has(path))],
  ["Only for building and testing", paths.filter((path) => !shipped.has(path))],
])(
  "THIRD-PARTY.md: %s: lists every package of the lock file under its licence, and no other",
  (heading, packages) => {
    const [, section] = textOf("THIRD-PARTY.md").split(`## ${heading}\n`);
    const listed = section!
      .split("\n## ")[0]!
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(listed.slice(1)).toEqual(rows(packages));
  },
);

test("every licence lets MIT software be made of it and passed on with it", () => {
  const free = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT AND Zlib",
    "OFL-1.1",
    "Python-2.0",
  ];
  // A licence of single files, which reaches nothing that is not built from them.
  const toolsOnly = ["BlueOak-1.0.0", "CC-BY-4.0", "MPL-2.0", "MIT OR Apache-2.0"];
  for (const path of paths) {
    const licence = locked[path]!.license?.replace(/^\((.*)\)$/, "$1");
    expect(shipped.has(path) ? free : [...free, ...toolsOnly], path).toContain(licence);
  }
});

test("every package has one exact version, and what it must hold is written down", () => {
  for (const path of paths) expect(locked[path]!.integrity, path).toMatch(/^sha512-[\w+/]{86}==$/);
  const wanted = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
  for (const [name, version] of Object.entries(wanted)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked[`node_modules/${name}`]!.version, name).toBe(version);
  }
});

test("of what is installed with handprop only puppeteer runs a script, which looks for a browser to download", () => {
  expect([...shipped].filter((path) => locked[path]!.hasInstallScript)).toEqual([
    "node_modules/puppeteer",
  ]);
  expect(textOf(".puppeteerrc.cjs")).toContain("skipDownload: true");
});
