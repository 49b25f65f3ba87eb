import { closeSync, fstatSync, readSync } from "node:fs";
import { openedFile } from "../files/fileBytes.js";
import { InputError, type TextPlace } from "../input/inputError.js";
import { type EntryPlaces, isSpace } from "./listsInJson.js";

/** So many bytes are read at once. */
const atOnce = 256 * 1024;
const ahead = 16 * 1024;

/**
 * A JSON file whose lists are read entry by entry. It is open only while it is read, and must stay
 * as it was: an InputError is thrown where it has changed.
 */
export class EntriesFile {
  readonly path: string;
  readonly size: number;
  readonly #most: number;
  readonly #state: string;
  /** What was read for an entry, with what follows it: the next is often asked for next. */
  #window: { readonly from: number; readonly bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };

  /** Throws an InputError for what is no ordinary file, or has more than `most` bytes. */
  constructor(path: string, most: number) {
    this.path = path;
    this.#most = most;
    const file = openedFile(path, most);
    try {
      this.size = fstatSync(file).size;
      this.#state = stateOf(file);
    } finally {
      closeSync(file);
    }
  }

  /** All of it, one piece after the other; each is gone when the next is asked for. */
  *pieces(): Generator<Uint8Array> {
    const file = this.#open();
    try {
      const piece = Buffer.alloc(atOnce);
      for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
        yield piece.subarray(0, read);
    } finally {
      closeSync(file);
    }
  }

  /** The text of each entry of a list. */
  *entries(places: EntryPlaces): Generator<Uint8Array> {
    const file = this.#open();
    try {
      let from = 0;
      let window: Buffer = Buffer.alloc(0);
      for (let place = 0; place < places.length - 1; place++) {
        const [begin, end] = [places.at(place), places.at(place + 1)];
        if (end > from + window.length) {
          from = begin;
          window = this.#bytes(file, begin, Math.max(begin + atOnce, end));
        }
        yield withoutComma(window.subarray(begin - from, end - from));
      }
    } finally {
      closeSync(file);
    }
  }

  /** The text of one entry of a list. */
  entry(places: EntryPlaces, place: number): Uint8Array {
    const [begin, end] = [places.at(place), places.at(place + 1)];
    const { from, bytes } = this.#window;
    if (begin < from || end > from + bytes.length) this.#look(begin, end);
    const window = this.#window;
    return withoutComma(window.bytes.subarray(begin - window.from, end - window.from));
  }

  #look(begin: number, end: number): void {
    const file = this.#open();
    try {
      const bytes = this.#bytes(file, begin, Math.max(end, begin + ahead));
      this.#window = { from: begin, bytes };
    } finally {
      closeSync(file);
    }
  }

  /** The line and column of a byte. */
  placeOf(at: number): TextPlace {
    let [line, begin, before] = [1, 0, 0];
    for (const piece of this.pieces()) {
      for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, end + 1)) {
        if (before + end >= at) return { line, column: at - begin + 1 };
        line++;
        begin = before + end + 1;
      }
      before += piece.length;
    }
    return { line, column: at - begin + 1 };
  }

  #open(): number {
    const file = openedFile(this.path, this.#most);
    if (stateOf(file) === this.#state) return file;
    closeSync(file);
    throw new InputError(this.path, "was changed while it was read: run this again");
  }

  #bytes(file: number, from: number, to: number): Buffer {
    const bytes = Buffer.alloc(Math.min(to, this.size) - from);
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(file, bytes, at, bytes.length - at, from + at);
      if (read === 0) throw new InputError(this.path, "was cut short while it was read");
      at += read;
    }
    return bytes;
  }
}

const lineFeed = 0x0a;

function stateOf(file: number): string {
  const { ino, size, mtimeNs } = fstatSync(file, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

/** An entry without the comma behind it, and the spaces around that. */
function withoutComma(bytes: Uint8Array): Uint8Array {
  const end = beforeSpace(bytes, bytes.length);
  const isComma = bytes[end - 1] === 0x2c;
  return bytes.subarray(0, isComma ? beforeSpace(bytes, end - 1) : end);
}

function beforeSpace(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end > 0 && isSpace(bytes[end - 1]!)) end--;
  return end;
}
