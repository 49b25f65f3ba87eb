/** Numbers one after the other, in eight bytes each. */
export class NumberList {
  #numbers = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds a number, and gives its place. */
  push(number: number): number {
    if (this.#length === this.#numbers.length) {
      const more = new Float64Array(2 * this.#length);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.#length] = number;
    return this.#length++;
  }

  /** The number at a place. Throws a RangeError where there is none. */
  at(place: number): number {
    if (place < this.#length) return this.#numbers[place]!;
    throw new RangeError(`there is no number ${place} of ${this.#length}`);
  }
}
