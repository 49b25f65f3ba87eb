import { english } from "../../language/english.js";
import { Language } from "../../language/language.js";
import type { PageData } from "../practice/pageData.js";
import type { TypingStyle } from "./typedNumber.js";

type Spoken = Pick<PageData, "language" | "decimalComma">;

/** What a page is in, with the decimal mark that it is told. */
export function pageLanguage({ language, decimalComma }: Spoken): Language {
  const { table } = language ? { table: language } : english;
  return decimalComma === undefined
    ? new Language(table)
    : new Language({ ...table, decimalMark: decimalComma ? "comma" : "point" });
}

/**
 * How its students type: with the mark that it prints; where English does not say which, also with
 * that of the reader's own language.
 */
export function typingStyle(said: Spoken): TypingStyle {
  const language = pageLanguage(said);
  const isSaid = said.language !== undefined || said.decimalComma !== undefined;
  const decimalComma = isSaid ? language.decimalComma : (1.5).toLocaleString().includes(",");
  return { decimalComma, language };
}

/** A number, or a calculation, as it stands in a blank: with the decimal mark of the page. */
export const shownNumber = (text: string, { decimalComma }: Language): string =>
  decimalComma ? text.replace(/(\d)\.(?=\d)/g, "$1,") : text;
