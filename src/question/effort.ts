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
  for (const given of givens) count += digitsOf(Math.abs(given));
  return count;
}

// Most are a whole number of thousandths or more: writing one down takes longer than dividing it.
function digitsOf(given: number): number {
  for (let units = 1; units <= 1000; units *= 10) {
    const whole = Math.round(given * units);
    if (whole < mostWhole && whole / units === given) return digitsOfWhole(whole);
  }
  let count = 0;
  const text = String(given);
  for (let i = 0; i < text.length; i++) if (text[i] !== "0" && text[i] !== ".") count++;
  return count;
}

const mostWhole = 1e9;

function digitsOfWhole(whole: number): number {
  let count = 0;
  for (let rest = whole | 0; rest > 0; rest = (rest / 10) | 0) if (rest % 10 !== 0) count++;
  return count;
}
