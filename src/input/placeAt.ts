import type { TextPlace } from "./inputError.js";

/** The line and column of an offset in a text. Lines end at LF, CR LF or CR. */
export function placeAt(text: string, offset: number): TextPlace {
  let line = 1;
  let from = 0;
  for (let at = 0; at < offset; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) {
      line++;
      from = at + 1;
    }
  }
  return { line, column: offset - from + 1 };
}
