import { inflateSync } from "node:zlib";

/** What each glyph of a font says, by its code as four hexadecimal digits. */
export type Letters = ReadonlyMap<string, string>;

/**
 * A text as it is compared with what is drawn: letters in italics, and others that mean the same,
 * as one, accents by themselves, brackets whichever way they open; without the spaces, which a page
 * does not always draw, and without what is never drawn.
 */
export const lettersOf = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\s\p{Default_Ignorable_Code_Point}]+/gu, "")
    .replace(/[)\]}>»›⟩⟧≥]/g, (sign) => mirrored[sign]!);

/** What is read from right to left has the other glyph of two. */
const mirrored: Readonly<Record<string, string>> = {
  ")": "(",
  "]": "[",
  "}": "{",
  ">": "<",
  "»": "«",
  "›": "‹",
  "⟩": "⟨",
  "⟧": "⟦",
  "≥": "≤",
};

/** What is in a stream, unpacked. */
export function streamIn(body: string): string {
  const from = body.indexOf("stream\n") + "stream\n".length;
  const packed = Buffer.from(body.slice(from, body.lastIndexOf("\nendstream")), "latin1");
  const isPacked = body.slice(0, from).includes("/FlateDecode");
  return (isPacked ? inflateSync(packed) : packed).toString("latin1");
}

/** UTF-16 in hexadecimal digits, as PDFs have it. */
export const fromUtf16 = (digits: string): string =>
  Buffer.from(digits, "hex").swap16().toString("utf16le");

/** The letters of a font, from its table of what glyphs mean in Unicode. */
export function fontLetters(objects: ReadonlyMap<number, string>, font: number): Letters {
  const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? "")?.[1];
  const letters = new Map<string, string>();
  if (table === undefined) return letters;
  const [, ...blocks] = streamIn(objects.get(Number(table))!).split("beginbf");
  for (const block of blocks) {
    const entry = block.startsWith("char") ? oneGlyph : severalGlyphs;
    for (const [, from, to, meaning] of block.slice(0, block.indexOf("endbf")).matchAll(entry))
      readEntry(letters, from!, to!, meaning!);
  }
  return letters;
}

const oneGlyph = /<(\w{4})>() <(\w+)>/g;
const severalGlyphs = /<(\w{4})> <(\w{4})> <(\w+)>/g;

/** The glyphs from one to another mean one letter after the other. */
function readEntry(letters: Map<string, string>, from: string, to: string, meaning: string): void {
  const first = Number.parseInt(from, 16);
  const last = to === "" ? first : Number.parseInt(to, 16);
  const unit = Number.parseInt(meaning.slice(-4), 16);
  for (let glyph = first; glyph <= last; glyph++) {
    const unicode = meaning.slice(0, -4) + fourDigits(unit + glyph - first);
    letters.set(fourDigits(glyph).toUpperCase(), lettersOf(fromUtf16(unicode)));
  }
}

const fourDigits = (code: number): string => code.toString(16).padStart(4, "0");
