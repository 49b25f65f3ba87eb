import { english } from "../../language/english.js";
import { Language, type LanguageTable } from "../../language/language.js";
import type { TypingStyle } from "./typedNumber.js";

/** How a page is told to speak. */
export interface PageSpeech {
  /** What the page speaks; English, if not said. */
  readonly language?: LanguageTable;
  /** Whether a comma is the decimal mark; as the language has it, if not said. */
  readonly decimalComma?: boolean;
}

/** What a page is in, with the decimal mark that it is told. */
export function pageLanguage({ language, decimalComma }: PageSpeech): Language {
  const { table } = language ? { table: language } : english;
  return decimalComma === undefined
    ? new Language(table)
    : new Language({ ...table, decimalMark: decimalComma ? "comma" : "point" });
}

/**
 * How its students type: with the mark that it prints; where English does not say which, also with
 * that of the reader's own language.
 */
export function typingStyle(said: PageSpeech): TypingStyle {
  const language = pageLanguage(said);
  const isSaid = said.language !== undefined || said.decimalComma !== undefined;
  const decimalComma = isSaid ? language.decimalComma : (1.5).toLocaleString().includes(",");
  return { decimalComma, language };
}

/** A number, or a calculation, as it stands in a blank: with the decimal mark of the page. */
export const shownNumber = (text: string, { decimalComma }: Language): string =>
  decimalComma ? text.replace(/(\d)\.(?=\d)/g, "$1,") : text;
