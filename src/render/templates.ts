import { fontFaces } from "../generated/fonts.js";
import {
  rightToLeft,
  shippedPartials,
  shippedTemplates,
  styleSheet,
} from "../generated/templates.js";
import { Language } from "../language/language.js";
import { layout, type OwnLayout, type Shipped, type Template } from "./layout.js";

/**
 * An instructor's own templates and style sheet, which take the place of shipped ones of the same
 * name.
 */
export interface OwnTemplates extends OwnLayout {
  readonly styleSheet?: string;
}

/** The templates that come with handprop. */
export const shipped: Shipped = { templates: shippedTemplates, partials: shippedPartials };

/** The names of the templates there are. */
export const templateNames: readonly string[] = Object.keys(shippedTemplates);

/**
 * The template of this name (`worksheet`, `solution`, `worksheet.md`, …), with the fonts and the
 * style it is printed in. Throws a RangeError where there is no such template.
 */
export function template(
  name: string,
  own: OwnTemplates = { templates: {}, partials: {} },
): Template {
  const write = layout(shipped, name, own);
  const css = `${fontFaces}\n${own.styleSheet ?? styleSheet}`;
  return (sheet) => write({ ...sheet, css: isRightToLeft(sheet) ? `${css}\n${rightToLeft}` : css });
}

const isRightToLeft = (sheet: object): boolean =>
  "language" in sheet && sheet.language instanceof Language && sheet.language.isRightToLeft;
