import { join } from "node:path";
import { pathSegment } from "../files/pathSegment.js";
import { shownPath } from "../files/shownPath.js";
import { makeFolder, writeWhole } from "../files/writeWhole.js";
import { continuedFrom, writtenIn } from "../grade/continued.js";
import type { MarkedScript } from "../grade/markScript.js";
import { InputError } from "../input/inputError.js";
import { type Batch, type MarkOptions, policyOf } from "../marking/markAll.js";
import { markedScript } from "../render/markedScript.js";
import type { Printer } from "../render/pdf/print.js";
import { template } from "../render/templates.js";
import { exitCode } from "./exitCode.js";
import { printerOr, titleIn } from "./generate.js";
import { isFatal, messageOf } from "./report.js";
import type { Terminal } from "./terminal.js";

/** What a marked script may be written as. */
export type SheetFormat = "html" | "pdf";

/**
 * Writes a marked script for each, and says where on standard output. One that fails does not stop
 * the others.
 */
export async function writeMarkedScripts(
  { results, set }: Batch,
  options: MarkOptions,
  format: SheetFormat,
  folder: string,
  screen: Terminal,
): Promise<number> {
  const report = template("report");
  let printer: Printer | undefined;
  const taken = new Set<string>();
  let failed = false;
  let done = 0;
  try {
    for await (const one of results) {
      if (one instanceof InputError) continue;
      // Where nothing can be read, no browser is started.
      if (done === 0) {
        makeFolder(folder);
        printer = format === "pdf" ? await printerOr(screen) : undefined;
      }
      const { script, submission } = one;
      const path = join(folder, `${fileNameOf(script, taken)}.${printer ? "pdf" : "html"}`);
      try {
        const problem = one.problem();
        const policy = { ...set?.marking(script.exercise), ...policyOf(options) };
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
        if (isFatal(error)) throw error;
        // What keeps all of them from being written is said once.
        makeFolder(folder);
        failed = true;
        screen.complain(`${one.file}: ${messageOf(error)}`);
      }
      screen.progress(++done, undefined, path);
    }
    screen.progress(done, done, folder);
  } finally {
    await printer?.close();
  }
  if (failed) return exitCode.partly;
  return format === "pdf" && done > 0 && !printer ? exitCode.environment : exitCode.done;
}

// File systems may not tell capitals from small letters, and take names of 255 bytes.
function fileNameOf({ student, exercise, variant }: MarkedScript, taken: Set<string>): string {
  const whole = [student || "no-name", exercise, variant].map(pathSegment).join("--").slice(0, 200);
  let name = whole;
  for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${whole}--${copy}`;
  taken.add(name.toLowerCase());
  return name;
}
