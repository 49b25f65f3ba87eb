import type { OperatorName } from "./operators.js";

/** Arithmetic as plain data: a number, the id of a quantity, or an operation on formulas. */
export type Formula = number | string | Operation;

export interface Operation {
  readonly op: OperatorName;
  readonly args: readonly Formula[];
}

export const op = (name: OperatorName, ...args: Formula[]): Operation => ({ op: name, args });

export const isOperation = (formula: Formula): formula is Operation => typeof formula === "object";

/** a + b + …, added from the left as a person does; 0 where there are no terms. */
export const sum = (terms: readonly Formula[]): Formula =>
  terms.length === 0 ? 0 : terms.reduce((a, b) => op("+", a, b));

/** a · b · …, multiplied from the left; factors of 1 are not written. */
export const product = (...factors: Formula[]): Formula => {
  const written = factors.filter((factor) => factor !== 1);
  return written.length === 0 ? 1 : written.reduce((a, b) => op("*", a, b));
};

/** How many numbers, ids and operations a formula is made of. */
export const partsIn = (formula: Formula): number =>
  isOperation(formula) ? formula.args.reduce<number>((sum, arg) => sum + partsIn(arg), 1) : 1;

/** The ids a formula reads, each once, in the order they are written. */
export function operandsOf(formula: Formula): readonly string[] {
  const ids = new Set<string>();
  visit(formula);
  return [...ids];

  function visit(part: Formula): void {
    if (typeof part === "string") ids.add(part);
    else if (isOperation(part)) part.args.forEach(visit);
  }
}

/**
 * The formula with ids replaced by what `replacement` gives for them; the same object where nothing
 * changes.
 */
export function substitute(
  formula: Formula,
  replacement: (id: string) => Formula | undefined,
): Formula {
  if (typeof formula === "number") return formula;
  if (typeof formula === "string") return replacement(formula) ?? formula;
  const args = formula.args.map((arg) => substitute(arg, replacement));
  return args.every((arg, i) => arg === formula.args[i]) ? formula : { op: formula.op, args };
}
