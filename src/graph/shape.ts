import { type Formula, isOperation } from "./formula.js";
import type { OperatorName } from "./operators.js";

/** The terms of a formula's outermost sum, each as what it is made of; equal ones are one. */
export type FormulaShape = ReadonlySet<string>;

/**
 * What a formula is made of: two of the same shape are worked out the same way, but for the numbers
 * in them. Of terms that are made alike it matters whether there are several, and not how many.
 * `kindOf` says what an operand is.
 */
export function shapeOf(formula: Formula, kindOf: (id: string) => string): FormulaShape {
  const terms = termsOf(formula).map((term) => shapeOfTerm(term, kindOf));
  return new Set(terms.map((term) => (isRepeated(term, terms) ? `${term} …` : term)));
}

const isRepeated = (term: string, terms: readonly string[]): boolean =>
  terms.indexOf(term) !== terms.lastIndexOf(term);

/** Whether all that a formula of the first shape is made of is in one of the second, too. */
export const isWithin = (part: FormulaShape, whole: FormulaShape): boolean =>
  [...part].every((term) => whole.has(term));

// What is subtracted is a term like what is added.
function termsOf(formula: Formula): readonly Formula[] {
  return isOperation(formula) && sums.has(formula.op) ? formula.args.flatMap(termsOf) : [formula];
}

const sums: ReadonlySet<OperatorName> = new Set(["+", "-", "negate"]);

function factorsOf(formula: Formula): readonly Formula[] {
  return isOperation(formula) && formula.op === "*" ? formula.args.flatMap(factorsOf) : [formula];
}

function shapeOfTerm(formula: Formula, kindOf: (id: string) => string): string {
  if (typeof formula === "number") return String(formula);
  if (typeof formula === "string") return kindOf(formula);
  if (formula.op === "copy") return shapeOfTerm(formula.args[0]!, kindOf);
  const shapes = (parts: readonly Formula[]) => parts.map((part) => shapeOfTerm(part, kindOf));
  if (sums.has(formula.op)) return `(${[...shapeOf(formula, kindOf)].sort().join("+")})`;
  if (formula.op === "*") return shapes(factorsOf(formula)).sort().join("·");
  return `${formula.op}(${shapes(formula.args).join(",")})`;
}
