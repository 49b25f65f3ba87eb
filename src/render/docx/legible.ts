/**
 * A text as a document of Word can hold it: XML has no way to write most control characters, and
 * half a surrogate pair is no character.
 */
export const legible = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, "\ufffd");
