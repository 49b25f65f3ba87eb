/** A slip of the pen that explains a wrong answer without any misconception. */
export type Slip = "sign" | "power of ten" | "digits swapped";

/**
 * The slip that turns a right value into what was written, if one does. `right` are the values that
 * were right to write there (the key, and what follows from earlier answers); `tolerance` is how
 * far an honest value may be off, `decimals` are those that were written.
 */
export function slipIn(
  written: number,
  right: readonly number[],
  tolerance: number,
  decimals: number,
): Slip | undefined {
  for (const value of right) {
    if (near(written, -value)) return "sign";
    for (const factor of powers)
      if (Math.abs(written - value * factor) <= tolerance * factor) return "power of ten";
    if (isSwapped(written, value, tolerance, decimals)) return "digits swapped";
  }
  return undefined;

  function near(a: number, b: number): boolean {
    return Math.abs(a - b) <= tolerance;
  }
}

const powers: readonly number[] = [0.001, 0.01, 0.1, 10, 100, 1000];

// Whether it is the value with two neighbouring digits exchanged, as written with these decimals,
// rounded or cut off.
function isSwapped(written: number, value: number, tolerance: number, decimals: number): boolean {
  const scale = 10 ** Math.min(decimals, 12);
  for (const digits of [Math.round, Math.floor]) {
    const whole = digits(Math.abs(value) * scale);
    // Of so large a number the last digits are not known.
    if (whole > Number.MAX_SAFE_INTEGER) continue;
    for (let unit = 1; 10 * unit <= whole; unit *= 10) {
      const [last, next] = [Math.floor(whole / unit) % 10, Math.floor(whole / (10 * unit)) % 10];
      const swapped = whole + 9 * unit * (last - next);
      if (Math.abs(written - (Math.sign(value) * swapped) / scale) <= tolerance) return true;
    }
  }
  return false;
}
