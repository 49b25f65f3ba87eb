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
  | PdfDictionary;

/** What is said of something, by the words that say what it is. */
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

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

/** Whether a value says several things of something. */
export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary =>
  value instanceof Map;

/** Whether a value is this word. */
export const isName = (value: PdfValue | undefined, name: string): boolean =>
  value instanceof PdfName && value.bytes === name;

/** How many values a PDF may have, and how deep they may lie. */
const limits = { values: 1_000_000, depth: 64 };

/** What was read of a PDF so far, in whatever part of it, and how it is called in messages. */
export interface PdfCount {
  readonly name: string;
  values: number;
}

/**
 * A text whose values are read one after the other. It is never gone back in, so that the longest
 * file takes no longer than its length.
 */
export interface PdfScan {
  readonly text: string;
  readonly count: PdfCount;
  at: number;
}

/**
 * The value that stands here, or nothing where it is broken; what comes after it is next. Throws an
 * InputError where a PDF has too many.
 */
export const nextValue = (scan: PdfScan): PdfValue | undefined => valueIn(scan, 0);

function valueIn(scan: PdfScan, depth: number): PdfValue | undefined {
  const { count } = scan;
  if (++count.values > limits.values)
    throw new InputError(count.name, `has more than ${limits.values} values in it`);
  skipSpace(scan);
  if (depth > limits.depth) return undefined;
  switch (scan.text[scan.at]) {
    case "/":
      return nameIn(scan);
    case "(":
      return textIn(scan);
    case "[":
      return listIn(scan, depth);
    case "<":
      return scan.text[scan.at + 1] === "<" ? dictionaryIn(scan, depth) : hexadecimalIn(scan);
    default:
      return wordIn(scan);
  }
}

/** Goes over white space and comments. */
export function skipSpace(scan: PdfScan): void {
  take(scan, spaces);
  while (scan.text[scan.at] === "%") {
    take(scan, restOfLine);
    take(scan, spaces);
  }
}

function take(scan: PdfScan, pattern: RegExp): string {
  pattern.lastIndex = scan.at;
  const [found = ""] = pattern.exec(scan.text) ?? [];
  scan.at += found.length;
  return found;
}

function nameIn(scan: PdfScan): PdfName {
  scan.at++;
  const written = take(scan, regular);
  return new PdfName(
    written.replace(/#([0-9A-Fa-f]{2})/g, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
}

function wordIn(scan: PdfScan): PdfValue | undefined {
  const word = take(scan, regular);
  if (/^\d{1,10}$/.test(word) && take(scan, restOfReference) !== "")
    return new PdfReference(Number(word));
  if (/^[-+]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})$/.test(word)) return Number(word);
  if (word === "null") return null;
  return word === "true" ? true : word === "false" ? false : undefined;
}

function listIn(scan: PdfScan, depth: number): readonly PdfValue[] | undefined {
  scan.at++;
  const list: PdfValue[] = [];
  for (;;) {
    skipSpace(scan);
    if (scan.text[scan.at] === "]") {
      scan.at++;
      return list;
    }
    const value = valueIn(scan, depth + 1);
    if (value === undefined) return undefined;
    list.push(value);
  }
}

function dictionaryIn(scan: PdfScan, depth: number): PdfDictionary | undefined {
  scan.at += 2;
  const dictionary = new Map<string, PdfValue>();
  for (;;) {
    skipSpace(scan);
    if (scan.text.startsWith(">>", scan.at)) {
      scan.at += 2;
      return dictionary;
    }
    if (scan.text[scan.at] !== "/") return undefined;
    const { bytes: key } = nameIn(scan);
    const value = valueIn(scan, depth + 1);
    if (value === undefined) return undefined;
    dictionary.set(key, value);
  }
}

function hexadecimalIn(scan: PdfScan): PdfText | undefined {
  const written = take(scan, hexadecimal);
  if (written === "") return undefined;
  const digits = written.replace(/[^0-9A-Fa-f]/g, "");
  return new PdfText(
    Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex").toString("latin1"),
  );
}

function textIn(scan: PdfScan): PdfText | undefined {
  const start = ++scan.at;
  for (let open = 1; open > 0; ) {
    take(scan, plainText);
    const mark = scan.text[scan.at];
    if (mark === undefined) return undefined;
    if (mark === "(") open++;
    if (mark === ")") open--;
    scan.at += mark === "\\" ? 2 : 1;
  }
  return new PdfText(scan.text.slice(start, scan.at - 1).replace(escapeOrEnd, unescaped));
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
