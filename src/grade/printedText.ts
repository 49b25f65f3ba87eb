import type { Local } from "../graph/local.js";
import type { BySlot } from "../graph/program.js";
import type { Rounding } from "../graph/rounding.js";
import type { Problem } from "../problem/problem.js";
import type { Written } from "./work.js";

/**
 * How a text prints its numbers: `rounded`, worked out with the digits shown, rounded or cut off;
 * `computed`, worked out in full and shown rounded, as programs do; `exact`, shown in full.
 */
export type PrintedAs = "rounded" | "computed" | "exact";

/** A text as it was printed: its numbers, and with how many digits they were carried. */
export interface PrintedText {
  readonly problem: Problem;
  readonly written: BySlot<Written>;
  readonly printedAs: PrintedAs;
  /** The fewest decimals of its numbers that have any; 0 where none has. */
  readonly fewestDecimals: number;
}

/** The text of these numbers. */
export const printedText = (text: Omit<PrintedText, "fewestDecimals">): PrintedText => ({
  ...text,
  fewestDecimals: fewestOf(text.written),
});

function fewestOf(written: BySlot<Written>): number {
  let fewest = 0;
  for (const reading of written)
    if (reading && reading.decimals > 0 && (fewest === 0 || reading.decimals < fewest))
      fewest = reading.decimals;
  return fewest;
}

/**
 * With how many decimals a number is printed. A 0 or 1 without any is what a threshold gives, or no
 * change, and no rounded number in a text that has decimals elsewhere: beside 0.25 it does not
 * stand for 0.4. It has as few as any number there.
 */
const decimalsAt = ({ fewestDecimals }: PrintedText, { value, decimals }: Written): number =>
  decimals === 0 && Math.abs(value) <= 1 ? fewestDecimals : decimals;

const inFull: Rounding = { decimals: 12, truncation: false };

/** One unit of the last digit that is printed there; 0 where nothing is. */
export function unitAt(text: PrintedText, slot: number): number {
  const reading = text.written[slot];
  if (!reading) return 0;
  return text.printedAs === "exact"
    ? Math.max(1e-12, 1e-9 * Math.abs(reading.value))
    : 10 ** -decimalsAt(text, reading);
}

/**
 * How far a printed number may be from the value it shows. What is cut off is less than one unit
 * away: a 1 that should be a 0 is neither rounded nor cut off.
 */
export const roomAt = (text: PrintedText, slot: number): number =>
  unitAt(text, slot) * (text.printedAs === "computed" ? 0.5 : 1 - 1e-9);

/**
 * The digits a text carries on the way to a number: those it prints there; but nobody works with
 * whole numbers only because what comes out is one.
 */
export function digitsAt({ problem, written, printedAs }: PrintedText, slot: number): Rounding {
  const { rounding } = problem.prepared.exercise;
  if (printedAs !== "rounded") return inFull;
  if (rounding.significant !== undefined) return rounding;
  const decimals = written[slot]?.decimals ?? 0;
  return decimals === 0 ? inFull : { decimals, truncation: rounding.truncation };
}

/** The same; numbers printed in more digits than what is made of them are not cut first. */
export function carriedAt(text: PrintedText, slot: number, { operands }: Local): Rounding {
  const own = digitsAt(text, slot);
  if (own.decimals === undefined) return own;
  const printedDecimals = operands.map((operand) => text.written[operand]?.decimals ?? 0);
  return { ...own, decimals: Math.max(own.decimals, ...printedDecimals) };
}
