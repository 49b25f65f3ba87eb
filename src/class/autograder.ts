import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileBytes } from "../files/fileBytes.js";
import { fileText } from "../files/fileText.js";
import { ownFolder } from "../files/ownFolder.js";
import { zipped } from "../files/zipped.js";
import { amendmentsFile, loadSet, manifestFile } from "./loadSet.js";
import { mostManifestBytes } from "./manifest.js";
import { amendmentsIn } from "./readAmendments.js";

/**
 * An autograder for Gradescope as a zip: its two scripts, the manifest of the set in this folder,
 * and the command line's program. The same set and program give the same bytes. Throws an
 * InputError where there is no set.
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
  const isProgram = (path: string): boolean =>
    !path.includes("/") && !/\.(?:json|yaml|csv)$/.test(path);
  return zipped(files, isProgram);
}

/** What was decided after handing out, and the tables that it names. */
function addDecisions(files: Map<string, Uint8Array>, path: string | undefined): void {
  if (path === undefined) return;
  files.set("amendments.yaml", readFileSync(path));
  const { value } = amendmentsIn(fileText(path), path);
  for (const { marksFrom } of value)
    if (marksFrom !== undefined) files.set(marksFrom, readFileSync(join(dirname(path), marksFrom)));
}

const isRecent =
  'const [a, b] = process.versions.node.split("."); ' +
  "process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)";
const archive = "https://nodejs.org/dist/$node/node-$node-linux-$machine.tar.gz";

const setup = `#!/usr/bin/env bash
# Gradescope runs this once, to make the image that marks.
set -euo pipefail
node=v22.14.0
if ! node --eval '${isRecent}'; then
  case "$(uname -m)" in x86_64) machine=x64 ;; *) machine=arm64 ;; esac
  curl --fail --silent --show-error --location "${archive}" |
    tar --extract --gzip --directory /usr/local --strip-components 1
fi
`;

const main = "$root/source/handprop/dist/cli/main.js";
const notMarked =
  '{ "score": 0, "output": "This could not be marked. Please tell your instructor.", "tests": [] }';

// HANDPROP_AUTOGRADER stands for /autograder where there is no Gradescope around.
const runAutograder = `#!/usr/bin/env bash
# Gradescope runs this for each submission, and reads results.json.
root="\${HANDPROP_AUTOGRADER:-/autograder}"
results="$root/results/results.json"
mkdir -p "$root/results"
rm -f "$results"
node "${main}" grade "$root/submission" --set "$root/source/manifest.json" \\
  --report gradescope --metadata "$root/submission_metadata.json" --out "$results"
# Whatever went wrong, Gradescope is told.
[ -s "$results" ] || echo '${notMarked}' > "$results"
exit 0
`;

function addProgram(files: Map<string, Uint8Array>, place: string): void {
  for (const file of ["package.json", "LICENSE"])
    files.set(`${place}/${file}`, readFileSync(join(ownFolder, file)));
  for (const folder of ["dist/cli", "exercises"])
    addFolder(files, join(ownFolder, folder), `${place}/${folder}`);
}

function addFolder(files: Map<string, Uint8Array>, folder: string, place: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const target = posix.join(place, entry.name);
    if (entry.isDirectory()) addFolder(files, path, target);
    else if (entry.isFile()) files.set(target, readFileSync(path));
  }
}
