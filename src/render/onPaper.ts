import { type PaperChoice, paperOf } from "../exercise/paper.js";
import type { Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";
import { hanFormsIn, quietName } from "./names.js";

/** How the pages of a sheet are set, and what stands on every one of them. */
export interface Pages {
  /** The classes of the sheet: its paper and its spacing. */
  readonly classes: string;
  /** The paper as style sheets call it. */
  readonly size: string;
  /** At the foot of every page: whose it is, on the left, and which variant, on the right. */
  readonly whose: string;
  /** The language whose forms of Han characters that has, where it shows. */
  readonly forms?: string;
  readonly which: string;
  /** The number of a page and of all of them, as a style sheet counts them within a text. */
  readonly counter: string;
  /** Whether there is to be room for a QR code above what is printed. */
  readonly hasCodes: boolean;
  /** What room for working stands below a section. */
  readonly working?: "lines" | "half-page";
}

/** Whose a sheet is. */
export interface Owner {
  readonly id: string;
  readonly name?: string | undefined;
}

/**
 * A sheet with what its template needs to set it on paper: as `wanted`, else as its exercise says.
 * `owner` is whose it is, where that is known; `hasCodes` says whether its pages get QR codes.
 */
export function onPaper<S extends object>(
  sheet: S,
  { prepared: { exercise, language }, variant }: Problem,
  wanted: PaperChoice = {},
  { owner, hasCodes = false }: { readonly owner?: Owner; readonly hasCodes?: boolean } = {},
): S & { readonly pages: Pages } {
  const { paper, spacing, working } = paperOf(wanted, exercise, language);
  const forms = hanFormsIn(owner?.name ?? "");
  const pages = {
    classes: `${paper} ${spacing}`,
    size: paper === "a4" ? "A4" : "letter",
    whose: owner ? [owner.name ?? [], owner.id].flat().map(isolated).join(" · ") : "handprop",
    ...(forms === undefined ? {} : { forms }),
    hasCodes,
    which: `${exercise.name} · ${variant}`,
    counter: pageCounter(language),
    ...(working === "none" ? {} : { working }),
  };
  return { ...sheet, pages };
}

/** `page " counter(page) " of " counter(pages)`: what is counted stands between texts. */
const pageCounter = (language: Language): string =>
  `${language.say("pageOf", {
    page: '" counter(page) "',
    pages: '" counter(pages) "',
  })}"`.replace(/ ""$/, "");

/**
 * A text by itself among others, whichever way its script runs, and no longer than a foot of a page
 * has room for.
 */
function isolated(text: string): string {
  const letters = [...graphemes.segment(quietName(text))].map(({ segment }) => segment);
  const shown = letters.length > mostAtFoot ? [...letters.slice(0, mostAtFoot - 1), "…"] : letters;
  const broken = shown.join("").replace(longWord, "$&\u200b");
  return `\u2068${broken}\u2069`;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const mostAtFoot = 60;
/** At the foot of a page, style sheets break no words. */
const longWord = /(?:[^\s\p{M}]\p{M}*){20}/gu;
