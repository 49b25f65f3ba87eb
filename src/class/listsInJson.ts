import { NumberList } from "../input/numberList.js";

/** A list of a JSON file: where each of its entries begins, and last where the list ends. */
export type EntryPlaces = NumberList;

/** A JSON object in a file, as far as its brackets tell. */
export interface ListedJson {
  /** Its text, in which these lists are empty. */
  readonly head: Uint8Array;
  readonly lists: ReadonlyMap<string, EntryPlaces>;
}

/** The most bytes of all that is in no list. */
const mostOfHead = 64 * 1024 ** 2;

const byte = {
  quote: 0x22,
  comma: 0x2c,
  backslash: 0x5c,
  open: 0x5b,
  close: 0x5d,
  begin: 0x7b,
  end: 0x7d,
} as const;

/**
 * Finds the entries of these lists of a JSON object, piece by piece, so that they are not in
 * memory. Only brackets, strings and commas are looked at: whether it is JSON, and what it says, is
 * seen when head and entries are read. Undefined where a list is not there or its commas are wrong.
 */
export function listsInJson(
  pieces: Iterable<Uint8Array>,
  names: readonly string[],
): ListedJson | undefined {
  const scan = new Scan(names);
  for (const piece of pieces) if (!scan.take(piece)) return undefined;
  const { lists } = scan;
  return names.every((name) => lists.has(name)) && scan.isOutside
    ? { head: Buffer.concat(scan.head), lists }
    : undefined;
}

class Scan {
  readonly head: Uint8Array[] = [];
  readonly lists = new Map<string, NumberList>();
  readonly #names: readonly string[];
  #headBytes = 0;
  /** How many bytes went before this piece. */
  #before = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** The last string that stands in the object itself: a key, where a list follows. */
  #word: number[] = [];
  /** The list whose entries are being found, and whether one is open, or expected. */
  #list: NumberList | undefined;
  #entry: "none" | "open" | "expected" = "none";

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** Whether everything that was opened is closed. */
  get isOutside(): boolean {
    return this.#depth === 0 && !this.#isInString && !this.#list;
  }

  /** Goes through a piece. Gives whether all is well so far. */
  take(piece: Uint8Array): boolean {
    // Where what belongs to the head begins, in this piece.
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const list = this.#list;
      if (!this.#step(piece[at]!, this.#before + at)) return false;
      if (!list && this.#list) this.#keep(piece.subarray(from, at + 1));
      if (list && !this.#list) from = at;
    }
    if (!this.#list) this.#keep(piece.subarray(from));
    this.#before += piece.length;
    return this.#headBytes <= mostOfHead;
  }

  #keep(bytes: Uint8Array): void {
    // The piece is read into again.
    this.head.push(Uint8Array.from(bytes));
    this.#headBytes += bytes.length;
  }

  #step(code: number, at: number): boolean {
    if (this.#isInString) {
      this.#stepInString(code);
      return true;
    }
    if (this.#list && this.#depth === 2 && !this.#stepInList(this.#list, code, at)) return false;
    if (code === byte.quote) {
      this.#isInString = true;
      this.#word = [];
    } else if (code === byte.open || code === byte.begin) {
      this.#depth++;
      if (code === byte.open && this.#depth === 2) return this.#begin();
    } else if (code === byte.close || code === byte.end) {
      this.#depth--;
    }
    return this.#depth >= 0;
  }

  #stepInString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === byte.backslash) this.#isEscaped = true;
    else if (code === byte.quote) this.#isInString = false;
    if (this.#depth === 1 && this.#isInString && this.#word.length < 40) this.#word.push(code);
  }

  /** A list of the object begins. */
  #begin(): boolean {
    const name = String.fromCharCode(...this.#word);
    if (!this.#names.includes(name)) return true;
    this.#list = new NumberList();
    this.#entry = "none";
    const isNew = !this.lists.has(name);
    this.lists.set(name, this.#list);
    return isNew;
  }

  /** Between two entries, or at the end of one. */
  #stepInList(list: NumberList, code: number, at: number): boolean {
    if (code === byte.close) {
      if (this.#entry === "expected") return false;
      list.push(at);
      this.#list = undefined;
    } else if (code === byte.comma) {
      if (this.#entry !== "open") return false;
      this.#entry = "expected";
    } else if (this.#entry !== "open" && !isSpace(code)) {
      this.#entry = "open";
      list.push(at);
    }
    return true;
  }
}

/** Whether a byte is a space in JSON. */
export const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
