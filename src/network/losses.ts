import { type Formula, op, product } from "../graph/formula.js";
import type { ActivationName } from "./activations.js";

/**
 * A loss as formulas in one output's activation a and target t; the loss is put together from the
 * outputs' shares.
 */
export interface Loss {
  /** What print calls it. */
  readonly name: string;
  /** One output's share; absent where a rule corrects errors without a loss. */
  of?(a: Formula, t: Formula): Formula;
  /** The derivative of the share by the activation. */
  derivative(a: Formula, t: Formula): Formula;
  /** Other formulas for it, that it does not become by multiplying out or the like. */
  readonly derivativeOrders?: (a: Formula, t: Formula) => readonly Formula[];
  /** The opposite of the derivative as one writes it, t − a. */
  readonly error?: (a: Formula, t: Formula) => Formula;
  /** The activations with which its delta ∂L/∂z is simply a − t. */
  readonly cancels?: readonly ActivationName[];
}

const square = (formula: Formula): Formula => op("^", formula, 2);
const minus = (a: Formula, b: Formula): Formula => op("-", a, b);
const ln = (formula: Formula): Formula => op("log", formula);

export const losses = {
  "half-squared-error": {
    name: "half the squared error",
    of: (a, t) => product(op("/", 1, 2), square(minus(t, a))),
    derivative: (a, t) => minus(a, t),
    error: (a, t) => minus(t, a),
  },
  "squared-error": {
    name: "the squared error",
    of: (a, t) => square(minus(a, t)),
    derivative: (a, t) => product(2, minus(a, t)),
    error: (a, t) => product(2, minus(t, a)),
  },
  "binary-cross-entropy": {
    name: "the binary cross-entropy",
    of: (a, t) => op("negate", op("+", product(t, ln(a)), product(minus(1, t), ln(minus(1, a))))),
    derivative: (a, t) => op("+", op("negate", op("/", t, a)), op("/", minus(1, t), minus(1, a))),
    derivativeOrders: (a, t) => [op("/", minus(a, t), product(a, minus(1, a)))],
    cancels: ["sigmoid"],
  },
  "cross-entropy": {
    name: "the cross-entropy",
    of: (a, t) => op("negate", product(t, ln(a))),
    derivative: (a, t) => op("negate", op("/", t, a)),
    cancels: ["softmax"],
  },
  /** The gradient of the output itself. */
  none: {
    name: "none: the output itself is differentiated",
    of: (a) => a,
    derivative: () => 1,
  },
  /** Rosenblatt's rule: a step of η(t − a)x, whatever the activation. */
  perceptron: {
    name: "the perceptron rule",
    derivative: (a, t) => minus(a, t),
    error: (a, t) => minus(t, a),
  },
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;

/** The loss of this name. */
export const lossNamed = (name: LossName): Loss => losses[name];
