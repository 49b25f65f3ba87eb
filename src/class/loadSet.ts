import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileBytes } from "../files/fileBytes.js";
import { fileText } from "../files/fileText.js";
import { shownPath } from "../files/shownPath.js";
import { jsonLimits } from "../handedIn/readJson.js";
import { InputError } from "../input/inputError.js";
import { type ClassSet, classSet } from "./classSet.js";
import type { Manifest } from "./manifest.js";
import { openManifest } from "./manifestFile.js";
import type { NamedTable } from "./marksTable.js";
import { readAmendments } from "./readAmendments.js";
import { holdsSomething } from "./record.js";

/**
 * A class set from its folder, or from its manifest, with what was decided of it: in the file that
 * `amendments` names, or in `amendments.yaml` beside the set's file, in the set's folder or beside
 * its manifest. Throws an InputError.
 */
export function loadSet(path: string, amendments?: string): ClassSet {
  const file = manifestFile(path);
  const manifest = openManifest(file);
  const decided = amendments ?? amendmentsFile(path, manifest);
  if (decided === undefined) return classSet(manifest);
  const source = shownPath(decided);
  const set = classSet(manifest, (set) =>
    readAmendments(fileText(decided), source, set, (name) => tableBeside(decided, name)),
  );
  return { ...set, amendments: source };
}

/** A table that lies beside a file. */
export function tableBeside(path: string, name: string): NamedTable {
  const table = join(dirname(path), name);
  const bytes = existsSync(table) ? fileBytes(table, jsonLimits.bytes) : undefined;
  return { source: shownPath(table), bytes };
}

/** Where the manifest of a set is, given its folder or itself. */
export const manifestFile = (path: string): string =>
  /\.json$/i.test(path) ? path : join(path, "instructor", "manifest.json");

/** Where the decisions on a set are, if there are any. Throws an InputError for two such files. */
export function amendmentsFile(path: string, { from }: Pick<Manifest, "from">): string | undefined {
  const instructor = dirname(manifestFile(path));
  const folders = [
    ...(from === undefined ? [] : [join(instructor, from)]),
    ...(instructor === dirname(path) ? [] : [path]),
    instructor,
  ];
  const [found, other] = [
    ...new Set(folders.map((folder) => join(folder, "amendments.yaml"))),
  ].filter((file) => holdsSomething(file));
  if (found !== undefined && other !== undefined) {
    throw new InputError(
      shownPath(other),
      `there are decisions in ${shownPath(found)}, too: put them into one file`,
    );
  }
  return found;
}
