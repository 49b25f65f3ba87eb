import { languageTables } from "../generated/languages.js";
import { english } from "./english.js";
import { Language, type LanguageCode, type LanguageTable } from "./language.js";

const made = new Map<string, Language>([[english.code, english]]);

/** The language of this code, made when it is first asked for. */
export function languageNamed(code: LanguageCode): Language {
  const known = made.get(code) ?? new Language(languageTables[code] as LanguageTable);
  made.set(code, known);
  return known;
}
