import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type Zippable, zipSync } from "fflate";
import { yamlFile } from "../exercise/yamlFile.js";
import { fileBytes } from "../files/fileBytes.js";
import { fileText } from "../files/fileText.js";
import { amendmentsSchema } from "./amendments.js";
import { amendmentsFile, loadSet, manifestFile } from "./loadSet.js";
import { mostManifestBytes } from "./manifest.js";

/**
 * What marking does without: the browser that prints, and the fonts that the build has already put
 * into the program.
 */
const notForMarking: readonly string[] = [
  "puppeteer",
  "@fontsource/stix-two-math",
  "@fontsource/stix-two-text",
];

/**
 * An autograder for Gradescope as a zip: its two scripts, the manifest of the set in this folder,
 * and this program with the packages that marking needs. The same set and program give the same
 * bytes. Throws an InputError where there is no set.
 */
export function autograder(set: string): Uint8Array {
  const { manifest } = loadSet(set);
  const files = new Map<string, Uint8Array>([
    ["setup.sh", Buffer.from(setup)],
    ["run_autograder", Buffer.from(runAutograder)],
    ["manifest.json", fileBytes(manifestFile(set), mostManifestBytes)],
  ]);
  addDecisions(files, amendmentsFile(set, manifest));
  addProgram(files, "handprop");
  // Unix, and the bits of a file there.
  const [plain, executable] = [0o100644, 0o100755].map((mode) => ({ os: 3, attrs: mode << 16 }));
  const entries: Zippable = {};
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    entries[path] = [
      bytes,
      path.includes("/") || /\.(?:json|yaml|csv)$/.test(path) ? plain! : executable!,
    ];
  }
  // The earliest time that a zip can say.
  return zipSync(entries, { mtime: new Date(1980, 0, 1), level: 9 });
}

/** What was decided after handing out, and the tables that it names. */
function addDecisions(files: Map<string, Uint8Array>, path: string | undefined): void {
  if (path === undefined) return;
  files.set("amendments.yaml", readFileSync(path));
  const { value } = yamlFile(amendmentsSchema, fileText(path), path);
  for (const { marksFrom } of value)
    if (marksFrom !== undefined) files.set(marksFrom, readFileSync(join(dirname(path), marksFrom)));
}

const setup = `#!/usr/bin/env bash
# Gradescope runs this once, to make the image that marks.
set -euo pipefail
node=v22.14.0
if ! node --eval 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  case "$(uname -m)" in x86_64) machine=x64 ;; *) machine=arm64 ;; esac
  curl --fail --silent --show-error --location "https://nodejs.org/dist/$node/node-$node-linux-$machine.tar.gz" |
    tar --extract --gzip --directory /usr/local --strip-components 1
fi
`;

// HANDPROP_AUTOGRADER stands for /autograder where there is no Gradescope around.
const runAutograder = `#!/usr/bin/env bash
# Gradescope runs this for each submission, and reads results.json.
root="\${HANDPROP_AUTOGRADER:-/autograder}"
results="$root/results/results.json"
mkdir -p "$root/results"
rm -f "$results"
node "$root/source/handprop/dist/cli/main.js" grade "$root/submission" --set "$root/source/manifest.json" \\
  --report gradescope --metadata "$root/submission_metadata.json" --out "$results"
# Whatever went wrong, Gradescope is told.
[ -s "$results" ] || echo '{ "score": 0, "output": "This could not be marked. Please tell your instructor.", "tests": [] }' > "$results"
exit 0
`;

const root = fileURLToPath(new URL("../../", import.meta.url));

function addProgram(files: Map<string, Uint8Array>, place: string): void {
  const { name, version, type, license, dependencies } = packageJson(root);
  const description = { name, version, type, license, dependencies };
  files.set(`${place}/package.json`, Buffer.from(`${JSON.stringify(description, null, 2)}\n`));
  for (const folder of ["dist", "exercises"])
    addFolder(files, join(root, folder), `${place}/${folder}`);
  files.set(`${place}/LICENSE`, readFileSync(join(root, "LICENSE")));
  const placed = new Set<string>();
  for (const dependency of Object.keys(dependencies ?? {})) {
    if (!notForMarking.includes(dependency))
      addPackage(dependency, { from: root, within: place }, { files, place, placed });
  }
}

/** Where packages go, and which are there. */
interface Packed {
  readonly files: Map<string, Uint8Array>;
  readonly place: string;
  readonly placed: Set<string>;
}

// A package that another has for itself stays within it; the rest is shared, as npm lays it out.
function addPackage(
  name: string,
  { from, within }: { readonly from: string; readonly within: string },
  packed: Packed,
): void {
  const { files, place, placed } = packed;
  const folder = packageFolder(name, from);
  const isOwn = from !== root && folder === join(from, "node_modules", name);
  const target = `${isOwn ? within : place}/node_modules/${name}`;
  if (placed.has(target)) return;
  placed.add(target);
  addFolder(files, folder, target);
  for (const dependency of Object.keys(packageJson(folder).dependencies ?? {}))
    addPackage(dependency, { from: folder, within: target }, packed);
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly type?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const packageJson = (folder: string): PackageJson =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

function packageFolder(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (dirname(folder) === folder) throw new Error(`the package ${name} is not installed`);
  }
}

// What only compilers and debuggers read is left behind.
const isNeeded = (name: string): boolean => !/\.(map|[cm]?ts|flow)$/.test(name);

function addFolder(files: Map<string, Uint8Array>, folder: string, place: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const target = posix.join(place, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules") addFolder(files, path, target);
    else if (entry.isFile() && isNeeded(entry.name)) files.set(target, readFileSync(path));
  }
}
