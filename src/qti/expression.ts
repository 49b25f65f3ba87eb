import { plainDecimal } from "../export/plainDecimal.js";
import { type Formula, isOperation } from "../graph/formula.js";
import type { OperatorName } from "../graph/operators.js";
import type { WriteElement } from "./element.js";

/** What an operation is made of in QTI; undefined of one that QTI has not. */
type QtiOperation = (el: WriteElement, a: string, b: string) => string;

const one = (el: WriteElement): string => float(el, 1);
const called = (name: string): QtiOperation => {
  return (el, a) => el("mathOperator", { name }, a);
};
const named = (name: string): QtiOperation => {
  return (el, a, b) => el(name, {}, a, b);
};
/** 1 above zero, else 0. */
const above: QtiOperation = (el, a) =>
  el("max", {}, float(el, 0), el("mathOperator", { name: "signum" }, a));
const negated: QtiOperation = (el, a) => el("product", {}, float(el, -1), a);
/** 1 from zero on, else 0. */
const from: QtiOperation = (el, a) =>
  el("subtract", {}, one(el), above(el, negated(el, a, ""), ""));

const operations: Readonly<Record<OperatorName, QtiOperation | undefined>> = {
  "+": named("sum"),
  "-": named("subtract"),
  "*": named("product"),
  "/": named("divide"),
  "^": named("power"),
  copy: (_, a) => a,
  negate: negated,
  max: named("max"),
  min: named("min"),
  abs: called("abs"),
  exp: called("exp"),
  log: called("ln"),
  sqrt: (el, a) => el("power", {}, a, float(el, 0.5)),
  tanh: called("tanh"),
  erf: undefined,
  sin: called("sin"),
  cos: called("cos"),
  step: above,
  stepAtZero: from,
  aboveZero: above,
  fromZero: from,
  leak: (el, a, b) =>
    el(
      "sum",
      {},
      above(el, a, ""),
      el("product", {}, el("subtract", {}, one(el), above(el, a, "")), b),
    ),
};

/** A number as an expression of QTI. */
export const float = (el: WriteElement, value: number): string =>
  el("baseValue", { baseType: "float" }, plainDecimal(value));

/**
 * A formula as an expression of QTI, in which `variable` says what a blank's answer is called;
 * undefined where QTI has no such operation.
 */
export function qtiExpression(
  el: WriteElement,
  formula: Formula,
  variable: (id: string) => string,
): string | undefined {
  if (typeof formula === "number") return float(el, formula);
  if (!isOperation(formula)) return el("variable", { identifier: variable(formula) });
  const args = formula.args.map((arg) => qtiExpression(el, arg, variable));
  const write = operations[formula.op];
  return write === undefined || args.includes(undefined)
    ? undefined
    : write(el, args[0]!, args[1] ?? "");
}
