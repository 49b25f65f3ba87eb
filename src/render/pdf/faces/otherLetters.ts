import { drawnLetters } from "../../../generated/fonts.js";

/**
 * Whether there are letters in a text that the fonts of every sheet do not have. What draws nothing
 * by itself needs no font.
 */
export const isOther = (text: string): boolean => otherLetter.test(text.replace(typed, ""));

// Most of a document, which all of these fonts have: the rest is looked at letter by letter.
const typed = /[\t\n\r -~]+/g;

const otherLetter = new RegExp(
  `[^${drawnLetters.replace(/[\\\]^-]/g, "\\$&")}\\s\\p{Default_Ignorable_Code_Point}]`,
  "u",
);
