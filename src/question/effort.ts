/** How laborious givens are to compute with: how many are negative, and their non-zero digits. */
export interface Effort {
  readonly negatives: number;
  readonly digits: number;
}

export const effortOf = (givens: Float64Array): Effort => ({
  negatives: negativesIn(givens),
  digits: digitsIn(givens),
});

function negativesIn(givens: Float64Array): number {
  let count = 0;
  for (const given of givens) if (given < 0) count++;
  return count;
}

function digitsIn(givens: Float64Array): number {
  let count = 0;
  for (const given of givens) {
    const text = String(Math.abs(given));
    for (let i = 0; i < text.length; i++) if (text[i] !== "0" && text[i] !== ".") count++;
  }
  return count;
}
