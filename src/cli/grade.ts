import { join } from "node:path";
import { jsonText } from "../export/problemJson.js";
import { resultsCsv } from "../export/resultsCsv.js";
import { resultsMd } from "../export/resultsMd.js";
import { resultsHead, resultsRow } from "../export/resultsText.js";
import { continuedFrom, writtenIn } from "../grade/continued.js";
import type { MarkedScript, MarkingPolicy } from "../grade/markScript.js";
import { resultsJson } from "../grade/resultsJson.js";
import { printable } from "../input/inputError.js";
import { markedScript } from "../render/markedScript.js";
import { template } from "../render/templates.js";
import { exitCode } from "./exitCode.js";
import { pathSegment, shownPath, writeWhole } from "./files.js";
import { printerOr, titleIn } from "./generate.js";
import { type Marked, type MarkOptions, markAll, policyOf } from "./markAll.js";
import { summaryOf } from "./summaryOf.js";
import { type Terminal, terminal, textTable } from "./terminal.js";

/** Reports that are one document, and those that are one a script. */
const documents = {
  text: (marked) =>
    marked.length === 0
      ? ""
      : textTable(
          resultsHead,
          marked.map((one) => resultsRow(summaryOf(one))),
        ),
  json: (marked, policy) =>
    jsonText(
      resultsJson(
        marked.map(({ script }) => script),
        policy,
      ),
    ),
  csv: (marked) => resultsCsv(marked.map(summaryOf)),
  md: (marked) => resultsMd(marked.map(summaryOf)),
} as const satisfies Record<string, (marked: readonly Marked[], policy: MarkingPolicy) => string>;
const sheets = ["html", "pdf"] as const;

export type Report = keyof typeof documents | (typeof sheets)[number];

export interface GradeOptions extends MarkOptions {
  readonly report: Report;
  /** A file; a folder where there is a sheet a script. */
  readonly out?: string;
  readonly minScore?: number;
  readonly quiet?: boolean;
}

/** `grade PATH...`: marks submissions against their keys. One that cannot be read does not stop the others. */
export async function grade(paths: readonly string[], options: GradeOptions): Promise<number> {
  const screen = terminal(options);
  const policy = policyOf(options);
  const { marked, code } = markAll(paths, options.exercise, policy, screen, options.out);
  const { report, out } = options;
  const failed =
    report === "html" || report === "pdf"
      ? await writeSheets(marked, policy, report, out ?? "output/marked", screen)
      : writeDocument(documents[report](marked, policy), out, screen);
  if (code !== exitCode.done) return code;
  if (failed !== exitCode.done) return failed;
  return marked.some(({ script }) => isBelow(script, options.minScore)) ? exitCode.below : exitCode.done;
}

const isBelow = ({ score, maxScore }: MarkedScript, percent = 0): boolean => score * 100 < percent * maxScore - 1e-9;

function writeDocument(text: string, out: string | undefined, screen: Terminal): number {
  if (out !== undefined) writeWhole(out, text);
  else if (text !== "") screen.out(text);
  return exitCode.done;
}

/** Writes a marked script for each, and says where on standard output. One that fails does not stop the others. */
async function writeSheets(
  marked: readonly Marked[],
  policy: MarkingPolicy,
  format: (typeof sheets)[number],
  folder: string,
  screen: Terminal,
): Promise<number> {
  if (marked.length === 0) return exitCode.done;
  const report = template("report");
  const printer = format === "pdf" ? await printerOr(screen) : undefined;
  const taken = new Set<string>();
  let failed = false;
  try {
    for (const [done, one] of marked.entries()) {
      const { script, submission, problem } = one;
      const path = join(folder, `${fileNameOf(script, taken)}.${printer ? "pdf" : "html"}`);
      try {
        const html = report(
          markedScript(problem, script, {
            typed: submission.answers,
            written: writtenIn(problem, submission, policy),
            right: continuedFrom(problem, submission, policy),
          }),
        );
        writeWhole(path, printer ? await printer.print(html, { title: titleIn(html) }) : html);
        screen.out(shownPath(path));
      } catch (error) {
        failed = true;
        screen.say(printable(`${one.file}: ${error instanceof Error ? error.message : error}`));
      }
      screen.progress(done + 1, marked.length, path);
    }
  } finally {
    await printer?.close();
  }
  if (failed) return exitCode.partly;
  return format === "pdf" && !printer ? exitCode.environment : exitCode.done;
}

// File systems may not tell capitals from small letters, and take names of 255 bytes.
function fileNameOf({ student, exercise, variant }: MarkedScript, taken: Set<string>): string {
  const whole = [student || "no-name", exercise, variant].map(pathSegment).join("--").slice(0, 200);
  let name = whole;
  for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${whole}--${copy}`;
  taken.add(name.toLowerCase());
  return name;
}
