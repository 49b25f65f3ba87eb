import { inflateSync } from "node:zlib";
import { InputError } from "../input/inputError.js";

/**
 * What a PDF is made of. Streams are known by their dictionaries: what they hold is unpacked only
 * where it is objects.
 */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfText
  | PdfName
  | PdfReference
  | readonly PdfValue[]
  | ReadonlyMap<string, PdfValue>;

/** A text as its bytes, a character each. */
export class PdfText {
  constructor(readonly bytes: string) {}
}

/** A word such as `/Off`, as its bytes, a character each. */
export class PdfName {
  constructor(readonly bytes: string) {}
}

/** Another object, by its number. */
export class PdfReference {
  constructor(readonly to: number) {}
}

/** The objects of a PDF by their numbers, and of its trailers the last that said so. */
export interface PdfObjects {
  readonly objects: ReadonlyMap<number, PdfValue>;
  readonly trailer: ReadonlyMap<string, PdfValue>;
}

/**
 * The most that is unpacked of a PDF at a time, and altogether; how many values it may have, and
 * how deep they may lie.
 */
const limits = {
  streamBytes: 32 * 1024 ** 2,
  bytes: 128 * 1024 ** 2,
  values: 1_000_000,
  depth: 64,
};

/**
 * The objects of a PDF as any program may have written it, or added to it: of equal numbers, the
 * last counts. The table that says where they stand is not believed, so nothing in the file can
 * send the reading anywhere: it goes through once, and leaves out what is broken. Throws an
 * InputError for what is no PDF, is cut short or encrypted, or holds too much.
 */
