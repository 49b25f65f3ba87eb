import { hanFormsIn } from "../../names.js";
import type { DrawnText, Face } from "./facesFor.js";
import type { HanForms } from "./fontFiles.js";
import { isOther } from "./otherLetters.js";

/** A document that can be drawn, with the fonts for its letters. */
export interface LetteredDocument {
  readonly html: string;
  readonly title: string;
  /** The fonts beside those that it brings. */
  readonly faces: readonly Face[];
  /** Letters that were left out of it, since no font has them. */
  readonly leftOut: readonly string[];
}

/**
 * Finds the fonts for a document in whatever scripts it is, and leaves out what no font has. Han
 * characters have the forms of the language that their element (`<bdi lang="ja">`) or the document
 * says, else of the language whose syllables stand beside them, else those of Chinese.
 */
export async function lettered(html: string, title: string): Promise<LetteredDocument> {
  const body = html.slice(Math.max(0, html.indexOf("<body")));
  const [pages = ""] = /<style class="pages">[^<]*<\/style>/.exec(html) ?? [];
  if (!isOther(pages + body)) return { html, title, faces: [], leftOut: [] };

  const texts = drawnTexts(`${pages}${body}`, /<html[^<>]* lang="([^"<>]*)"/.exec(html)?.[1] ?? "");
  // Read only for whoever needs other fonts.
  const { facesFor } = await import("./facesFor.js");
  const { faces, missing } = await facesFor(texts);
  const drawable = (text: string): string => without(missing, composed(text));
  return { html: drawable(html), title: drawable(title), faces, leftOut: missing };
}

/** The texts of a document, by the families that its style asks for. */
function drawnTexts(html: string, language: string): readonly DrawnText[] {
  const own = new Map<HanForms, string>();
  const common = composed(html)
    .replace(/<bdi lang="(ja|ko)">([^<]*)<\/bdi>/g, (_, forms, text) => {
      own.set(forms, (own.get(forms) ?? "") + text);
      return " ";
    })
    .replace(/<[^<>]*>/g, " ");
  return [
    {
      text: common,
      family: "STIX Two Text",
      forms: formsIn(language) ?? hanFormsIn(common) ?? "zh-Hans",
    },
    ...[...own].map(([forms, text]) => ({ text, family: familyOf(forms), forms })),
  ];
}

/** What style sheets call the font of elements that say whose forms they have. */
const familyOf = (forms: HanForms): string => `letters ${forms}`;

/** The forms of Han characters in this language. */
function formsIn(language: string): HanForms | undefined {
  const [own, ...parts] = language.toLowerCase().split("-");
  if (own === "ja" || own === "ko") return own;
  if (own !== "zh") return undefined;
  return parts.some((part) => ["hant", "tw", "hk", "mo"].includes(part)) ? "zh-Hant" : "zh-Hans";
}

/** Letters with their accents as one, where there is one: fonts have that. */
const composed = (text: string): string =>
  text.replace(/\P{M}\p{M}+/gu, (cluster) => cluster.normalize("NFC"));

/** A document without these letters, and what changes how they look. */
function without(letters: readonly string[], html: string): string {
  if (letters.length === 0) return html;
  const escaped = letters.map((letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`).join("");
  return html.replace(new RegExp(`(?:[${escaped}][\\u200d\\ufe00-\\ufe0f]*)+`, "gu"), "");
}
