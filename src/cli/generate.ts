import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isFatal, messageOf } from "../files/failure.js";
import { pathSegment } from "../files/pathSegment.js";
import { shownPath } from "../files/shownPath.js";
import { makeFolder, refuseLinks, writeWhole } from "../files/writeWhole.js";
import { type FormatName, filesIn, formatNamed } from "../formats.js";
import { InputError } from "../input/inputError.js";
import { ownTemplates } from "../load/ownTemplates.js";
import { loadExercise } from "../load.js";
import { problem, publishedProblem } from "../problem/problem.js";
import type { Help } from "../render/sheet.js";
import { exitCode } from "./exitCode.js";
import { printerOr } from "./printerOr.js";
import { terminal } from "./terminal.js";

export interface GenerateOptions {
  readonly seed: string;
  readonly count?: number;
  readonly published?: boolean;
  readonly out: string;
  readonly format: readonly FormatName[];
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
  makeFolder(options.out);
  const isPrinted = options.format.some((name) => formatNamed(name).needs.includes("browser"));
  const printer = isPrinted ? await printerOr(screen) : undefined;
  let failed = false;
  try {
    const filesOf = await filesIn(options.format, { help: options.help, own, printer });
    const seeds = seedsOf(options);
    for (const [done, seed] of seeds.entries()) {
      const folder = join(options.out, prepared.exercise.name, pathSegment(seed ?? "published"));
      try {
        const variant = seed === undefined ? publishedProblem(prepared) : problem(prepared, seed);
        refuseLinks(options.out, folder);
        const files = await filesOf(variant);
        for (const [name, content] of Object.entries(files))
          writeWhole(join(folder, name), content);
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
  return isPrinted && !printer ? exitCode.environment : exitCode.done;
}

/** The seeds of a run; undefined stands for the document's own numbers. */
function seedsOf({ seed, count, published }: GenerateOptions): readonly (string | undefined)[] {
  if (published) return [undefined];
  return count === undefined ? [seed] : Array.from({ length: count }, (_, i) => `${seed}-${i + 1}`);
}
