import { decimalsOf, type Rounding } from "../graph/rounding.js";

/** A value with the digits carried, rounded: `0.5933`, `−0.0190`; never a minus before zero. */
export function rounded(value: number, rounding: Rounding): string {
  return signed(value.toFixed(decimalsOf(rounding, value)));
}

/** A given as an exercise states it: as short as it is. */
export const asGiven = (value: number): string => signed(String(value + 0));

const signed = (text: string): string => {
  const zero = /^-0(\.0*)?$/.test(text);
  return zero ? text.slice(1) : text.replace("-", "−");
};
