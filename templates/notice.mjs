import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the package in a folder wants to be said of it wherever it is copied, fit for a comment. */
export function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const textOf = (file) => readFileSync(join(folder, file), "utf8").trim();
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  // Some say it at the end of what they say of themselves.
  const texts =
    files.length > 0
      ? files.sort().map(textOf)
      : (/^licen[cs]e\b[\s\S]*/im.exec(textOf("README.md")) ?? []);
  return [`${name} ${version} (${license})`, ...texts].join("\n\n").replaceAll("*/", "* /");
}

/** The notices of all packages that a bundle has bytes of, and of those in `also`. */
export function noticesIn({ outputs }, root, also = []) {
  const used = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0),
  );
  const folders = used.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set([...also, ...folders])]
    .sort()
    .map((folder) => notice(join(root, folder)))
    .join("\n\n");
}
