import { escapeXml, unescapeXml } from "../../mathml.js";

const before = '<span style="font-kerning: auto; white-space: pre">';
const after = "</span>";

/** A text on one line as a shape. */
export const shapeOfText = (text: string): string => `${before}${escapeXml(text)}${after}`;

/** The text of such a shape; undefined for others. */
export const textIn = (shape: string): string | undefined =>
  shape.startsWith(before) ? unescapeXml(shape.slice(before.length, -after.length)) : undefined;

/** What stands between parts of formulas, which only has to be measured. */
export const shapeBetween = (text: string, isBold: boolean): string =>
  `<span style="font-weight: ${isBold ? 600 : 400}; white-space: pre">${text}</span>`;

/**
 * The letters of a text, each with the one that follows it, or with an end; and with an f before
 * it, as our fonts have other glyphs for what stands behind one.
 */
export function pairsOf(text: string): readonly string[] {
  const letters = [...text];
  return letters.map(
    (letter, i) => letter + (letters[i + 1] ?? "\n") + (letters[i - 1] === "f" ? "f" : ""),
  );
}

const lettersOfCodes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- ·";
const lettersOfNames = "abcdeghijklmnopqrstuvwxyz";

/**
 * Texts with every pair of the letters that codes and names are made of. None has an f, since what
 * stands behind one is another pair.
 */
export const textsOfAllPairs: readonly string[] = [...lettersOfCodes, ...lettersOfNames].map(
  (letter, i, letters) =>
    letter +
    letters
      .slice(i)
      .map((other) => other + letter)
      .join(""),
);
