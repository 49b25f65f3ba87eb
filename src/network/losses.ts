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
  /** The values of a where cases meet, for a target: the derivative jumps or bends there. */
  readonly kinks?: (target: number) => readonly number[];
  /** The activations with which its delta ∂L/∂z is simply a − t. */
  readonly cancels?: readonly ActivationName[];
}

const square = (formula: Formula): Formula => op("^", formula, 2);
const minus = (a: Formula, b: Formula): Formula => op("-", a, b);
/** 1 above 0, −1 below. */
const signOf = (formula: Formula): Formula =>
  minus(op("aboveZero", formula), op("aboveZero", op("negate", formula)));
const atMargin = (t: number): readonly number[] => (t === 0 ? [] : [1 / t]);
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
  /** |a − t|. */
  "absolute-error": {
    name: "the absolute error",
    of: (a, t) => op("abs", minus(a, t)),
    derivative: (a, t) => signOf(minus(a, t)),
    error: (a, t) => signOf(minus(t, a)),
    kinks: (t) => [t],
  },
  /** Half the squared error up to an error of 1; beyond it, as steep as there (Huber, 1964). */
  huber: {
    name: "the Huber loss with δ = 1",
    of: (a, t) => {
      const size = op("abs", minus(a, t));
      return op("+", product(0.5, square(op("min", 1, size))), op("max", 0, minus(size, 1)));
    },
    derivative: (a, t) => op("max", -1, op("min", 1, minus(a, t))),
    error: (a, t) => op("max", -1, op("min", 1, minus(t, a))),
    kinks: (t) => [t - 1, t + 1],
  },
  /** For targets of 1 and −1. */
  hinge: {
    name: "the hinge loss",
    of: (a, t) => op("max", 0, minus(1, product(t, a))),
    derivative: (a, t) => op("negate", product(t, op("aboveZero", minus(1, product(t, a))))),
    error: (a, t) => product(t, op("aboveZero", minus(1, product(t, a)))),
    kinks: atMargin,
  },
  /** For targets of 1 and −1. */
  "squared-hinge": {
    name: "the squared hinge loss",
    of: (a, t) => square(op("max", 0, minus(1, product(t, a)))),
    derivative: (a, t) =>
      op("negate", product(product(2, t), op("max", 0, minus(1, product(t, a))))),
    error: (a, t) => product(product(2, t), op("max", 0, minus(1, product(t, a)))),
    kinks: atMargin,
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
