import { InputError } from "./inputError.js";

/** The text of a file in UTF-8, without the mark that may stand at its beginning. Throws an InputError with the line. */
export function utf8Text(bytes: Uint8Array, source: string): string {
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Every file that is read begins with ASCII: a zero beside it is the other half of a character.
  if (isMarked || (second !== undefined && (first === 0) !== (second === 0))) {
    throw new InputError(source, "expected UTF-8, got UTF-16: save it as UTF-8 (in a spreadsheet, as CSV UTF-8)");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // A character that is put for what is none, and stands nowhere else, says where.
    const text = new TextDecoder().decode(bytes);
    const lines = text.slice(0, text.indexOf("\ufffd")).split(/\r\n|\n|\r/);
    throw new InputError(
      source,
      "expected UTF-8, got another encoding from here: save it as UTF-8 (in a spreadsheet, as CSV UTF-8)",
      { line: lines.length, column: lines.at(-1)!.length + 1 },
    );
  }
}
