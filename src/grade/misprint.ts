import { rarest } from "./diagnose.js";

/** How a printed number differs from the right one, digit by digit. */
export type Misprint = "two neighbouring digits exchanged" | "one digit is another";

/** Every misprint that is looked for; `passing` is how many numbers of so many digits are one. */
const misprints: readonly {
  readonly misprint: Misprint;
  passing(digits: number): number;
  isOne(right: string, printed: string): boolean;
}[] = [
  {
    misprint: "two neighbouring digits exchanged",
    passing: (digits) => digits - 1,
    isOne: isExchanged,
  },
  {
    misprint: "one digit is another",
    passing: (digits) => 9 * digits,
    isOne: (right, printed) => placesApart(right, printed).length === 1,
  },
];

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
  const digits = digitsOf(printed, decimals).length;
  // Of either sign.
  const numbers = 2 * 10 ** digits;
  return misprintsIn(printed, right, decimals).find(
    ({ passing }) => passing(digits) / numbers < rarest,
  )?.misprint;
}

/** Whether there is such a misprint, chance or not. */
export const mayBeMisprint = (
  printed: number,
  right: readonly number[],
  decimals: number,
): boolean => misprintsIn(printed, right, decimals).length > 0;

function misprintsIn(printed: number, right: readonly number[], decimals: number) {
  const scale = 10 ** decimals;
  const digits = digitsOf(printed, decimals);
  // The noughts with which a number below 1 begins stand there, too; no others do.
  const shownDigits = Math.min(digits.length, decimals + 1);
  const shown = right
    .filter((value) => Math.sign(value) === Math.sign(printed))
    .flatMap((value) => [Math.round(Math.abs(value) * scale), Math.trunc(Math.abs(value) * scale)])
    .map((whole) => String(whole).padStart(shownDigits, "0"))
    .filter((text) => text.length === digits.length);
  return misprints.filter(({ isOne }) => shown.some((text) => isOne(text, digits)));
}

const digitsOf = (printed: number, decimals: number): string =>
  String(Math.round(Math.abs(printed) * 10 ** decimals));

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
