import { practicePartials, practiceTemplates } from "../generated/practiceTemplates.js";
import { layout, type Template } from "./layout.js";

/**
 * What the template of this name makes a part of the practice page (`practice-home`,
 * `practice-exercise`, …). The page carries no other templates. Throws a RangeError where there is
 * no such template.
 */
export const practiceLayout = (name: string): Template =>
  layout({ templates: practiceTemplates, partials: practicePartials }, name);
