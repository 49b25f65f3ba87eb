import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { PaperChoice } from "../exercise/paper.js";
import { isFatal, messageOf } from "../files/failure.js";
import { pathSegment } from "../files/pathSegment.js";
import { shownPath } from "../files/shownPath.js";
import { makeFolder, refuseLinks, writeWhole } from "../files/writeWhole.js";
import { type FormatName, filesIn, formatNamed, type VariantFiles } from "../formats.js";
import { indentedJson } from "../input/indentedJson.js";
import { InputError } from "../input/inputError.js";
import type { LanguageCode } from "../language/language.js";
import { languageNamed } from "../language/languages.js";
import { ownTemplates } from "../load/ownTemplates.js";
import { loadExercise } from "../load.js";
import type { Prepared } from "../problem/prepare.js";
import { type Problem, problem, publishedProblem } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import type { Help } from "../render/sheet.js";
import { exitCode, interruption } from "./exitCode.js";
import { browserNamed, counted, listed, sayNext, typedPath } from "./nextSteps.js";
import { printerOr } from "./printerOr.js";
import { type Terminal, terminal } from "./terminal.js";

export interface GenerateOptions {
  readonly seed: string;
  readonly count?: number;
  readonly published?: boolean;
  readonly out: string;
  readonly format: readonly FormatName[];
  readonly help: Help;
  readonly paper?: PaperChoice["paper"];
  readonly language?: LanguageCode;
  readonly templates?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A variant that was written, as `--json` says it. */
interface MadeVariant {
  readonly exercise: string;
  readonly seed?: string;
  readonly variant: string;
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * `generate EXERCISE...`: draws variants and writes each one's worksheet, solution, key and blank
 * submission.
 */
export async function generate(
  names: readonly string[],
  options: GenerateOptions,
): Promise<number> {
  const screen = terminal(options);
  const wanted = wantedOf(exercisesOf(names, options), options);
  const own = options.templates === undefined ? undefined : await ownTemplates(options.templates);
  makeFolder(options.out);
  const isPrinted = options.format.some((name) => formatNamed(name).needs.includes("browser"));
  const printer = isPrinted ? await printerOr(screen) : undefined;
  const written: MadeVariant[] = [];
  let isUnsound = false;
  interruption.message = () =>
    `${written.length} of ${counted(wanted.length, "variant")} made; ` +
    `the same command makes all, these with the same bytes`;
  try {
    const filesOf = await filesIn(options.format, {
      help: options.help,
      paper: { paper: options.paper },
      own,
      printer,
    });
    for (const [done, { folder, draw }] of wanted.entries()) {
      try {
        const variant = draw();
        refuseLinks(options.out, folder);
        written.push(write(folder, variant, await filesOf(variant)));
        if (!options.json) screen.out(shownPath(folder));
      } catch (error) {
        if (wanted.length === 1 || isFatal(error)) throw error;
        isUnsound ||= error instanceof UnsoundError;
        screen.complain(`${shownPath(folder)}: ${messageOf(error)}`);
      }
      screen.progress(done + 1, wanted.length, folder);
      // Between two, there is time to be interrupted.
      await setImmediate();
    }
  } finally {
    await printer?.close();
  }
  if (options.json) screen.out(indentedJson({ schemaVersion: 1, variants: written }));
  // That a variant cannot be certified is not hidden behind what else failed.
  if (written.length < wanted.length) return isUnsound ? exitCode.below : exitCode.partly;
  sayMade(screen, written, printer?.build);
  return isPrinted && !printer ? exitCode.environment : exitCode.done;
}

/** One variant that is wanted: where it goes, and what draws it. */
interface WantedVariant {
  readonly folder: string;
  draw(): Problem;
}

function exercisesOf(
  names: readonly string[],
  { published, language }: GenerateOptions,
): readonly Prepared[] {
  const exercises: Prepared[] = [];
  for (const nameOrPath of names) {
    const prepared = loadExercise(nameOrPath, undefined, language && languageNamed(language));
    const { name } = prepared.exercise;
    if (published && !prepared.exercise.published)
      throw new InputError(name, "publishes no numbers: it has no key published");
    if (exercises.some(({ exercise }) => exercise.name === name))
      throw new InputError(nameOrPath, `name: ${name} is given twice`);
    exercises.push(prepared);
  }
  return exercises;
}

const wantedOf = (
  exercises: readonly Prepared[],
  options: GenerateOptions,
): readonly WantedVariant[] =>
  exercises.flatMap((prepared) =>
    seedsOf(options).map((seed) => ({
      folder: join(options.out, prepared.exercise.name, pathSegment(seed ?? "published")),
      draw: () => (seed === undefined ? publishedProblem(prepared) : problem(prepared, seed)),
    })),
  );

/** The seeds of a run; undefined stands for the document's own numbers. */
function seedsOf({ seed, count, published }: GenerateOptions): readonly (string | undefined)[] {
  if (published) return [undefined];
  return count === undefined ? [seed] : Array.from({ length: count }, (_, i) => `${seed}-${i + 1}`);
}

function write(folder: string, variant: Problem, files: VariantFiles): MadeVariant {
  for (const [name, content] of Object.entries(files)) writeWhole(join(folder, name), content);
  return {
    exercise: variant.prepared.exercise.name,
    ...(variant.seed === undefined ? {} : { seed: variant.seed }),
    variant: variant.variant,
    folder: shownPath(folder),
    files: Object.keys(files),
  };
}

function sayMade(
  screen: Terminal,
  written: readonly MadeVariant[],
  build: string | undefined,
): void {
  const { files = [], folder = "" } = written[0] ?? {};
  const each = written.length > 1 ? `${written.length} variants, each with ` : "";
  const by = build === undefined ? "" : ` (printed by ${browserNamed(build)})`;
  const secret = files.filter((file) => /^(solution|key)/.test(file));
  const has = (name: string): boolean => files.some((file) => file.startsWith(name));
  const pdf = files.includes("worksheet.pdf") ? ", also worksheet.pdf filled in" : "";
  const submission = typedPath(join(folder, "submission.json"));
  sayNext(screen, `Made ${each}${listed(files)}${by}.`, [
    ...(has("worksheet") ? ["hand out the worksheet; it has no answer in it"] : []),
    ...(secret.length > 0 ? [`keep ${listed(secret)} to yourself`] : []),
    ...(has("submission")
      ? [
          "type answers into submission.json, then see what is right:",
          `  npx handprop check ${submission}`,
          `or mark what was handed in${pdf}, files or a folder of them:`,
          `  npx handprop grade ${submission}`,
        ]
      : ["add json to --format for a key, and for a file that can be marked"]),
  ]);
}
