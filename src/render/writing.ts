import { operandsOf } from "../graph/formula.js";
import { tidy } from "../graph/tidy.js";
import { exactValue, type Problem } from "../problem/problem.js";
import { expression } from "./expression.js";
import { asGiven, rounded } from "./number.js";
import { plain } from "./plain.js";
import { type Symbols, symbolsFor } from "./symbols.js";
import { number, type Typeset } from "./typeset.js";
import type { Working } from "./workings.js";

/** How one problem's formulas and numbers are written. */
export interface ProblemWriting {
  readonly symbols: Symbols;
  /**
   * The formula in symbols; undefined where nothing on the sheet leads to the quantity, or its
   * symbol says it already.
   */
  rule(line: Working): Typeset | undefined;
  /** The formula with numbers put in: the variant's own, or others. */
  numbers(line: Working, operand?: (id: string) => Typeset): Typeset;
  /** Whether no symbol is left in the formula: the derivative of 5x is 5. */
  isConstant(line: Working): boolean;
  value(id: string): string;
}

export function writingOf(problem: Problem): ProblemWriting {
  const symbols = symbolsFor(problem.prepared);
  return {
    symbols,
    rule: ({ id, formula }) =>
      formula === id
        ? undefined
        : unlessSame([symbols.of(id)], expression(tidied(problem, formula), symbols.of)),
    numbers: ({ formula }, operand = (id) => number(valueText(problem, id))) =>
      expression(tidied(problem, formula), operand),
    isConstant: ({ formula }) => operandsOf(tidied(problem, formula)).length === 0,
    value: (id) => valueText(problem, id),
  };
}

/** The value of a constant of the exercise's own, by its id; undefined of anything else. */
export const constantIn =
  ({ prepared: { graph, program }, values }: Problem) =>
  (id: string): number | undefined =>
    graph.get(id)?.role === "constant" ? values[program.slots.get(id)!] : undefined;

/**
 * The side of an equation, unless one of the others says the same: `1 − ηx²` and `1 − η · x²`, 0.45
 * and 0.45000.
 */
export const unlessSame = (
  others: readonly (Typeset | undefined)[],
  side: Typeset | undefined,
): Typeset | undefined =>
  side && others.some((other) => other && bare(other) === bare(side)) ? undefined : side;

const bare = (math: Typeset): string =>
  plain(math)
    .replace(/[ ·]/g, "")
    .replace(/^(−?\d+)(?:\.0+|(\.\d*?[1-9])0+)$/, "$1$2");

// Constants are not letters to a student: a drawn polynomial is printed with its coefficients.
const tidied = (problem: Problem, formula: Working["formula"]): Working["formula"] =>
  problem.prepared.exercise.quantities.length > 0 ? tidy(formula, constantIn(problem)) : formula;

function valueText(problem: Problem, id: string): string {
  const { program, exercise } = problem.prepared;
  const slot = program.slots.get(id)!;
  return slot < program.givens
    ? asGiven(problem.values[slot]!)
    : rounded(exactValue(problem, id), exercise.rounding);
}
