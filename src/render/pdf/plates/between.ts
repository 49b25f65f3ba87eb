/** A part of a text between two others. */
export interface Between {
  /** Where the first of them begins, and the second ends. */
  readonly from: number;
  readonly to: number;
  readonly inner: string;
}

/** The parts of a text between one and the next of the other, as often as there are both. */
export function* between(text: string, opening: string, closing: string): Generator<Between> {
  for (let from = text.indexOf(opening); from >= 0; ) {
    const begin = from + opening.length;
    const end = text.indexOf(closing, begin);
    if (end < 0) return;
    const to = end + closing.length;
    yield { from, to, inner: text.slice(begin, end) };
    from = text.indexOf(opening, to);
  }
}
