import type { Formula } from "./formula.js";
import type { Graph } from "./graph.js";
import type { OperatorName } from "./operators.js";

/**
 * The quantities that can only be whole, whatever is given: steps, signs, classes, and what is made
 * of them with whole numbers. In the graph each stands after what it is computed from.
 */
export function wholeIn(graph: Graph): ReadonlySet<string> {
  const whole = new Set<string>();
  for (const { id, formula } of graph.values())
    if (formula !== undefined && isWhole(formula, whole)) whole.add(id);
  return whole;
}

function isWhole(formula: Formula, whole: ReadonlySet<string>): boolean {
  if (typeof formula === "number") return Number.isInteger(formula);
  if (typeof formula === "string") return whole.has(formula);
  if (toWhole.includes(formula.op)) return true;
  return staysWhole.includes(formula.op) && formula.args.every((arg) => isWhole(arg, whole));
}

const toWhole: readonly OperatorName[] = ["step", "stepAtZero", "aboveZero", "fromZero"];
const staysWhole: readonly OperatorName[] = ["+", "-", "*", "copy", "negate", "abs", "max", "min"];
