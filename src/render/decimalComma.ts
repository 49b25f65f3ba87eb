import { listedBy } from "./mathml.js";

/**
 * The document with a comma in its numbers: in formulas and in pictures, where nothing else has a
 * point between digits. What is listed in a formula has semicolons between it: max(0; 1,5).
 */
export const withDecimalComma = (html: string): string =>
  html
    .replace(/<mn>[^<]*<\/mn>|<text[\s\S]*?<\/text>/g, (part) =>
      part.replace(/(>[^<]*)/g, (text) => text.replace(/(\d)\.(?=\d)/g, "$1,")),
    )
    .replaceAll(listedBy(","), listedBy(";"));

/**
 * The same of a document in Markdown with formulas as TeX, where space follows a comma that is
 * alone.
 */
export const withDecimalCommaInTex = (text: string): string =>
  text.replace(/\$[^$\n]*\$/g, (formula) =>
    formula.replace(/(\d)\.(?=\d)/g, "$1{,}").replace(/, /g, "; "),
  );
