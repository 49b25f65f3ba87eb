import { join } from "node:path";
import { isFatal, messageOf } from "./files/failure.js";
import { appendTo, makeFolder, writeWhole, writeWholeFrom } from "./files/writeWhole.js";
import type { Report, ReportPart, ReportRun } from "./reports.js";

/** Where a report goes, and who hears of it. */
export interface ReportPlace {
  /** The document's file, or the folder of a report with a file for each script. */
  readonly out?: string;
  /** A document in pieces, where no file is named for it. */
  document(pieces: AsyncIterable<string>): Promise<void>;
  /** A line for whoever watches. */
  line(text: string): void;
  /** Files that GitHub Actions names in variables of these names. */
  readonly actions: Readonly<Record<string, string | undefined>>;
  /** A file of its own has been written. */
  written(path: string): void;
  /** A file of its own came to nothing; the others are written. */
  failed(message: string): void;
}

/**
 * Makes a report of a run and writes it to its place: a document whole or not at all, files one
 * after the other. Throws a WriteError where nothing can be written.
 */
export async function writeReport(
  report: Report,
  run: ReportRun,
  place: ReportPlace,
): Promise<void> {
  const { out } = place;
  const parts = report.make({ ...run, toFile: out !== undefined });
  if (report.gives === "files") return writeFiles(parts, place, out ?? "output/marked");
  const document = documentIn(parts, place);
  await (out === undefined ? place.document(document) : writeWholeFrom(out, document));
}

async function* documentIn(
  parts: AsyncIterable<ReportPart>,
  place: ReportPlace,
): AsyncGenerator<string> {
  for await (const part of parts) {
    if (typeof part === "string") yield part;
    else if ("line" in part) place.line(part.line);
    else if ("to" in part) {
      const path = place.actions[part.to];
      if (path) appendTo(path, part.text);
    }
  }
}

async function writeFiles(
  parts: AsyncIterable<ReportPart>,
  place: ReportPlace,
  folder: string,
): Promise<void> {
  for await (const part of parts) {
    if (typeof part === "string" || !("of" in part)) continue;
    try {
      if ("failed" in part) throw part.failed;
      const path = join(folder, part.file);
      writeWhole(path, part.content);
      place.written(path);
    } catch (error) {
      if (isFatal(error)) throw error;
      // What keeps all of them from being written is said once.
      makeFolder(folder);
      place.failed(`${part.of}: ${messageOf(error)}`);
    }
  }
}
