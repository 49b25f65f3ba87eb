import { printable } from "../input/inputError.js";

/**
 * What a student typed, as it can be shown: at most 64 characters, nothing in it invisible or taken
 * for control.
 */
export function typedText(typed: unknown): string {
  if (typed === undefined) return "";
  return shownText(
    typeof typed === "string" ? typed.slice(0, 500).trim() : JSON.stringify(typed).slice(0, 500),
  );
}

// On paper a letter that no font has is an empty place.
export const printedText = (typed: unknown): string =>
  shownText(
    typedText(typed).replace(
      /[^ -\u017f−–—‘’“”…×·²³½]/gu,
      (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`,
    ),
  );

const longest = 64;

/** A text at most so long, as it can be shown. */
export function shownText(text: string): string {
  // More than two marks on a letter would run over the lines around it.
  const characters = [...printable(text).replace(/(\p{M}{2})\p{M}+/gu, "$1")];
  return characters.length > longest
    ? `${characters.slice(0, longest - 1).join("")}…`
    : characters.join("");
}
