import { isArchive } from "./archive.js";

/** The kinds of files that submissions are read from, by their extension. */
export type Extension = ".json" | ".ipynb" | ".pdf" | ".csv" | ".zip";

/**
 * Which kind of submission a file is by its name, if any. A browser or an editor may have added
 * `.txt`.
 */
export function extensionOf(file: string): Extension | undefined {
  if (isArchive(file)) return ".zip";
  const [, extension] = /(\.json|\.ipynb|\.pdf|\.csv)(?:\.txt)?$/i.exec(file) ?? [];
  return extension?.toLowerCase() as Extension | undefined;
}

/** What lies beside submissions and is none: what was handed out, and what platforms add. */
const besides = new Set([
  "problem.json",
  "key.json",
  "results.json",
  "manifest.json",
  "solution.pdf",
  "submission_metadata.yml",
  "thumbs.db",
  "desktop.ini",
  "index.html",
  "icon\r",
]);

/**
 * Whether somebody may have handed this file in. What begins with a dot belongs to a system or a
 * tool: macOS packs such a second file for each.
 */
export function mayBeHandedIn(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return !name.startsWith(".") && !besides.has(name.toLowerCase()) && !path.startsWith("__MACOSX/");
}

/** What is said of files that are not read, by their names; the last holds for all others. */
const unread: readonly (readonly [name: RegExp, what: string])[] = [
  [/\.(?:jpe?g|png|hei[cf]|gif|webp|tiff?|bmp)$/i, "is a picture"],
  [/\.(?:docx?|odt|rtf|pages)$/i, "is a text document"],
  [/\.(?:xlsx?|ods|numbers)$/i, "is a spreadsheet"],
  [/(?:)/, "is no submission by its name"],
];

/** Why a file that was handed in is not read, if so. */
export function whyUnread(path: string): string | undefined {
  if (extensionOf(path) !== undefined) return undefined;
  const [, what] = unread.find(([name]) => name.test(path))!;
  return (
    `${what}, so it was not read: ` +
    `expected submission.json or a filled-in PDF; what is on paper is typed into a CSV`
  );
}
