import { studioPartials, studioTemplates } from "../generated/studioTemplates.js";
import { layout, type Template } from "./layout.js";

/**
 * What the template of this name makes in the studio: a sheet as it is printed (`worksheet`,
 * `solution`, `audit`), or a part of the page (`studio-blanks`, …). Throws a RangeError where there
 * is no such template.
 */
export const studioLayout = (name: string): Template =>
  layout({ templates: studioTemplates, partials: studioPartials }, name);
