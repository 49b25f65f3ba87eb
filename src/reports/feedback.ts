import { zipped } from "../files/zipped.js";
import type { ReportPart, ReportRun } from "../reports.js";
import { pdf } from "./pdf.js";

/**
 * Marked scripts in one zip, each in the folder that the platform has exported what was handed in
 * from: platforms give back by these names. What was typed from paper is in no such folder.
 */
export async function* feedback(run: ReportRun): AsyncGenerator<ReportPart> {
  const files = new Map<string, string | Uint8Array>();
  let fromTables = 0;
  for await (const part of pdf(run)) {
    if (typeof part === "string" || !("content" in part)) {
      yield part;
      continue;
    }
    if (/\.csv$/i.test(part.of)) fromTables++;
    else files.set(placeIn(files, part.of, part.file, run.handedIn ?? []), part.content);
  }
  yield zipped(files);
  yield { note: `${files.size} marked scripts` };
  if (fromTables > 0)
    yield { note: `not among them: ${fromTables} typed from paper; --report pdf has these` };
}

/** Where a marked script goes: beside what it marks, called by it. */
function placeIn(
  taken: ReadonlyMap<string, unknown>,
  of: string,
  file: string,
  handedIn: readonly string[],
): string {
  const path = inExport(of.replaceAll("\\", "/"), handedIn);
  const ending = file.slice(file.lastIndexOf("."));
  const stem = path.replace(/\.[^./]{1,10}$/, "");
  let place = `${stem}-marked${ending}`;
  for (let copy = 2; taken.has(place); copy++) place = `${stem}-marked-${copy}${ending}`;
  return place;
}

/** The path within what the platform has exported; an archive in it is where its student is. */
function inExport(path: string, handedIn: readonly string[]): string {
  const roots = handedIn
    .map((root) => root.replaceAll("\\", "/").replace(/^\.\//, ""))
    .map((root) => (root.endsWith("/") ? root : `${root}/`));
  const root = roots.find((root) => path.startsWith(root)) ?? "";
  const parts = path.slice(root.length).split("/");
  const inner = parts.findIndex((part, i) => i < parts.length - 1 && /\.zip$/i.test(part));
  const own = inner < 0 ? parts : [...parts.slice(0, inner), parts.at(-1)!];
  // Moodle takes a folder's name apart at its underscores, the last of which some releases leave
  // out.
  return own.map((part) => part.replace(/_assignsubmission_file$/, "$&_")).join("/");
}
