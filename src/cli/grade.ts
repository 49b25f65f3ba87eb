import { dirname } from "node:path";
import { type Shard, shardOf } from "../class/shard.js";
import { shownPath } from "../files/shownPath.js";
import { WriteError } from "../files/writeError.js";
import { makeFolder } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { InputError } from "../input/inputError.js";
import { isBelow } from "../marking/isBelow.js";
import { type Batch, type MarkOptions, markAll, policyOf } from "../marking/markAll.js";
import type { MarkResult } from "../marking/marker.js";
import { partPath } from "../marking/resultsPart.js";
import type { Printer } from "../render/pdf/print.js";
import { type Report, type ReportName, reportNamed } from "../reports.js";
import { type ReportPlace, writeReport } from "../writeReport.js";
import { exitCodeOf, listenerOn } from "./batch.js";
import { exitCode, interruption } from "./exitCode.js";
import { sayFailure } from "./failure.js";
import { counted } from "./nextSteps.js";
import { printerOr } from "./printerOr.js";
import { type Terminal, terminal } from "./terminal.js";

export interface GradeOptions extends MarkOptions {
  readonly report: ReportName;
  /** A file; a folder where there is a sheet a script. */
  readonly out?: string;
  readonly minScore?: number;
  /** A platform's table that the gradebook is filled into, and its column. */
  readonly into?: string;
  readonly column?: string;
  readonly shard?: string;
  readonly anonymous?: boolean;
  readonly excel?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * `grade PATH...`: marks submissions against their keys. One that cannot be read does not stop the
 * others.
 */
export async function grade(paths: readonly string[], options: GradeOptions): Promise<number> {
  const screen = terminal(options);
  const report = reportNamed(options.report);
  const misuse = misuseOf(report, options);
  if (misuse !== undefined) {
    screen.complain(`handprop: ${misuse}`);
    return exitCode.usage;
  }
  const part = options.shard === undefined ? undefined : shardOf(options.shard, process.env);
  const whole =
    part === undefined ? options : { ...options, part, ...partOf(report, options, part) };
  const { out = "output/marked" } = whole;
  const press = pressOn(screen, report.gives === "files" ? out : dirname(out));
  const place = placeOn(screen, whole);
  const { minScore, into, column } = options;
  const run = {
    handedIn: paths,
    ...(into === undefined
      ? {}
      : { into: { path: into, ...(column === undefined ? {} : { column }) } }),
    ...(minScore === undefined ? {} : { minScore }),
    isAnonymous: options.anonymous === true,
    printer: press.printer,
  };
  try {
    const batch = markAll(paths, whole, listenerOn(screen), whole.out);
    const decimalComma = batch.set?.manifest.locale.decimalComma ?? false;
    const { watched, anyBelow } = watchedFor(batch, minScore, screen);
    await writeReport(
      report,
      { ...run, batch: watched, ...(options.excel ? { csvStyle: { decimalComma } } : {}) },
      place,
    );
    place.finish();
    const code = exitCodeOf(batch) || place.code() || press.code();
    return anyBelow() ? belowBefore(code, screen) : code;
  } catch (error) {
    // What cannot be written cannot say so either.
    const cannotSay = report.gives !== "document" || report.needs.includes("set");
    if (cannotSay || place.hasBegun() || error instanceof WriteError) throw error;
    // Whoever waits for the document is told in it, too.
    const batch = only(failureIn(report, error, paths), options);
    await writeReport(report, { ...run, batch }, place);
    return sayFailure(error);
  } finally {
    await press.close();
  }
}

/** What is asked for that makes no sense together, if anything. */
function misuseOf(
  report: Report,
  { set, json, out, into, column, excel, shard }: GradeOptions,
): string | undefined {
  if (report.needs.includes("set") && set === undefined)
    return `${report.name} is a report on a class: --set says on which`;
  if (shard !== undefined && set === undefined)
    return "--shard is a part of a class: --set says of which";
  if (shard !== undefined && report.gives !== "files" && report.name !== "json")
    return `--shard is for html, pdf and json: ${report.name} is on all scripts together`;
  if (shard !== undefined && report.name === "json" && out === undefined)
    return "--out says which results the part is one of";
  if (json && report.gives !== "files")
    return "--json lists the files of html and pdf; --report json has results";
  if (report.gives === "archive" && out === undefined)
    return `--out says where to write the zip of ${report.name}`;
  if (into !== undefined && report.name !== "gradebook")
    return "--into is filled in by --report gradebook";
  if (into !== undefined && excel) return "--excel is for a table of our own, and --into is none";
  if (column !== undefined && into === undefined)
    return "--column says which column of --into is filled in";
  return undefined;
}

/** Where a part of what goes to one file is written, by itself. */
const partOf = (report: Report, { out }: GradeOptions, part: Shard): Pick<GradeOptions, "out"> =>
  report.gives === "files" || out === undefined ? {} : { out: partPath(out, part) };

/** A script below what was asked is what a job has to know; whatever else went wrong is said. */
function belowBefore(code: number, screen: Terminal): number {
  if (code !== exitCode.done)
    screen.complain(
      `handprop: exit code ${exitCode.below}, since a script is below --min-score; ` +
        `without that it were ${code}: not all could be done`,
    );
  return exitCode.below;
}

/**
 * What a report says of an error. A student is told what is wrong with what they handed in, and of
 * nothing else.
 */
function failureIn(report: Report, error: unknown, handedIn: readonly string[]): InputError {
  const isInput = error instanceof InputError;
  if (
    report.needs.includes("student") &&
    !(isInput && handedIn.some((path) => error.source.startsWith(path)))
  ) {
    return new InputError("handprop", "this could not be marked; please tell your instructor");
  }
  return isInput ? error : new InputError("handprop", `internal error: ${error}`);
}

/** A batch of what went wrong, and nothing else. */
function only(failure: InputError, options: MarkOptions): Batch {
  return { policy: policyOf(options), results: results(), outcome: () => "none" };

  async function* results(): AsyncGenerator<MarkResult> {
    yield failure;
  }
}

/**
 * The same batch, told on the screen as it goes by, and whether any of its scripts turned out below
 * what was asked.
 */
function watchedFor(batch: Batch, minScore: number | undefined, screen: Terminal) {
  const variants = batch.set?.variants.length;
  const of = variants === undefined ? undefined : Math.ceil(variants / (batch.shard?.of ?? 1));
  let [below, done] = [false, 0];
  return { watched: { ...batch, results: watched() }, anyBelow: () => below };

  async function* watched(): AsyncGenerator<MarkResult> {
    for await (const one of batch.results) {
      if (!(one instanceof InputError)) below ||= !one.isExcused && isBelow(one.script, minScore);
      yield one;
      screen.progress(++done, of, "");
    }
    screen.progress(done, done, "");
  }
}

/** A browser that is started when something is to be printed, once its folder is there. */
function pressOn(screen: Terminal, folder: string) {
  let opened: Promise<Printer | undefined> | undefined;
  let isMissing = false;
  return {
    printer: async (): Promise<Printer | undefined> => {
      makeFolder(folder);
      opened ??= printerOr(screen);
      const printer = await opened;
      isMissing = printer === undefined;
      return printer;
    },
    code: () => (isMissing ? exitCode.environment : exitCode.done),
    close: async () => {
      await (await opened)?.close();
    },
  };
}

/**
 * Standard output and the files beside it. Knows whether anything was printed that cannot be taken
 * back, and whether all files were written.
 */
function placeOn(screen: Terminal, { out, json }: GradeOptions) {
  let [begun, failed] = [false, 0];
  const written: string[] = [];
  interruption.message = () =>
    written.length > 0
      ? `${counted(written.length, "marked script")} written; the same command writes all`
      : "nothing was written; the same command begins anew";
  const place: ReportPlace = {
    ...(out === undefined ? {} : { out }),
    document: (pieces) => screen.pieces(noting(pieces)),
    line: screen.out,
    note: screen.say,
    actions: process.env,
    written: (path) => {
      written.push(shownPath(path));
      if (!json) screen.out(shownPath(path));
    },
    failed: (message) => {
      failed++;
      screen.complain(message);
    },
  };
  return {
    ...place,
    hasBegun: () => begun,
    /** Lists what was written where that is asked for. */
    finish: () => {
      if (json) screen.out(indentedJson({ schemaVersion: 1, files: written }));
    },
    code: () => (failed > 0 ? exitCode.partly : exitCode.done),
  };

  async function* noting<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const piece of pieces) {
      begun = true;
      yield piece;
    }
  }
}
