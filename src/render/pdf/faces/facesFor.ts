import subsetFont from "subset-font";
import {
  type FaceStyle,
  type FontPackage,
  type HanForms,
  type OpenedFont,
  openedPart,
  packagesFor,
  partsWith,
} from "./fontFiles.js";
import { isOther } from "./otherLetters.js";

/** A font with some letters, as a style sheet declares it in addition to those of every sheet. */
export interface Face extends FaceStyle {
  /** What tells it from all others. */
  readonly key: string;
  readonly family: string;
  /** Its letters, as style sheets list them: `U+674E,U+4F1F`. */
  readonly range: string;
  /** A TrueType font in base64. */
  readonly font: string;
}

/** Fonts for letters that those of every sheet lack. */
export interface Faces {
  readonly faces: readonly Face[];
  /** Letters that no font has. */
  readonly missing: readonly string[];
}

/** A text that is to be drawn, with the fonts that a style sheet asks for. */
export interface DrawnText {
  readonly text: string;
  readonly family: string;
  /** Whose forms of Han characters it has. */
  readonly forms: HanForms;
}

/**
 * The fonts that texts need beside those of every sheet: cut down to their letters, from packages,
 * so that they are the same on every machine. Letters that are drawn as one (with accents, vowel
 * signs) come from one font, where one has them all.
 */
export async function facesFor(texts: readonly DrawnText[]): Promise<Faces> {
  const faces: Face[] = [];
  const missing = new Set<string>();
  for (const { text, family, forms } of texts) {
    const left = clustersIn(text);
    for (const of of packagesFor(forms)) {
      if (left.size === 0) break;
      faces.push(...(await facesOf(of, family, left)));
    }
    // What has no font as a whole may have one letter by letter.
    const single = new Set([...left].flatMap((cluster) => [...cluster].filter(isOther)));
    for (const of of packagesFor(forms)) {
      if (single.size === 0) break;
      faces.push(...(await facesOf(of, family, single)));
    }
    for (const letter of single) missing.add(letter);
  }
  return { faces, missing: [...missing] };
}

/** The letters of a text that are drawn as one each, as far as they need other fonts. */
function clustersIn(text: string): Set<string> {
  const clusters = new Set<string>();
  for (const word of new Set(text.split(drawsNothing))) {
    if (!isOther(word)) continue;
    for (const { segment } of graphemes.segment(word)) if (isOther(segment)) clusters.add(segment);
  }
  return clusters;
}

const drawsNothing = /[\s\p{Default_Ignorable_Code_Point}]+/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Faces of one font for those of these clusters that it has; these are taken out. */
async function facesOf(
  of: FontPackage,
  family: string,
  clusters: Set<string>,
): Promise<readonly Face[]> {
  const faces: Face[] = [];
  for (const part of await partsWith(of, new Set([...clusters].join("")))) {
    const { letters } = await openedPart(part, plain);
    const had = [...clusters].filter((cluster) => [...cluster].every((one) => letters.has(one)));
    if (had.length === 0) continue;
    for (const cluster of had) clusters.delete(cluster);
    // Where a letter of every sheet has an accent, headings keep theirs.
    const others = had.filter((cluster) => [...cluster].every(isOther));
    for (const style of styles) {
      const own = [...new Set((style === plain ? had : others).join(""))].sort();
      if (own.length === 0) continue;
      const range = own.map((letter) => `U+${letter.codePointAt(0)!.toString(16)}`).join(",");
      const opened = await openedPart(part, style);
      const key = `${family} ${style.style} ${opened.name} ${range}`;
      faces.push({ key, family, ...style, range, font: await cutDown(opened, own.join("")) });
    }
  }
  return faces;
}

/** A font with these letters alone, in base64. */
function cutDown({ name, font }: OpenedFont, letters: string): Promise<string> {
  const key = `${name} ${letters}`;
  const known = cut.get(key);
  if (known) return known;
  if (cut.size > mostKept) cut.clear();
  // Joiners are drawn with what they join.
  const made = subsetFont(font, letters + joiners, { targetFormat: "truetype" });
  const written = made.then((bytes) => bytes.toString("base64"));
  cut.set(key, written);
  return written;
}

/** One student's documents have the same letters, and so have a language's. */
const cut = new Map<string, Promise<string>>();
const mostKept = 1000;

const joiners = "\u200c\u200d";

const plain: FaceStyle = { style: "normal", weight: 400 };

/** The styles that sheets are set in. */
const styles: readonly FaceStyle[] = [
  plain,
  { style: "italic", weight: 400 },
  { style: "normal", weight: 600 },
];