export function readPdfObjects(pdf: Uint8Array, name: string): PdfObjects {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const text = bytes.toString("latin1");
  if (text === "") throw new InputError(name, "is empty, expected a PDF");
  if (!text.slice(0, 1024).includes("%PDF-"))
    throw new InputError(name, "is no PDF, whatever it is called");
  const objects = new Map<number, PdfValue>();
  const trailer = new Map<string, PdfValue>();
  let [values, unpacked] = [0, 0];
  const count = (): void => {
    if (++values > limits.values)
      throw new InputError(name, `has more than ${limits.values} values in it`);
  };
  const file = valueReader(text, count);
  let last = 0;
  for (;;) {
    head.lastIndex = file.at();
    const found = head.exec(text);
    if (!found) break;
    file.go(head.lastIndex);
    const value = file.value();
    if (found[1] === undefined) addTrailer(value);
    else {
      last = found.index;
      if (value !== undefined) objects.set(Number(found[1]), value);
      if (isDictionary(value)) readStream(value);
    }
  }
  if (text.lastIndexOf("%%EOF") < last)
    throw new InputError(name, "is cut short: its end is missing");
  if (trailer.has("Encrypt"))
    throw new InputError(name, "is encrypted: expected a PDF without a password");
  return { objects, trailer };

  function addTrailer(value: PdfValue | undefined): void {
    if (isDictionary(value)) for (const [key, said] of value) trailer.set(key, said);
  }

  function readStream(dictionary: ReadonlyMap<string, PdfValue>): void {
    file.skipSpace();
    if (!text.startsWith("stream", file.at())) return;
    let start = file.at() + "stream".length;
    if (text[start] === "\r") start++;
    if (text[start] === "\n") start++;
    const end = endOfStream(start, dictionary.get("Length"));
    file.go(end);
    const type = dictionary.get("Type");
    if (isName(type, "XRef")) addTrailer(dictionary);
    if (isName(type, "ObjStm")) addPacked(dictionary, bytes.subarray(start, end));
  }

  // What is attached to a PDF may be one itself, so the length is taken where it fits.
  function endOfStream(start: number, length: PdfValue | undefined): number {
    if (typeof length === "number" && length >= 0) {
      const end = start + length;
      if (/^[\0\t\n\f\r ]{0,2}endstream/.test(text.slice(end, end + 11))) return end;
    }
    const end = text.indexOf("endstream", start);
    return end < 0 ? text.length : end;
  }

  function addPacked(dictionary: ReadonlyMap<string, PdfValue>, packed: Uint8Array): void {
    const [first, size] = [dictionary.get("First"), dictionary.get("N")];
    const content = contentOf(dictionary, packed);
    if (content === undefined || typeof first !== "number" || typeof size !== "number") return;
    const index = valueReader(content.slice(0, Math.max(0, first)), count);
    const inner = valueReader(content, count);
    for (let i = 0; i < size; i++) {
      const [number, offset] = [index.value(), index.value()];
      if (typeof number !== "number" || typeof offset !== "number") return;
      // Those who pack objects write them one after the other: nothing is read twice.
      if (first + offset < inner.at()) continue;
      inner.go(first + offset);
      const value = inner.value();
      if (value !== undefined) objects.set(number, value);
    }
  }

  function contentOf(
    dictionary: ReadonlyMap<string, PdfValue>,
    packed: Uint8Array,
  ): string | undefined {
    const filter = dictionary.get("Filter");
    const only = Array.isArray(filter) && filter.length === 1 ? filter[0] : filter;
    if (only === undefined) return Buffer.from(packed).toString("latin1");
    if (!isName(only, "FlateDecode") || isDictionary(dictionary.get("DecodeParms")))
      return undefined;
    let content: Buffer;
    try {
      content = inflateSync(packed, { maxOutputLength: limits.streamBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") return undefined;
      throw new InputError(name, `a part of it unpacks to more than ${limits.streamBytes} bytes`);
    }
    unpacked += content.length;
    if (unpacked > limits.bytes)
      throw new InputError(name, `unpacks to more than ${limits.bytes} bytes`);
    return content.toString("latin1");
  }
}

const isDictionary = (value: PdfValue | undefined): value is ReadonlyMap<string, PdfValue> =>
  value instanceof Map;

/** Whether a value is this word. */
export const isName = (value: PdfValue | undefined, name: string): boolean =>
  value instanceof PdfName && value.bytes === name;

/** Where an object or a trailer begins. */
const head = /(\d{1,10})[\0\t\n\f\r ]{1,9}\d{1,5}[\0\t\n\f\r ]{1,9}obj|trailer/g;

interface ValueReader {
  at(): number;
  go(to: number): void;
  skipSpace(): void;
  /** The value that stands here, or nothing where it is broken; what comes after it is next. */
  value(): PdfValue | undefined;
}

/**
 * Reads values from a text. It never goes back, so that the longest file takes no longer than its
 * length.
 */
function valueReader(text: string, count: () => void): ValueReader {
  let at = 0;
  return { at: () => at, go, skipSpace, value: () => valueAt(0) };

  function go(to: number): void {
    at = to;
  }

  function skipSpace(): void {
    take(spaces);
    while (text[at] === "%") {
      take(restOfLine);
      take(spaces);
    }
  }

  function take(pattern: RegExp): string {
    pattern.lastIndex = at;
    const [found = ""] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  }

  function valueAt(depth: number): PdfValue | undefined {
    count();
    skipSpace();
    if (depth > limits.depth) return undefined;
    switch (text[at]) {
      case "/":
        return nameHere();
      case "(":
        return textHere();
      case "[":
        at++;
        return listHere(depth);
      case "<":
        if (text[at + 1] !== "<") return hexadecimalHere();
        at += 2;
        return dictionaryHere(depth);
      default:
        return wordHere();
    }
  }

  function nameHere(): PdfName {
    at++;
    const written = take(regular);
    return new PdfName(
      written.replace(/#([0-9A-Fa-f]{2})/g, (_, hex) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    );
  }

  function wordHere(): PdfValue | undefined {
    const word = take(regular);
    if (/^\d{1,10}$/.test(word) && take(restOfReference) !== "")
      return new PdfReference(Number(word));
    if (/^[-+]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})$/.test(word)) return Number(word);
    if (word === "null") return null;
    return word === "true" ? true : word === "false" ? false : undefined;
  }

  function listHere(depth: number): readonly PdfValue[] | undefined {
    const list: PdfValue[] = [];
    for (;;) {
      skipSpace();
      if (text[at] === "]") {
        at++;
        return list;
      }
      const value = valueAt(depth + 1);
      if (value === undefined) return undefined;
      list.push(value);
    }
  }

  function dictionaryHere(depth: number): ReadonlyMap<string, PdfValue> | undefined {
    const dictionary = new Map<string, PdfValue>();
    for (;;) {
      skipSpace();
      if (text.startsWith(">>", at)) {
        at += 2;
        return dictionary;
      }
      if (text[at] !== "/") return undefined;
      const { bytes: key } = nameHere();
      const value = valueAt(depth + 1);
      if (value === undefined) return undefined;
      dictionary.set(key, value);
    }
  }

  function hexadecimalHere(): PdfText | undefined {
    const written = take(hexadecimal);
    if (written === "") return undefined;
    const digits = written.replace(/[^0-9A-Fa-f]/g, "");
    return new PdfText(
      Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex").toString("latin1"),
    );
  }

  function textHere(): PdfText | undefined {
    const start = ++at;
    for (let open = 1; open > 0; ) {
      take(plainText);
      const mark = text[at];
      if (mark === undefined) return undefined;
      if (mark === "(") open++;
      if (mark === ")") open--;
      at += mark === "\\" ? 2 : 1;
    }
    return new PdfText(text.slice(start, at - 1).replace(escapeOrEnd, unescaped));
  }
}

const spaces = /[\0\t\n\f\r ]*/y;
const restOfLine = /[^\r\n]*/y;
const regular = /[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const restOfReference =
  /[\0\t\n\f\r ]{1,9}\d{1,5}[\0\t\n\f\r ]{1,9}R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const hexadecimal = /<[0-9A-Fa-f\0\t\n\f\r ]*>/y;
const plainText = /[^()\\]*/y;
const escapeOrEnd = /\\(?:([0-7]{1,3})|(\r\n|[\s\S]))|\r\n?/g;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function unescaped(_: string, octal: string | undefined, character: string | undefined): string {
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  // The end of a line is one character; after a backslash, none.
  if (character === undefined) return "\n";
  return /[\r\n]/.test(character) ? "" : (escapes[character] ?? character);
}
