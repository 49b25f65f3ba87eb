import { escapeXml } from "../../mathml.js";
import type { ShapeDrawing } from "../shapes/drawing.js";
import type { Shapes } from "../shapes/shapes.js";

/** The glyphs that a plate has beside those of what is drawn on it, for what will be. */
export interface Reserve {
  /** Which glyphs: documents of one plate need the same. */
  readonly glyphs: string;
  /** What brings them into the fonts of a document: it is drawn and taken away again. */
  readonly html: () => string;
}

/** What marks the element that is taken away. */
export const reserveMark = "data-reserve";

/** What a reserve is for. */
export interface Drawings {
  /** Formulas, and labels of pictures. */
  readonly drawings: Iterable<ShapeDrawing>;
  /** The shapes that formulas are put together from. */
  readonly parts: Iterable<string>;
  readonly texts: readonly string[];
}

/**
 * What is to be in reserve for these: their glyphs, all digits, and where there are texts all that
 * a keyboard has, with other alphabets of which they have a letter. Glyphs of formulas come with
 * parts of them, since there are several for a letter; others by their letters.
 */
export function reserveOf({ drawings, parts, texts }: Drawings, shapes: Shapes): Reserve {
  const glyphs = new Set<string>();
  const common = shapes.drawingOf(commonSigns);
  for (const drawing of common ? [common, ...drawings] : drawings)
    for (const glyph of shapes.glyphsOf(drawing)) glyphs.add(glyph);
  const sorted = [...glyphs].sort();
  const more = withAlphabets(texts.join(""))
    .filter((letter) => !typed.has(letter))
    .sort()
    .join("");
  const hasTexts = texts.length > 0;
  return {
    glyphs: `${hasTexts ? `texts with ${more}, ` : ""}${sorted.join(" ")}`,
    html: () => {
      const needed = new Map<string, string[]>(hasTexts ? [[textFace, []]] : []);
      for (const [face = "", code = ""] of sorted.map((glyph) => glyph.split(" ")))
        needed.set(face, [...(needed.get(face) ?? shapes.digitsOf(face)), code]);
      const written = [...needed].map(([face, codes]) => {
        if (face === mathFace)
          return [...covering(codes, [commonSigns, ...parts], shapes), allDigits];
        const ofTexts = face === textFace && hasTexts ? [...typed, more] : [];
        const letters = lettered(face, [...shapes.lettersOf(face, codes), ...ofTexts].join(""));
        return ofTexts.length > 0 ? [letters, behindF] : letters;
      });
      return `<div ${reserveMark} style="${style}">${room}${written.flat().join("")}</div>`;
    },
  };
}

// Of no height, so that it moves nothing; as large as formulas are, since brackets are drawn by
// other glyphs where they are small.
const style = "height: 0; line-height: 0; font-variant-ligatures: none";

const textFace = "STIXTwoText-Regular";
const mathFace = "STIXTwoMath-Regular";

/** Room above: what stands beyond the edge of a page is not drawn. */
const room = '<span style="display: inline-block; height: 9mm"></span>';

/** The styles of letters that are drawn in a face. */
const styles: Readonly<Record<string, string>> = {
  [textFace]: "font-style: normal",
  [mathFace]: "font-family: 'STIX Two Math'",
  "STIXTwoText-Italic": "font-style: italic",
  "STIXTwoText-SemiBold": "font-weight: 600",
};

/** These letters in a face, and a space, each once. */
function lettered(face: string, text: string): string {
  const letters = [...new Set(text.normalize("NFC"))].filter((letter) => letter !== " ").sort();
  const [first = "", ...others] = letters.map(escapeXml);
  return `<span style="${styles[face] ?? ""}">${first} ${others.join("")}</span>`;
}

/** Our fonts have other glyphs for an f before these letters, and for some of them behind it. */
const behindF = `<span style="font-variant-ligatures: normal">${[..."bfhijkl"]
  .map((letter) => `f${letter}`)
  .join(" ")} ffi</span>`;

const lettersFrom = (first: number, end: number): readonly string[] =>
  Array.from({ length: end - first }, (_, i) => String.fromCharCode(first + i));

/** What a keyboard has. */
const typed: ReadonlySet<string> = new Set(lettersFrom(0x20, 0x7f));

/** Letters with accents, of the west and of the rest of Europe. */
const alphabets = [lettersFrom(0xc0, 0x100), lettersFrom(0x100, 0x180)].map(
  (letters) => new Set(letters),
);

/**
 * The letters of a text with all others of their alphabets: names have now these and now those, and
 * each choice would need a plate of its own.
 */
function withAlphabets(text: string): readonly string[] {
  const own = [...new Set(text)];
  const whole = alphabets.filter((letters) => own.some((letter) => letters.has(letter)));
  return [...new Set([...own, ...whole.flatMap((letters) => [...letters])])];
}

/** What nearly all formulas with numbers have, as a shape. */
export const commonSigns =
  "<math><mrow><mn>0.1</mn><mo>+</mo><mo>−</mo><mo>·</mo><mo>=</mo>" +
  "<mrow><mo>(</mo><mn>−1</mn><mo>)</mo></mrow></mrow></math>";

const allDigits = "<math><mn>0123456789</mn></math>";

/** Few of these parts of formulas that have all of these glyphs. */
function covering(
  codes: Iterable<string>,
  parts: Iterable<string>,
  shapes: Shapes,
): readonly string[] {
  const left = new Set(codes);
  for (const digit of shapes.digitsOf(mathFace)) left.delete(digit);
  const chosen: string[] = [];
  for (const part of new Set(parts)) {
    if (left.size === 0) break;
    const before = left.size;
    for (const { face, glyphs } of shapes.drawingOf(part)?.runs ?? [])
      if (face === mathFace) for (const code of glyphs) left.delete(code);
    if (left.size < before) chosen.push(part);
  }
  // Texts have letters of it, too, where their own face lacks them.
  const others = shapes.lettersOf(mathFace, left).join("");
  return others === "" ? chosen : [...chosen, lettered(mathFace, others)];
}
