import type { Place } from "./inputError.js";
import { placeAt } from "./placeAt.js";

/** Bytes that are no text in UTF-8, and where they cease to be. */
export class EncodingError extends Error {
  override readonly name = "EncodingError";
  constructor(
    message: string,
    readonly place: Place,
  ) {
    super(message);
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text of these bytes, in UTF-8, with or without a byte order mark. Throws an EncodingError. */
export function utf8Text(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16) throw new EncodingError(`expected UTF-8, got UTF-16 (${utf16}): save the file as UTF-8`, start);
  try {
    return utf8.decode(bytes);
  } catch {
    throw notUtf8(bytes);
  }
}

const start: Place = { line: 1, column: 1 };

/** What is read here starts with two ASCII characters, or one: a zero byte next to the first one tells UTF-16 without its mark. */
function utf16Of(bytes: Uint8Array): "little-endian" | "big-endian" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "little-endian";
  if (first === 0xfe && second === 0xff) return "big-endian";
  if (second === 0 && first !== 0) return "little-endian";
  if (first === 0 && second !== undefined && second !== 0) return "big-endian";
  return undefined;
}

function notUtf8(bytes: Uint8Array): EncodingError {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (prefixText(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  const text = prefixText(bytes, good) ?? "";
  const place = placeAt(text, text.length);
  if (good === bytes.length) return new EncodingError("the file ends in the middle of a character", place);
  return new EncodingError("expected UTF-8, got another encoding from here: save the file as UTF-8", place);
}

/** The first bytes as text, a character cut off at the end left out; undefined where they are no UTF-8. */
function prefixText(bytes: Uint8Array, length: number): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}
