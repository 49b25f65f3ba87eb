import { join } from "node:path";
import { isFatal, messageOf } from "./files/failure.js";
import { appendTo, makeFolder, writeWhole, writeWholeFrom } from "./files/writeWhole.js";
import type { Batch } from "./marking/markAll.js";
import type { Printer } from "./render/pdf/print.js";
import { PrintRemarks } from "./render/pdf/printRemarks.js";
import {
  type Report,
  type ReportName,
  type ReportPart,
  type ReportRun,
  reportNamed,
} from "./reports.js";

/** Where a report goes, and who hears of it. */
export interface ReportPlace {
  /** The document's file, or the folder of a report with a file for each script. */
  readonly out?: string;
  /** A document in pieces, where no file is named for it. */
  document(pieces: AsyncIterable<string | Uint8Array>): Promise<void>;
  /** A line for whoever watches. */
  line(text: string): void;
  /** What whoever runs it has to know. */
  note(text: string): void;
  /** Files that GitHub Actions names in variables of these names. */
  readonly actions: Readonly<Record<string, string | undefined>>;
  /** A file of its own has been written. */
  written(path: string): void;
  /** A file of its own, or a part of the document, came to nothing; the rest is written. */
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
): AsyncGenerator<string | Uint8Array> {
  for await (const part of parts) {
    if (typeof part === "string" || part instanceof Uint8Array) yield part;
    else if ("line" in part) place.line(part.line);
    else if ("note" in part) place.note(part.note);
    else if ("failed" in part) place.failed(`${part.of}: ${messageOf(part.failed)}`);
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
    if (typeof part === "string" || part instanceof Uint8Array || !("of" in part)) continue;
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

/** What of a report on files was written, by paths, and what came to nothing, a line each. */
export interface SavedReport {
  readonly written: readonly string[];
  readonly failed: readonly string[];
  /** What happened to printed documents that has to be known, a line each. */
  readonly printed: readonly string[];
}

/**
 * Makes the report of this name of a batch, which goes by, and writes it: to a file, or to a folder
 * where it has a file for each script. Where a browser is needed and no `printer` given, one is
 * started and ended. Throws a RangeError for a report on a class where the batch is of none, a
 * NoBrowserError where there is no browser, and a WriteError where nothing can be written.
 */
export async function saveReport(
  name: ReportName,
  batch: Batch,
  out: string,
  { minScore, printer }: { readonly minScore?: number; readonly printer?: Printer } = {},
): Promise<SavedReport> {
  const written: string[] = [];
  const failed: string[] = [];
  const remarks = new PrintRemarks();
  let own: Promise<Printer> | undefined;
  const run: ReportRun = {
    batch,
    ...(minScore === undefined ? {} : { minScore }),
    printer: async () => {
      if (printer) return printer;
      own ??= import("./render/pdf/print.js").then(({ openPrinter }) => openPrinter(remarks.told));
      return own;
    },
  };
  try {
    await writeReport(usable(name, batch), run, {
      out,
      document: async () => {},
      line: () => {},
      note: () => {},
      actions: process.env,
      written: (path) => void written.push(path),
      failed: (message) => void failed.push(message),
    });
  } finally {
    await (await own?.catch(() => undefined))?.close();
  }
  return { written, failed, printed: remarks.lines() };
}

/**
 * The document of the report of this name of a batch, which goes by. Throws a RangeError where the
 * report is a folder of files, or on a class where the batch is of none.
 */
export async function reportText(
  name: ReportName,
  batch: Batch,
  { minScore }: { readonly minScore?: number } = {},
): Promise<string> {
  const report = usable(name, batch);
  if (report.gives !== "document") throw new RangeError(`${name} is a report of several files`);
  let text = "";
  const run = { batch, toFile: true, ...(minScore === undefined ? {} : { minScore }) };
  for await (const part of report.make(run)) if (typeof part === "string") text += part;
  return text;
}

function usable(name: ReportName, batch: Batch): Report {
  const report = reportNamed(name);
  if (report.needs.includes("set") && !batch.set)
    throw new RangeError(`${name} is a report on a class: a batch of a class set is needed`);
  return report;
}
