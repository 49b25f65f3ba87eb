import type { NumberStyle } from "../handedIn/readNumber.js";
import type { Language } from "../language/language.js";
import type { Prepared } from "../problem/prepare.js";

/** How answers to an exercise are written, and the language in which they are spoken of. */
export interface WrittenStyle extends NumberStyle {
  readonly language: Language;
}

/** How answers are written: as a set has it, else as the exercise's language. */
export const numberStyle = (
  { language }: Prepared,
  { decimalComma = language.decimalComma, fractions = false }: NumberStyle,
): WrittenStyle => ({ decimalComma, fractions, language });
