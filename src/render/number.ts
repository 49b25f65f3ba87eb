import { decimalsOf, isCarried, type Rounding } from "../graph/rounding.js";

/**
 * A value with the digits carried, rounded: `0.5933`, `−0.0190`; never a minus before zero. A tie
 * goes up as on paper: 1.08675 is 1.0868 although its double is a little less.
 */
export function rounded(value: number, rounding: Rounding): string {
  const decimals = decimalsOf(rounding, value);
  const inUnits = Number(
    (Number(Math.abs(value).toPrecision(13)) * 10 ** decimals).toPrecision(13),
  );
  return signed(
    (Math.sign(value) * Number(`${Math.round(inUnits)}e-${decimals}`)).toFixed(decimals),
  );
}

/** What needs no rounding, with as many digits as it has: `1.2`, `−3`, `0`. */
export const exactly = (value: number, rounding: Rounding): string =>
  rounded(value, rounding)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");

/** A result as a person writes it: what is exact as short as it is, all else with all digits. */
export const asWorked = (value: number, rounding: Rounding): string =>
  isCarried(rounding, value) ? exactly(value, rounding) : rounded(value, rounding);

/** A given as an exercise states it: as short as it is. */
export const asGiven = (value: number): string => signed(String(value + 0));

const signed = (text: string): string => {
  const zero = /^-0(\.0*)?$/.test(text);
  return zero ? text.slice(1) : text.replace("-", "−");
};
