import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  aboutFilledIn,
  blankSubmission,
  jsonText,
  keyJson,
  problemJson,
} from "../export/problemJson.js";
import { pathSegment } from "../files/pathSegment.js";
import { shownPath } from "../files/shownPath.js";
import { makeFolder, refuseLinks, writeWhole } from "../files/writeWhole.js";
import { InputError } from "../input/inputError.js";
import { loadExercise } from "../load.js";
import type { Prepared } from "../problem/prepare.js";
import { type Problem, problem, publishedProblem } from "../problem/problem.js";
import type { Template } from "../render/layout.js";
import { NoBrowserError } from "../render/pdf/browser.js";
import type { Printer } from "../render/pdf/print.js";
import { type Help, solution, worksheet } from "../render/sheet.js";
import { symbolsFor } from "../render/symbols.js";
import { template } from "../render/templates.js";
import { tex } from "../render/tex.js";
import { exitCode } from "./exitCode.js";
import { ownTemplates } from "./ownTemplates.js";
import { isFatal, messageOf } from "./report.js";
import { type Terminal, terminal } from "./terminal.js";

const formats = ["pdf", "html", "json", "md"] as const;
export type Format = (typeof formats)[number];

export interface GenerateOptions {
  readonly seed: string;
  readonly count?: number;
  readonly published?: boolean;
  readonly out: string;
  readonly format: readonly Format[];
  readonly help: Help;
  readonly templates?: string;
  readonly quiet?: boolean;
}

/**
 * `generate EXERCISE`: draws variants and writes each one's worksheet, solution, key and blank
 * submission.
 */
export async function generate(name: string, options: GenerateOptions): Promise<number> {
  const screen = terminal(options);
  const prepared = loadExercise(name);
  if (options.published && !prepared.exercise.published) {
    throw new InputError(prepared.exercise.name, "publishes no numbers: it has no key published");
  }
  const own = options.templates === undefined ? undefined : await ownTemplates(options.templates);
  const documents = {
    worksheet: template("worksheet", own),
    solution: template("solution", own),
    "worksheet.md": template("worksheet.md", own),
    "solution.md": template("solution.md", own),
  };
  makeFolder(options.out);
  const printer = options.format.includes("pdf") ? await printerOr(screen) : undefined;
  const withoutPdf = options.format.includes("pdf") && !printer;
  const wanted = new Set<Format>(withoutPdf ? [...options.format, "html"] : options.format);
  if (withoutPdf) wanted.delete("pdf");
  let failed = false;
  try {
    const seeds = seedsOf(options);
    for (const [done, seed] of seeds.entries()) {
      const folder = join(options.out, prepared.exercise.name, pathSegment(seed ?? "published"));
      try {
        const variant = seed === undefined ? publishedProblem(prepared) : problem(prepared, seed);
        refuseLinks(options.out, folder);
        await write(folder, variant, wanted, options.help, documents, printer);
        screen.out(shownPath(folder));
      } catch (error) {
        if (seeds.length === 1 || isFatal(error)) throw error;
        failed = true;
        screen.complain(`${shownPath(folder)}: ${messageOf(error)}`);
      }
      screen.progress(done + 1, seeds.length, folder);
      // Between two, there is time to be interrupted.
      await setImmediate();
    }
  } finally {
    await printer?.close();
  }
  if (failed) return exitCode.partly;
  return withoutPdf ? exitCode.environment : exitCode.done;
}

/** The seeds of a run; undefined stands for the document's own numbers. */
function seedsOf({ seed, count, published }: GenerateOptions): readonly (string | undefined)[] {
  if (published) return [undefined];
  return count === undefined ? [seed] : Array.from({ length: count }, (_, i) => `${seed}-${i + 1}`);
}

async function write(
  folder: string,
  variant: Problem,
  wanted: ReadonlySet<Format>,
  help: Help,
  documents: Readonly<Record<string, Template>>,
  printer: Printer | undefined,
): Promise<void> {
  const { prepared } = variant;
  const sheets = { worksheet: worksheet(variant, help), solution: solution(variant) };
  await Promise.all(
    Object.entries(sheets).map(async ([kind, sheet]) => {
      const html = documents[kind]!(sheet);
      if (wanted.has("html")) writeWhole(join(folder, `${kind}.html`), html);
      if (wanted.has("md")) writeWhole(join(folder, `${kind}.md`), documents[`${kind}.md`]!(sheet));
      if (wanted.has("pdf") && printer) {
        const record = kind === "worksheet" ? { record: aboutFilledIn(variant) } : {};
        writeWhole(
          join(folder, `${kind}.pdf`),
          await printer.print(html, { title: titleIn(html), ...record }),
        );
      }
    }),
  );
  if (!wanted.has("json")) return;
  writeWhole(join(folder, "problem.json"), jsonText(problemJson(variant, symbolTex(prepared))));
  writeWhole(join(folder, "key.json"), jsonText(keyJson(variant)));
  writeWhole(join(folder, "submission.json"), jsonText(blankSubmission(variant)));
}

function symbolTex(prepared: Prepared): (id: string) => string {
  const symbols = symbolsFor(prepared);
  return (id) => tex(symbols.of(id));
}

/** A browser to print with; undefined, and said so, where there is none. */
export async function printerOr(screen: Terminal): Promise<Printer | undefined> {
  const { openPrinter } = await import("../render/pdf/print.js");
  try {
    return await openPrinter();
  } catch (error) {
    if (!(error instanceof NoBrowserError)) throw error;
    screen.complain(error.message);
    screen.complain("Writing HTML instead of PDF.");
    return undefined;
  }
}

/** The title of a document, as it stands in it. */
export const titleIn = (html: string): string => /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "";
