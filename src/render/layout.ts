import type Handlebars from "handlebars";
import untypedRuntime from "handlebars/runtime.js";
import { escapeXml, mathml } from "./mathml.js";
import { hanFormsIn, quietName } from "./names.js";
import { tex } from "./tex.js";
import type { Typeset } from "./typeset.js";

// The runtime alone has no compiler: shipped templates need none. Its own types do not say that it
// is the same API.
const runtime = untypedRuntime as unknown as typeof Handlebars;

/** A template that has been made ready: a sheet in, a document out. */
export type Template = (sheet: object) => string;

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
 * its formulas. A missing field, helper or partial is an error, never an empty place. Throws a
 * RangeError where there is no such template.
 */
export function layout(
  shipped: Shipped,
  name: string,
  own: OwnLayout = { templates: {}, partials: {} },
  written?: (math: Typeset) => string,
): Template {
  if (!Object.hasOwn(shipped.templates, name))
    throw new RangeError(`there is no template called ${name}`);
  const write = written ?? (name.endsWith(".md") ? tex : mathml);
  const engine = runtime.create();
  const compiled = (spec: unknown) => engine.template(spec as TemplateSpecification);
  const chosen = own.templates[name] ?? compiled(shipped.templates[name]);
  // `person` is for names in whatever script, `string` for style sheets; `words` are for Markdown,
  // which takes tags, links and pictures in a text for its own.
  // Handed over with each run, since own templates belong to an engine of their own.
  const options: Handlebars.RuntimeOptions = {
    helpers: {
      math: (math: unknown) => new engine.SafeString(write(mathematics(math))),
      words: (text: string) => text.replace(/<|\](?=[([:])/g, "\\$&"),
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
  return (sheet) => chosen(sheet, options);
}

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
