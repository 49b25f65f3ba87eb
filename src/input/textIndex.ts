/**
 * Finds the places of texts in a list that is kept elsewhere, such as a file: of each text it has a
 * hash and the place, in 12 to 24 bytes. `textAt` says what stands at a place; it is asked where
 * hashes are equal, so that no text is taken for another.
 */
export class TextIndex {
  readonly #textAt: (place: number) => string;
  /** Pairs: a hash, and its place plus one, or 0 where the pair is free. */
  #pairs = new Uint32Array(2 * 1024);
  #count = 0;

  constructor(textAt: (place: number) => string) {
    this.#textAt = textAt;
  }

  has(text: string): boolean {
    return this.get(text) !== undefined;
  }

  /** Where a text stands; undefined where it does not. */
  get(text: string): number | undefined {
    const place = this.#pairs[this.#pairOf(text, hashOf(text)) + 1]!;
    return place === 0 ? undefined : place - 1;
  }

  /** Notes where a text stands; one that stands elsewhere, too, is found here from now on. */
  set(text: string, place: number): void {
    const hash = hashOf(text);
    const pair = this.#pairOf(text, hash);
    const isNew = this.#pairs[pair + 1] === 0;
    this.#pairs[pair] = hash;
    this.#pairs[pair + 1] = place + 1;
    // Where two of three pairs were taken, the next free one would be far.
    if (isNew && 3 * ++this.#count > this.#pairs.length) this.#grow();
  }

  /** The pair that has this text, or would have it. */
  #pairOf(text: string, hash: number): number {
    for (let pair = this.#begin(hash); ; pair = this.#after(pair)) {
      const place = this.#pairs[pair + 1]!;
      if (place === 0) return pair;
      if (this.#pairs[pair] === hash && this.#textAt(place - 1) === text) return pair;
    }
  }

  #grow(): void {
    const before = this.#pairs;
    this.#pairs = new Uint32Array(2 * before.length);
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      let pair = this.#begin(before[from]!);
      while (this.#pairs[pair + 1] !== 0) pair = this.#after(pair);
      this.#pairs.set(before.subarray(from, from + 2), pair);
    }
  }

  // The number of pairs is a power of two.
  #begin(hash: number): number {
    return 2 * (hash & (this.#pairs.length / 2 - 1));
  }

  #after(pair: number): number {
    return (pair + 2) & (this.#pairs.length - 1);
  }
}

/** FNV-1a over the units of a text, mixed so that its last bits depend on all. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
