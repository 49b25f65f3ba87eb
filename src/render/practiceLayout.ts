import { practicePartials, practiceTemplates } from "../generated/practiceTemplates.js";
import type { Language } from "../language/language.js";
import { withDecimalComma } from "./decimalComma.js";
import { layout, type Template } from "./layout.js";

/**
 * What the template of this name makes a part of the practice page (`practice-home`,
 * `practice-exercise`, …), with the decimal mark of the language. The page carries no other
 * templates. Throws a RangeError where there is no such template.
 */
export function practiceLayout(name: string): Template {
  const made = layout({ templates: practiceTemplates, partials: practicePartials }, name);
  return (sheet: PracticePart) =>
    sheet.language?.decimalComma ? withDecimalComma(made(sheet)) : made(sheet);
}

/** What is shown, and in which language; English, if not said. */
interface PracticePart {
  readonly language?: Language;
}
