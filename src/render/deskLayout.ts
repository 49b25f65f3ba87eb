import { deskPartials, deskTemplates } from "../generated/deskTemplates.js";
import { layout, type Template } from "./layout.js";

/**
 * What the template of this name makes a part of the marking desk (`desk-script`, `desk-told`, …).
 * Throws a RangeError where there is no such template.
 */
export const deskLayout = (name: string): Template =>
  layout({ templates: deskTemplates, partials: deskPartials }, name);
