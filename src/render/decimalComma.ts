/**
 * The document with a comma in its numbers: in formulas and in pictures, where nothing else has a
 * point between digits.
 */
export const withDecimalComma = (html: string): string =>
  html.replace(/<mn>[^<]*<\/mn>|<text[\s\S]*?<\/text>/g, (part) =>
    part.replace(/(>[^<]*)/g, (text) => text.replace(/(\d)\.(?=\d)/g, "$1,")),
  );
