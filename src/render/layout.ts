import type Handlebars from "handlebars";
import untypedRuntime from "handlebars/runtime.js";
import { english } from "../language/english.js";
import { Language } from "../language/language.js";
import { escapeXml, mathml } from "./mathml.js";
import { hanFormsIn, quietName } from "./names.js";
import { tex } from "./tex.js";
import type { Typeset } from "./typeset.js";

// The runtime alone has no compiler: shipped templates need none. Its own types do not say that it
// is the same API.
const runtime = untypedRuntime as unknown as typeof Handlebars;

/** A template that has been made ready: a sheet in, a document out. */
export type Template = (sheet: object) => string;

/** Writes mathematics in a language, broken where it is wider than the `room`, in ems. */
export type MathWriter = (math: Typeset, language: Language, room?: number) => string;

/** Templates that take the place of shipped ones of the same name. */
export interface OwnLayout {
  readonly templates: Readonly<Record<string, Handlebars.TemplateDelegate>>;
  readonly partials: Readonly<Record<string, Handlebars.TemplateDelegate>>;
}

/** Templates and partials by their names, as the build precompiles them. */
export interface Shipped {
  readonly templates: Readonly<Record<string, unknown>>;
  readonly partials: Readonly<Record<string, unknown>>;
}

/**
 * What the template of this name makes of a sheet, without a style of its own; `written` writes
 * its formulas. It is in the language that the sheet names, else in English. A missing field,
 * helper or partial is an error, never an empty place. Throws a RangeError where there is no such
 * template.
 */
export function layout(
  shipped: Shipped,
  name: string,
  own: OwnLayout = { templates: {}, partials: {} },
  written?: MathWriter,
): Template {
  if (!Object.hasOwn(shipped.templates, name))
    throw new RangeError(`there is no template called ${name}`);
  const engine = runtime.create();
  const compiled = (spec: unknown) => engine.template(spec as TemplateSpecification);
  const chosen = own.templates[name] ?? compiled(shipped.templates[name]);
  // `person` is for names in whatever script, `string` for style sheets; `words` are for Markdown,
  // which takes tags, links and pictures in a text for its own.
  // Handed over with each run, since own templates belong to an engine of their own.
  const options: Handlebars.RuntimeOptions = {
    helpers: {
      ...languageHelpers(engine, name, written),
      words: inMarkdown,
      choice: (words: readonly string[]) => words.map(inMarkdown).join(" / "),
      person: (name: string) => new engine.SafeString(person(name)),
      string: (text: string) => new engine.SafeString(cssString(text)),
      concat: (...parts: unknown[]) => parts.slice(0, -1).join(""),
    },
    partials: {
      ...Object.fromEntries(
        Object.entries(shipped.partials).map(([partial, spec]) => [partial, compiled(spec)]),
      ),
      ...own.partials,
    },
    allowProtoPropertiesByDefault: false,
    allowProtoMethodsByDefault: false,
  };
  return (sheet) => chosen({ language: english, ...sheet }, options);
}

/**
 * one after the other, `tagged` a text within an element. `math` breaks a formula that is wider
 * than its `room`, in ems; fractions are small in one that is `compact`.
 */
function languageHelpers(engine: typeof Handlebars, name: string, written?: MathWriter) {
  const isMarkup = !name.endsWith(".md");
  const write: MathWriter = written ?? (isMarkup ? mathml : tex);
  const safe = (text: string) => new engine.SafeString(text);
  const inText = (value: unknown): string =>
    isMarkup ? engine.escapeExpression(value as string) : String(value);
  return {
    math: (math: unknown, { data, hash }: Handlebars.HelperOptions) => {
      const written = write(mathematics(math), spokenIn(data), hash.room);
      return safe(hash.compact ? written.replaceAll("<math ", '<math class="compact" ') : written);
    },
    formulas: (all: readonly unknown[], { data }: Handlebars.HelperOptions) => {
      const language = spokenIn(data);
      const formulas = all.map((math) => write(mathematics(math), language));
      return safe(
        language.rowOfFormulas(isMarkup ? formulas : formulas.map((math) => `$${math}$`)),
      );
    },
    say: (key: string, { data, hash }: Handlebars.HelperOptions) => {
      const values = Object.entries(hash as Readonly<Record<string, unknown>>).map(
        ([place, value]) => [place, typeof value === "number" ? value : inText(value)],
      );
      return safe(spokenIn(data).sayWith(key, Object.fromEntries(values)));
    },
    tagged: (tag: string, text: unknown, { hash }: Handlebars.HelperOptions) => {
      const attributes = Object.entries(hash as Readonly<Record<string, string>>).map(
        ([name, value]) => ` ${name}="${inText(value)}"`,
      );
      return safe(`<${tag}${attributes.join("")}>${inText(text)}</${tag}>`);
    },
  };
}

/** The language of the sheet that is laid out. */
function spokenIn({ root }: { readonly root: { readonly language: unknown } }): Language {
  if (root.language instanceof Language) return root.language;
  throw new TypeError("a sheet expects a language");
}

/** A text within Markdown. */
const inMarkdown = (text: string): string => text.replace(/<|\](?=[([:])/g, "\\$&");

/** A text as a style sheet writes it: what may mean something there by its number. */
const cssString = (text: string): string =>
  `"${text.replace(/[\p{C}\p{Zl}\p{Zp}"<>\\]/gu, cssCode)}"`;
const cssCode = (sign: string): string => `\\${sign.codePointAt(0)!.toString(16)} `;

/**
 * A name as HTML has it: by itself, whichever way its script runs, and in its language's forms of
 * Han characters.
 */
function person(name: string): string {
  const forms = hanFormsIn(name);
  return `<bdi${forms === undefined ? "" : ` lang="${forms}"`}>${escapeXml(quietName(name))}</bdi>`;
}

function mathematics(value: unknown): Typeset {
  if (typeof value === "object" && value !== null && "kind" in value) return value as Typeset;
  throw new TypeError(`math expects a formula, got ${JSON.stringify(value)}`);
}
