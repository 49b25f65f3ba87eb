import { inflateSync } from "node:zlib";
import { InputError } from "../input/inputError.js";
import { openCipher, type PdfCipher, type PdfObjectId } from "./pdfCipher.js";
import {
  isDictionary,
  isName,
  nextValue,
  type PdfCount,
  type PdfDictionary,
  type PdfScan,
  PdfText,
  type PdfValue,
  skipSpace,
} from "./pdfValues.js";

/** The objects of a PDF by their numbers, and of its trailers the last that said so. */
export interface PdfFile {
  readonly objects: ReadonlyMap<number, PdfValue>;
  readonly trailer: PdfDictionary;
}

/** The most that is unpacked of a PDF at a time, and altogether. */
const limits = { streamBytes: 32 * 1024 ** 2, bytes: 128 * 1024 ** 2 };

/** A PDF while it is read. */
interface PdfReading extends PdfFile {
  readonly bytes: Buffer;
  readonly objects: Map<number, PdfValue>;
  readonly trailer: Map<string, PdfValue>;
  readonly scan: PdfScan;
  readonly count: PdfCount & { unpacked: number };
  readonly cipher: PdfCipher | undefined;
}

/**
 * The objects of a PDF as any program may have written it, or added to it: of equal numbers, the
 * last counts. The table that says where they stand is not believed, so nothing in the file can
 * send the reading anywhere: it goes through once, or a second time where it is encrypted and opens
 * without a password, and leaves out what is broken. Throws an InputError for what is no PDF, is
 * cut short or wants a password, or holds too much.
 */
export function readPdf(pdf: Uint8Array, name: string): PdfFile {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const text = bytes.toString("latin1");
  if (text === "") throw new InputError(name, "is empty, expected a PDF");
  if (!text.slice(0, 1024).includes("%PDF-"))
    throw new InputError(name, "is no PDF, whatever it is called");
  const reading = readingOf(bytes, text, name);
  if (text.lastIndexOf("%%EOF") < lastObject(reading))
    throw new InputError(name, "is cut short: its end is missing");
  if (!reading.trailer.has("Encrypt")) return reading;
  const cipher = openCipher(reading);
  if (!cipher) throw new InputError(name, "is encrypted: expected a PDF without a password");
  const opened = readingOf(bytes, text, name, cipher);
  lastObject(opened);
  return opened;
}

function readingOf(bytes: Buffer, text: string, name: string, cipher?: PdfCipher): PdfReading {
  const count = { name, values: 0, unpacked: 0 };
  const scan: PdfScan = { text, count, at: 0 };
  return { bytes, objects: new Map(), trailer: new Map(), scan, count, cipher };
}

/** Where an object or a trailer begins. */
const head = /(\d{1,10})[\0\t\n\f\r ]{1,9}(\d{1,5})[\0\t\n\f\r ]{1,9}obj|trailer/g;

/** Reads all objects and trailers; where the last object begins. */
function lastObject(reading: PdfReading): number {
  const { objects, scan } = reading;
  let last = 0;
  for (;;) {
    head.lastIndex = scan.at;
    const found = head.exec(scan.text);
    if (!found) return last;
    scan.at = head.lastIndex;
    const value = nextValue(scan);
    if (found[1] === undefined) addTrailer(reading, value);
    else {
      last = found.index;
      const of = { number: Number(found[1]), generation: Number(found[2]) };
      if (value !== undefined) objects.set(of.number, deciphered(reading, value, of));
      if (isDictionary(value)) readStream(reading, value, of);
    }
  }
}

/** A value whose texts are read. */
function deciphered({ cipher }: PdfReading, value: PdfValue, of: PdfObjectId): PdfValue {
  if (!cipher || of.number === cipher.own) return value;
  const read = (one: PdfValue): PdfValue => {
    if (one instanceof PdfText)
      return new PdfText(
        cipher.text(Buffer.from(one.bytes, "latin1"), of)?.toString("latin1") ?? "",
      );
    if (isDictionary(one)) return new Map([...one].map(([key, said]) => [key, read(said)]));
    return Array.isArray(one) ? one.map(read) : one;
  };
  return read(value);
}

function addTrailer({ trailer }: PdfReading, value: PdfValue | undefined): void {
  if (isDictionary(value)) for (const [key, said] of value) trailer.set(key, said);
}

/** Reads or goes over the stream that an object has, if any. */
function readStream(reading: PdfReading, dictionary: PdfDictionary, of: PdfObjectId): void {
  const { bytes, scan, cipher } = reading;
  const { text } = scan;
  skipSpace(scan);
  if (!text.startsWith("stream", scan.at)) return;
  let start = scan.at + "stream".length;
  if (text[start] === "\r") start++;
  if (text[start] === "\n") start++;
  scan.at = endOfStream(text, start, dictionary.get("Length"));
  const type = dictionary.get("Type");
  if (isName(type, "XRef")) addTrailer(reading, dictionary);
  if (!isName(type, "ObjStm")) return;
  const packed = bytes.subarray(start, scan.at);
  addPacked(reading, dictionary, cipher?.stream(packed, of) ?? packed);
}

// What is attached to a PDF may be one itself, so the length is taken where it fits.
function endOfStream(text: string, start: number, length: PdfValue | undefined): number {
  if (typeof length === "number" && length >= 0) {
    const end = start + length;
    if (/^[\0\t\n\f\r ]{0,2}endstream/.test(text.slice(end, end + 11))) return end;
  }
  const end = text.indexOf("endstream", start);
  return end < 0 ? text.length : end;
}

/** Adds the objects that are packed in a stream. */
function addPacked(
  { objects, count }: PdfReading,
  dictionary: PdfDictionary,
  packed: Uint8Array,
): void {
  const [first, size] = [dictionary.get("First"), dictionary.get("N")];
  const text = unpacked(dictionary, packed, count);
  if (text === undefined || typeof first !== "number" || typeof size !== "number") return;
  const index: PdfScan = { text: text.slice(0, Math.max(0, first)), count, at: 0 };
  const inner: PdfScan = { text, count, at: 0 };
  for (let i = 0; i < size; i++) {
    const [number, offset] = [nextValue(index), nextValue(index)];
    if (typeof number !== "number" || typeof offset !== "number") return;
    // Those who pack objects write them one after the other: nothing is read twice.
    if (first + offset < inner.at) continue;
    inner.at = first + offset;
    const value = nextValue(inner);
    if (value !== undefined) objects.set(number, value);
  }
}

/** What is packed in a stream; nothing where it is packed in a way that objects are not. */
function unpacked(
  dictionary: PdfDictionary,
  packed: Uint8Array,
  count: PdfReading["count"],
): string | undefined {
  const filter = dictionary.get("Filter");
  const only = Array.isArray(filter) && filter.length === 1 ? filter[0] : filter;
  if (only === undefined) return Buffer.from(packed).toString("latin1");
  if (!isName(only, "FlateDecode") || isDictionary(dictionary.get("DecodeParms"))) return undefined;
  let content: Buffer;
  try {
    content = inflateSync(packed, { maxOutputLength: limits.streamBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") return undefined;
    const what = `a part of it unpacks to more than ${limits.streamBytes} bytes`;
    throw new InputError(count.name, what);
  }
  count.unpacked += content.length;
  if (count.unpacked > limits.bytes)
    throw new InputError(count.name, `unpacks to more than ${limits.bytes} bytes`);
  return content.toString("latin1");
}
