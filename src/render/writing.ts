import { boundsOf } from "../graph/bound.js";
import { operandsOf } from "../graph/formula.js";
import { tidy } from "../graph/tidy.js";
import { once } from "../problem/once.js";
import { exactValue, type Problem } from "../problem/problem.js";
import { isExact } from "../question/tolerance.js";
import { expression } from "./expression.js";
import { asGiven, exactly, rounded } from "./number.js";
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

/** It is the same in all documents of a problem. */
export const writingOf = once((problem: Problem): ProblemWriting => {
  const symbols = symbolsFor(problem.prepared);
  const { program, exercise } = problem.prepared;
  let bounds: Float64Array | undefined;
  const boundAt = (slot: number): number => {
    bounds ??= boundsOf(program, problem.values, exercise.rounding);
    return bounds[slot]!;
  };
  const values = new Map<string, string>();
  const value = (id: string): string => {
    const text = values.get(id) ?? valueText(problem, id, boundAt);
    values.set(id, text);
    return text;
  };
  return {
    symbols,
    rule: ({ id, formula }) =>
      formula === id
        ? undefined
        : unlessSame([symbols.of(id)], expression(tidied(problem, formula), symbols.of)),
    numbers: ({ formula }, operand = (id) => number(value(id))) =>
      expression(tidied(problem, formula), operand),
    isConstant: ({ formula }) => operandsOf(tidied(problem, formula)).length === 0,
    value,
  };
});

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

// As a person writes it: a given as it is stated, what is exact without zeros behind, all else with
// the digits that are carried.
function valueText(problem: Problem, id: string, boundAt: (slot: number) => number): string {
  const { program, exercise } = problem.prepared;
  const { rounding } = exercise;
  const slot = program.slots.get(id)!;
  if (slot < program.givens) return asGiven(problem.values[slot]!);
  const value = exactValue(problem, id);
  const isState = program.graph.get(id)?.recurrence !== undefined;
  const isShort = program.whole[slot] || (!isState && isExact(rounding, value, boundAt(slot)));
  return isShort ? exactly(value, rounding) : rounded(value, rounding);
}
