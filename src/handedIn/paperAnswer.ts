import { needsDecimalComma } from "./readNumber.js";

/**
 * What stands in a blank on paper, as the file that is handed in has it, from what somebody typed
 * who has read it. A dash alone is an empty blank. The comma of `0,5` is the decimal mark, whatever
 * the set says: on paper it is a point with a tail, and some keypads have no other. The comma of
 * `1,234` stays: with a decimal point it could part thousands.
 */
export function paperAnswer(typed: unknown, decimalComma: boolean): unknown {
  if (typeof typed !== "string") return typed;
  if (/^\s*'?[-‐‑‒–—−]\s*$/.test(typed)) return "";
  const isComma = !decimalComma && needsDecimalComma(typed) && !mayPartThousands.test(typed);
  return isComma ? typed.replace(",", ".") : typed;
}

const mayPartThousands = /^[^0-9]*[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/;
