/**
 * A name without what would turn or cross the lines around it: control and direction characters,
 * and more accents on a letter than any script has.
 */
export const quietName = (name: string): string =>
  name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "").replace(/(\p{M}{4})\p{M}+/gu, "$1");

/**
 * Whose forms of Han characters a text has that shows by its syllables whose it is, as HTML calls
 * languages; undefined for one in Han characters alone, or in none.
 */
export const hanFormsIn = (text: string): "ja" | "ko" | undefined => {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  return /\p{Script=Hangul}/u.test(text) ? "ko" : undefined;
};
