import { closeSync, fstatSync, readSync } from "node:fs";
import { openedFile } from "../files/fileBytes.js";
import { ChangedError } from "../input/changedError.js";
import type { TextPlace } from "../input/inputError.js";
import { type EntryPlaces, isSpace } from "./listsInJson.js";

/** So many bytes are read at once, and so many with an entry that is asked for alone. */
const atOnce = 256 * 1024;
const ahead = 16 * 1024;

/**
 * A JSON file whose lists are read entry by entry. Of one that is large, only these are in memory,
 * and it must stay as it was: a ChangedError is thrown where it is not.
 */
export class EntriesFile {
  readonly path: string;
  readonly size: number;
  readonly #state: string;
  readonly #whole: Buffer | undefined;
  /** What was read last, with what follows it: the next entry is often asked for next. */
  #window: { readonly from: number; readonly bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };

  /**
   * Throws an InputError for what is no ordinary file, or has more than `most` bytes; one of up to
   * `inMemory` is kept there.
   */
  constructor(
    path: string,
    { most, inMemory }: { readonly most: number; readonly inMemory: number },
  ) {
    this.path = path;
    const file = openedFile(path, most);
    try {
      this.size = fstatSync(file).size;
      this.#state = stateOf(file);
      if (this.size <= inMemory) this.#whole = this.#bytesOf(file, 0, this.size);
    } finally {
      closeSync(file);
    }
  }

  /** All of it, one piece after the other. */
  *pieces(): Generator<Uint8Array> {
    for (let from = 0; from < this.size; from += atOnce)
      yield this.#bytes(from, Math.min(from + atOnce, this.size));
  }

  /** The text of each entry of a list. */
  *entries(places: EntryPlaces): Generator<Uint8Array> {
    for (let place = 0; place < places.length - 1; place++)
      yield this.#entry(places, place, atOnce);
  }

  /** The text of one entry of a list. */
  entry(places: EntryPlaces, place: number): Uint8Array {
    return this.#entry(places, place, ahead);
  }

  #entry(places: EntryPlaces, place: number, more: number): Uint8Array {
    const [begin, end] = [places.at(place), places.at(place + 1)];
    const { from, bytes } = this.#window;
    if (begin < from || end > from + bytes.length) {
      const to = Math.min(Math.max(end, begin + more), this.size);
      this.#window = { from: begin, bytes: this.#bytes(begin, to) };
    }
    const window = this.#window;
    return withoutComma(window.bytes.subarray(begin - window.from, end - window.from));
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

  #bytes(from: number, to: number): Buffer {
    if (this.#whole) return this.#whole.subarray(from, to);
    const file = openedFile(this.path, Number.POSITIVE_INFINITY);
    try {
      if (stateOf(file) === this.#state) return this.#bytesOf(file, from, to);
      throw new ChangedError(this.path);
    } finally {
      closeSync(file);
    }
  }

  #bytesOf(file: number, from: number, to: number): Buffer {
    const bytes = Buffer.alloc(to - from);
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(file, bytes, at, bytes.length - at, from + at);
      if (read === 0) throw new ChangedError(this.path);
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
