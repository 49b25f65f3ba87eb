import { join } from "node:path";
import { fileBytes } from "../files/fileBytes.js";
import { type ClassSet, classSet } from "./classSet.js";
import { mostManifestBytes, readManifest } from "./manifest.js";

/** A class set from its folder, or from its manifest. Throws an InputError. */
export function loadSet(path: string): ClassSet {
  const file = manifestFile(path);
  return classSet(readManifest(fileBytes(file, mostManifestBytes), file));
}

/** Where the manifest of a set is, given its folder or itself. */
export const manifestFile = (path: string): string =>
  /\.json$/i.test(path) ? path : join(path, "instructor", "manifest.json");
