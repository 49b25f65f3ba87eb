import { type Formula, isOperation } from "../../graph/formula.js";
import { type OperatorName, operators } from "../../graph/operators.js";
import { parse } from "../../graph/parse.js";
import { decimalsOf } from "../../graph/rounding.js";
import { readNumber } from "../../handedIn/readNumber.js";
import type { Language } from "../../language/language.js";
import type { Prepared } from "../../problem/prepare.js";

/** How students of a page type numbers. */
export interface TypingStyle {
  /** A comma is read as the decimal mark. */
  readonly decimalComma: boolean;
  /** What a student is told in why something is no number. */
  readonly language?: Language;
}

/**
 * A number as the file that is handed in has it: a decimal comma as a point, a calculation as its
 * result at the digits that the sheet carries. Anything else stays as it was typed.
 */
export function writtenNumber(
  { exercise }: Prepared,
  typed: string,
  { decimalComma }: TypingStyle,
): string {
  if (readNumber(typed).kind === "number") return typed;
  const pointed = decimalComma ? typed.replaceAll(",", ".") : typed;
  if (readNumber(pointed).kind === "number") return pointed.trim();
  const result = isCalculation(pointed) ? resultOf(pointed) : undefined;
  return result === undefined
    ? typed
    : (result + 0).toFixed(Math.min(20, decimalsOf(exercise.rounding, result)));
}

/** Whether a text has nothing in it but numbers and the signs of a calculation between them. */
export const isCalculation = (text: string): boolean =>
  text.length <= longest && /^[\d\s.+\-−–*/×·⋅:()^]+$/.test(text) && /\d/.test(text);

const longest = 120;

/** The result of a calculation; undefined where it is none. */
function resultOf(text: string): number | undefined {
  const infix = text
    .replace(/[−–]/g, "-")
    .replace(/[×·⋅]/g, "*")
    .replaceAll(":", "/")
    .replaceAll("**", "^");
  try {
    const result = worked(parse(infix));
    return Number.isFinite(result) && Math.abs(result) < 1e9 ? result : undefined;
  } catch {
    return undefined;
  }
}

function worked(formula: Formula): number {
  if (typeof formula === "number") return formula;
  if (!isOperation(formula)) return Number.NaN;
  const [a = Number.NaN, b = Number.NaN] = formula.args.map(worked);
  return operators[formula.op as OperatorName].of(a, b);
}
