/**
 * How many digits a person carries, and whether they may cut digits off instead of rounding them.
 */
export type Rounding = { readonly truncation: boolean } & (
  | { readonly decimals: number; readonly significant?: never }
  | { readonly significant: number; readonly decimals?: never }
);

// Powers of ten are looked up: marking asks for units millions of times.
const places = Array.from({ length: 16 }, (_, decimals) => Number(`1e-${decimals}`));
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** One unit in the last of so many decimals: the number nearest to it, which 10 ** -4 is not. */
export const lastPlace = (decimals: number): number => places[decimals] ?? 10 ** -decimals;

const tenTo = (exponent: number): number => powers[exponent] ?? 10 ** exponent;

/** One unit in the last place a person carries of this value. */
export function unitOf(rounding: Rounding, value: number): number {
  if (rounding.decimals !== undefined) return lastPlace(rounding.decimals);
  if (value === 0) return 0;
  return 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - rounding.significant);
}

/** The most that writing a value down can change it. */
export const roundingError = (rounding: Rounding, value: number): number =>
  rounding.truncation ? unitOf(rounding, value) : unitOf(rounding, value) / 2;

/**
 * Whether a value needs no rounding: it has no more digits than are carried. Binary fractions are a
 * little off; what is a tenth of a millionth of a unit off is another number, that is cut to less.
 */
export function isCarried(rounding: Rounding, value: number): boolean {
  return value === 0 || isWholeNumber(Math.abs(value) / unitOf(rounding, value));
}

const isWholeNumber = (units: number): boolean =>
  Math.abs(units - Math.round(units)) <= Math.min(1e-7, Math.max(1e-8, units * 1e-15));

/**
 * One unit in the last place that an exact value needs: of 0.25 a hundredth; none is needed by 0.
 */
export function placeNeeded(value: number): number {
  if (value === 0) return Number.POSITIVE_INFINITY;
  const most = places.length - 1;
  for (let decimals = 0; decimals < most; decimals++)
    if (isWholeNumber(Math.abs(value) * tenTo(decimals))) return lastPlace(decimals);
  return lastPlace(most);
}

/** The decimals to write a value with. */
export const decimalsOf = (rounding: Rounding, value: number): number =>
  rounding.decimals ?? Math.max(0, -Math.round(Math.log10(unitOf(rounding, value) || 1)));

/**
 * Whether a value shows at least so many significant figures when written with the digits carried:
 * 0.0012 at four decimals shows two.
 */
export function showsFigures(rounding: Rounding, value: number, least: number): boolean {
  if (rounding.significant !== undefined) return rounding.significant >= least;
  const written = Math.round(Math.abs(value) * tenTo(rounding.decimals));
  return least === 0 || !(written < tenTo(least - 1));
}
