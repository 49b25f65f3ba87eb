import { rounded } from "../number.js";
import { number, row, sign, sup, type Typeset } from "../typeset.js";

/**
 * Writes multiples of `step` alike: with the decimals they need or, where that is shorter, as
 * `2×10⁻⁵`.
 */
export function tickLabels(values: readonly number[], step: number): Typeset[] {
  const largest = Math.max(...values.map(Math.abs));
  const exponent = magnitude(largest);
  const decimals = Math.max(0, -magnitude(step));
  const digits = Math.max(0, exponent - magnitude(step));
  const isPlain =
    decimals <= 15 && exponent <= 15 && width(exponent, decimals) <= width(0, digits) + timesTen;
  return values.map((value) => {
    if (value === 0) return number("0");
    if (isPlain) return number(fixed(value, decimals));
    return row(
      number(fixed(value / 10 ** exponent, digits)),
      sign("×", "tight"),
      powerOfTen(exponent),
    );
  });
}

/** 0.001 to 1000 as they are, others as `10⁻⁵`. */
export const powerOfTen = (exponent: number): Typeset =>
  Math.abs(exponent) <= 3
    ? number(fixed(10 ** exponent, Math.max(0, -exponent)))
    : sup(number("10"), number(fixed(exponent, 0)));

/** The number next to `value` that has two figures above `origin`, and how it is written. */
export function shortly(
  value: number,
  origin: number,
): { readonly value: number; readonly label: Typeset } {
  const unit = 10 ** (magnitude(value - origin) - 1);
  const short = Number((Math.round(value / unit) * unit).toPrecision(15));
  return { value: short, label: tickLabels([short], unit)[0]! };
}

// How many characters wide "×10⁻⁵" is, its raised part being small.
const timesTen = 4;
const width = (exponent: number, decimals: number): number =>
  Math.max(exponent, 0) + 1 + (decimals > 0 ? decimals + 1 : 0);

const fixed = (value: number, decimals: number): string =>
  rounded(value, { decimals, truncation: false });

// A power of ten may come out of a subtraction just below itself.
const magnitude = (value: number): number => Math.floor(Math.log10(value) + 1e-6);
