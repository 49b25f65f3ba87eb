import { type Formula, isOperation, op, product } from "./formula.js";
import type { OperatorName } from "./operators.js";
import { tidy } from "./tidy.js";

/**
 * The derivative of a formula by one of the quantities it names, the others held: a formula,
 * tidied.
 */
export function differentiate(formula: Formula, by: string): Formula {
  return tidy(slope(formula), () => undefined);

  function slope(part: Formula): Formula {
    if (typeof part === "number") return 0;
    if (!isOperation(part)) return part === by ? 1 : 0;
    const [a = 0, b = 0] = part.args;
    return rules[part.op](a, b, slope(a), slope(b));
  }
}

/** The derivative of each operation on a and b, from theirs. */
const rules: Record<OperatorName, (a: Formula, b: Formula, da: Formula, db: Formula) => Formula> = {
  "+": (_a, _b, da, db) => op("+", da, db),
  "-": (_a, _b, da, db) => op("-", da, db),
  "*": (a, b, da, db) => op("+", times(da, b), times(a, db)),
  "/": (a, b, da, db) =>
    db === 0 ? op("/", da, b) : op("-", op("/", da, b), op("*", op("/", a, op("^", b, 2)), db)),
  "^": (a, b, da, db) =>
    db === 0
      ? product(product(b, op("^", a, typeof b === "number" ? b - 1 : op("-", b, 1))), da)
      : op("*", op("^", a, b), op("+", op("*", db, op("log", a)), op("/", op("*", b, da), a))),
  copy: (_a, _b, da) => da,
  negate: (_a, _b, da) => op("negate", da),
  max: (a, b, da, db) => gated(op("stepAtZero", op("-", a, b)), da, op("step", op("-", b, a)), db),
  min: (a, b, da, db) => gated(op("stepAtZero", op("-", b, a)), da, op("step", op("-", a, b)), db),
  abs: (a, _b, da) => op("*", op("/", a, op("abs", a)), da),
  exp: (a, _b, da) => op("*", op("exp", a), da),
  log: (a, _b, da) => op("/", da, a),
  sqrt: (a, _b, da) => op("/", da, op("*", 2, op("sqrt", a))),
  tanh: (a, _b, da) => op("*", op("-", 1, op("^", op("tanh", a), 2)), da),
  erf: (a, _b, da) =>
    op("*", op("*", op("/", 2, op("sqrt", Math.PI)), op("exp", op("negate", op("^", a, 2)))), da),
  sin: (a, _b, da) => op("*", op("cos", a), da),
  cos: (a, _b, da) => op("negate", op("*", op("sin", a), da)),
  step: () => 0,
  stepAtZero: () => 0,
  aboveZero: () => 0,
  fromZero: () => 0,
  leak: () => 0,
};

// From left to right, as a person writes it: c · (n · xⁿ⁻¹) is c · n · xⁿ⁻¹.
const times = (a: Formula, b: Formula): Formula =>
  isOperation(b) && b.op === "*" ? op("*", times(a, b.args[0]!), b.args[1]!) : op("*", a, b);

const gated = (first: Formula, da: Formula, second: Formula, db: Formula): Formula =>
  op("+", op("*", first, da), op("*", second, db));
