import { rarest } from "./diagnose.js";

/** How a printed number differs from the right one, digit by digit. */
export type Misprint = "two neighbouring digits exchanged" | "one digit is another";

/**
 * The misprint that makes of one of the right values what is printed with so many decimals, rounded
 * or cut off; undefined where there is none, or where so many numbers of so few digits would pass
 * for one that it may be chance.
 */
export function misprintIn(
  printed: number,
  right: readonly number[],
  decimals: number,
): Misprint | undefined {
  const scale = 10 ** decimals;
  const digits = String(Math.round(Math.abs(printed) * scale));
  // The noughts with which a number below 1 begins stand there, too; no others do.
  const shownDigits = Math.min(digits.length, decimals + 1);
  // Of either sign.
  const numbers = 2 * 10 ** digits.length;
  const shown = right
    .filter((value) => Math.sign(value) === Math.sign(printed))
    .flatMap((value) => [Math.round(Math.abs(value) * scale), Math.trunc(Math.abs(value) * scale)])
    .map((whole) => String(whole).padStart(shownDigits, "0"))
    .filter((text) => text.length === digits.length);
  const rows: readonly (readonly [Misprint, passing: number, isOne: (text: string) => boolean])[] =
    [
      ["two neighbouring digits exchanged", digits.length - 1, (text) => isExchanged(text, digits)],
      ["one digit is another", 9 * digits.length, (text) => placesApart(text, digits).length === 1],
    ];
  return rows.find(([, passing, isOne]) => passing / numbers < rarest && shown.some(isOne))?.[0];
}

const placesApart = (a: string, b: string): readonly number[] =>
  [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]));

function isExchanged(a: string, b: string): boolean {
  const [first, second, ...more] = placesApart(a, b);
  return (
    more.length === 0 &&
    first !== undefined &&
    second === first + 1 &&
    a[first] === b[second] &&
    a[second] === b[first]
  );
}
