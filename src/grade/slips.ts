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
    if (
      [0.001, 0.01, 0.1, 10, 100, 1000].some(
        (factor) => Math.abs(written - value * factor) <= tolerance * factor,
      )
    ) {
      return "power of ten";
    }
    if (swaps(value, decimals).some((swapped) => near(written, swapped))) return "digits swapped";
  }
  return undefined;

  function near(a: number, b: number): boolean {
    return Math.abs(a - b) <= tolerance;
  }
}

// The value with two neighbouring digits exchanged, as written with these decimals, rounded or cut
// off.
function swaps(value: number, decimals: number): readonly number[] {
  const scale = 10 ** Math.min(decimals, 12);
  const texts = [Math.round(Math.abs(value) * scale), Math.floor(Math.abs(value) * scale)].map(
    String,
  );
  return texts.flatMap((digits) =>
    Array.from(digits.slice(1), (_, i) => {
      const swapped = digits.slice(0, i) + digits[i + 1]! + digits[i]! + digits.slice(i + 2);
      return (Math.sign(value) * Number(swapped)) / scale;
    }),
  );
}
