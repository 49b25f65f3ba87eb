import type Handlebars from "handlebars";
import untypedRuntime from "handlebars/runtime.js";
import { fontFaces } from "../generated/fonts.js";
import { shippedPartials, shippedTemplates, styleSheet } from "../generated/templates.js";
import { mathml } from "./mathml.js";
import { tex } from "./tex.js";
import type { Typeset } from "./typeset.js";

// The runtime alone has no compiler: shipped templates need none. Its own types do not say that it is the same API.
const runtime = untypedRuntime as unknown as typeof Handlebars;

/** A template that has been made ready: a sheet in, a document out. */
export type Template = (sheet: object) => string;

/** An instructor's own templates and style sheet, which take the place of shipped ones of the same name. */
export interface OwnTemplates {
  readonly templates: Readonly<Record<string, Handlebars.TemplateDelegate>>;
  readonly partials: Readonly<Record<string, Handlebars.TemplateDelegate>>;
  readonly styleSheet?: string;
}

const none: OwnTemplates = { templates: {}, partials: {} };

/**
 * The template of this name (`worksheet`, `solution`, `worksheet.md`, …). A missing field, helper or partial is an
 * error, never an empty place. Throws a RangeError where there is no such template.
 */
export function template(name: string, own: OwnTemplates = none): Template {
  const markdown = name.endsWith(".md");
  const engine = runtime.create();
  engine.registerHelper("math", (math: Typeset) =>
    markdown ? new engine.SafeString(tex(math)) : new engine.SafeString(mathml(math)),
  );
  engine.registerHelper("concat", (...parts: unknown[]) => parts.slice(0, -1).join(""));
  for (const [partial, spec] of Object.entries(shippedPartials)) {
    engine.registerPartial(partial, engine.template(spec as TemplateSpecification));
  }
  for (const [partial, delegate] of Object.entries(own.partials)) engine.registerPartial(partial, delegate);
  const shipped = shippedTemplates[name];
  const chosen = own.templates[name] ?? (shipped ? engine.template(shipped as TemplateSpecification) : undefined);
  if (!chosen) throw new RangeError(`there is no template called ${name}`);
  const css = `${fontFaces}\n${own.styleSheet ?? styleSheet}`;
  return (sheet) =>
    chosen({ ...sheet, css }, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
}
