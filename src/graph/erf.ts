/**
 * The error function, (2/√π) ∫₀ˣ exp(−s²) ds, by a series whose terms all have one sign (Abramowitz
 * and Stegun, Handbook of Mathematical Functions, 7.1.6).
 */
export function erf(x: number): number {
  // Beyond it, nothing is left of 1.
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; total + term !== total; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return twoByRootPi * Math.exp(-x * x) * total;
}

/** The derivative of the error function. */
export const erfSlope = (x: number): number => twoByRootPi * Math.exp(-x * x);

const twoByRootPi = 2 / Math.sqrt(Math.PI);
