import { type Formula, isOperation } from "../src/graph/formula.js";

/** A formula with all its brackets, so that the order of computing shows. */
export function infix(formula: Formula): string {
  if (!isOperation(formula)) return String(formula);
  const { op, args } = formula;
  return /^\W$/.test(op) && args.length === 2
    ? `(${infix(args[0]!)} ${op} ${infix(args[1]!)})`
    : `${op}(${args.map(infix).join(", ")})`;
}
