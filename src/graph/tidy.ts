import { type Formula, isOperation, op } from "./formula.js";

/**
 * A formula with known numbers put in and tidied as one writes it: 1·x is x, 0·x is left out, x¹ is
 * x, and adding a negative multiple is subtracting: x³ + −3·x² becomes x³ − 3·x².
 */
export function tidy(formula: Formula, known: (id: string) => number | undefined): Formula {
  if (typeof formula === "number") return formula;
  if (!isOperation(formula)) return known(formula) ?? formula;
  const [a = 0, b = 0] = formula.args.map((arg) => tidy(arg, known));
  switch (formula.op) {
    case "+":
      return added(a, b);
    case "-":
      return added(a, negated(b));
    case "*":
      return multiplied(a, b);
    case "/":
      return a === 0 ? 0 : b === 1 ? a : op("/", a, b);
    case "^":
      if (typeof a === "number" && typeof b === "number") return a ** b;
      return b === 1 ? a : b === 0 ? 1 : op("^", a, b);
    case "negate":
      return negated(a);
    default:
      return op(formula.op, ...(formula.args.length === 1 ? [a] : [a, b]));
  }
}

function added(a: Formula, b: Formula): Formula {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return isNegative(b) ? op("-", a, negated(b)) : op("+", a, b);
}

function multiplied(a: Formula, b: Formula): Formula {
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (typeof b === "number") return multiplied(b, a);
  if (a === 0) return 0;
  if (a === 1) return b;
  if (typeof a === "number" && isOperation(b) && b.op === "*" && typeof b.args[0] === "number") {
    return multiplied(a * b.args[0], b.args[1]!);
  }
  return op("*", a, b);
}

function negated(formula: Formula): Formula {
  if (typeof formula === "number") return -formula + 0;
  if (isOperation(formula)) {
    const [a = 0, b = 0] = formula.args;
    if (formula.op === "negate") return a;
    if (formula.op === "*" && typeof a === "number") return multiplied(-a, b);
    if (formula.op === "-") return added(b, negated(a));
  }
  return op("negate", formula);
}

const isNegative = (formula: Formula): boolean =>
  typeof formula === "number"
    ? formula < 0
    : isOperation(formula) &&
      (formula.op === "negate" ||
        (formula.op === "*" && typeof formula.args[0] === "number" && formula.args[0] < 0));
