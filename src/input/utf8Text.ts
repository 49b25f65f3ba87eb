import { InputError, type TextPlace } from "./inputError.js";
import { placeAt } from "./placeAt.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of a file in UTF-8, with or without a byte order mark. Throws an InputError with the
 * line and column.
 */
export function utf8Text(bytes: Uint8Array, source: string): string {
  const wide = wideEncodingOf(bytes);
  if (wide)
    throw new InputError(source, `expected UTF-8, got ${wide}: save the file as UTF-8`, start);
  try {
    return utf8.decode(bytes);
  } catch {
    throw notUtf8(bytes, source);
  }
}

const start: TextPlace = { line: 1, column: 1 };

/**
 * What is read here starts with two ASCII characters, or one: zero bytes next to the first one tell
 * UTF-16 and UTF-32 without a mark.
 */
function wideEncodingOf(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0 && second === 0) {
    const isUtf32 =
      (third === 0xfe && fourth === 0xff) || (third === 0 && fourth !== undefined && fourth !== 0);
    return isUtf32 ? "UTF-32 (big-endian)" : undefined;
  }
  if ((first === 0xff && second === 0xfe) || second === 0) {
    return third === 0 && fourth === 0 ? "UTF-32 (little-endian)" : "UTF-16 (little-endian)";
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined))
    return "UTF-16 (big-endian)";
  return undefined;
}

function notUtf8(bytes: Uint8Array, source: string): InputError {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (prefixText(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  const text = prefixText(bytes, good) ?? "";
  const place = placeAt(text, text.length);
  if (good === bytes.length)
    return new InputError(source, "the file ends in the middle of a character", place);
  return new InputError(
    source,
    "expected UTF-8, got another encoding from here: save the file as UTF-8",
    place,
  );
}

/**
 * The first bytes as text, a character cut off at the end left out; undefined where they are no
 * UTF-8.
 */
function prefixText(bytes: Uint8Array, length: number): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), {
      stream: true,
    });
  } catch {
    return undefined;
  }
}
