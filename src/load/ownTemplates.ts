import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type Handlebars from "handlebars";
import type { HelperDelegate, HelperOptions, TemplateDelegate } from "handlebars";
import { fileText } from "../files/fileText.js";
import { InputError } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import { type OwnTemplates, templateNames } from "../render/templates.js";

/**
 * An instructor's own templates: a folder laid out as `templates/` is. What it lacks is taken from
 * the shipped ones. They are compiled here, so they are trusted as programs are. Throws an
 * InputError for a folder that is none, and for a template that is wrong; so do the templates, with
 * their file's name, for what shows only in use.
 */
export async function ownTemplates(folder: string): Promise<OwnTemplates> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(folder, "there is no such folder");
  }
  const { default: engine } = await import("handlebars");
  const templates = compiledIn(folder, engine);
  for (const name of Object.keys(templates).filter((name) => !templateNames.includes(name))) {
    const others = templateNames.map((known) => `${known}.hbs`);
    throw new InputError(
      join(folder, `${name}.hbs`),
      `there is no template of this name${didYouMean(`${name}.hbs`, others)}`,
    );
  }
  const css = join(folder, "print.css");
  return {
    templates,
    partials: compiledIn(join(folder, "partials"), engine),
    ...(isFile(css) ? { styleSheet: fileText(css) } : {}),
  };
}

type Engine = typeof Handlebars;

const compiledIn = (folder: string, engine: Engine): Record<string, TemplateDelegate> =>
  Object.fromEntries(
    filesIn(folder).map((file) => [basename(file, ".hbs"), compiled(join(folder, file), engine)]),
  );

function compiled(path: string, engine: Engine): TemplateDelegate {
  if (!isFile(path)) throw new InputError(path, "expected a file");
  const text = fileText(path);
  const options = { strict: true, noEscape: path.endsWith(".md.hbs") };
  if (!options.noEscape) refuseUnquoted(path, text);
  try {
    engine.precompile(text, options);
  } catch (error) {
    throw templateError(path, error);
  }
  const run = engine.compile(text, options);
  return (context, runtime = {}) => {
    const document = begun(runtime.data?.root ?? context);
    try {
      spend(document);
      if (++document.depth > deepest) throw new Error("calls itself without an end");
      const helpers = { ...runtime.helpers, each: counted(engine.helpers.each!) };
      return run(context, { ...runtime, helpers, data: withBlock(runtime.data) });
    } catch (error) {
      throw error instanceof ElsewhereError ? error.cause : templateError(path, error);
    } finally {
      document.depth--;
    }
  };
}

/** What a document has taken so far. */
interface Spent {
  parts: number;
  depth: number;
}

/**
 * A set's longest documents have some thousands of parts: times around a loop, and calls of
 * partials.
 */
const mostParts = 200_000;
const deepest = 50;

const documents = new WeakMap<object, Spent>();

function begun(root: object): Spent {
  const known = documents.get(root) ?? { parts: 0, depth: 0 };
  documents.set(root, known);
  return known;
}

function spend(document: Spent): void {
  if (++document.parts > mostParts)
    throw new Error(`goes on and on: a document has at most ${mostParts} parts`);
}

/** `#each` that counts how often it goes round: loops in loops in loops do not end. */
const counted = (each: HelperDelegate): HelperDelegate =>
  function (this: unknown, list: unknown, options: HelperOptions) {
    const document = begun(options.data.root as object);
    const fn: HelperOptions["fn"] = (...item) => {
      spend(document);
      return options.fn(...item);
    };
    return each.call(this, list, { ...options, fn });
  };

/** What went wrong in the block that a template hands to a partial is no fault of the partial. */
class ElsewhereError extends Error {
  override readonly name = "ElsewhereError";
}

type Block = (...args: unknown[]) => unknown;

function withBlock(data: unknown): unknown {
  const block = (data as Record<string, Block> | undefined)?.["partial-block"];
  if (!block) return data;
  const guarded: Block = (...args) => {
    try {
      return block(...args);
    } catch (cause) {
      throw new ElsewhereError("in the block", { cause });
    }
  };
  return { ...(data as object), "partial-block": guarded };
}

function templateError(path: string, error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  // Too deep for the machine, or longer than any text may be.
  if (error instanceof RangeError) return new InputError(path, "writes a document without an end");
  const { lineNumber, column = 0 } = error as Error & { lineNumber?: number; column?: number };
  const [, parsedLine] = /^Parse error on line (\d+)/.exec(error.message) ?? [];
  const line = lineNumber ?? (parsedLine ? Number(parsedLine) : undefined);
  const what = error.message
    .replace(/^Parse error on line \d+:\s*(.*)\n[\s\S]*/, "cannot be read at or after: $1")
    .replace(/ in \[object Object\]/, "")
    .replace(/ - \d+:\d+$/, "");
  return new InputError(path, what, line === undefined ? undefined : { line, column: column + 1 });
}

// What is escaped cannot leave quotes; where there are none, a space in it begins another
// attribute.
function refuseUnquoted(path: string, text: string): void {
  const bare = text.replace(/\{\{[^}]*\}*/g, (mustache) => mark.repeat(mustache.length));
  for (const { 0: tag, index } of bare.matchAll(/<[a-z][^<>]*/gi)) {
    const unquoted = tag.replace(/"[^"]*"|'[^']*'/g, (value) => '"'.repeat(value.length));
    const [found, name] = unquotedAttribute.exec(unquoted) ?? [];
    if (found === undefined) continue;
    const lines = text.slice(0, index + unquoted.indexOf(found) + 1).split("\n");
    const place = { line: lines.length, column: lines.at(-1)!.length + 1 };
    throw new InputError(path, `expected quotes around the value of ${name}`, place);
  }
}

/** Stands where a template puts something in; no template has it. */
const mark = "\uffff";
const unquotedAttribute = new RegExp(`\\s([-:\\w]+)\\s*=\\s*[^\\s"${mark}]*${mark}`);

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const filesIn = (path: string): readonly string[] =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path).filter((file) => file.endsWith(".hbs"))
    : [];
