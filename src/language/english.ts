import { englishTable } from "../generated/english.js";
import { Language } from "./language.js";

/** What is spoken where nobody says otherwise. */
export const english = new Language(englishTable);
