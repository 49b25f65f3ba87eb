import { type Formula, op, product, sum } from "../graph/formula.js";

/** A loss as formulas in one output's activation a and target t; the loss is the sum over the outputs. */
export interface Loss {
  /** What print calls it. */
  readonly name: string;
  /** One output's share. */
  of(a: Formula, t: Formula): Formula;
  readonly orders: (a: Formula, t: Formula) => readonly Formula[];
  /** The derivative of the share by the activation. */
  derivative(a: Formula, t: Formula): Formula;
  readonly derivativeOrders?: (a: Formula, t: Formula) => readonly Formula[];
  /** Orders of computing the whole loss that never write the shares down. */
  readonly totalOrders?: (pairs: readonly (readonly [a: Formula, t: Formula])[]) => readonly Formula[];
}

const square = (formula: Formula): Formula => op("^", formula, 2);

export const losses = {
  "half-squared-error": {
    name: "half the squared error",
    of: (a, t) => product(op("/", 1, 2), square(op("-", t, a))),
    orders: (a, t) => [op("/", square(op("-", t, a)), 2)],
    derivative: (a, t) => op("-", a, t),
    totalOrders: (pairs) => [product(0.5, sum(pairs.map(([a, t]) => square(op("-", t, a)))))],
  },
  "squared-error": {
    name: "the squared error",
    of: (a, t) => square(op("-", a, t)),
    orders: () => [],
    derivative: (a, t) => product(2, op("-", a, t)),
    derivativeOrders: (a, t) => [op("-", product(2, a), product(2, t))],
  },
} satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;
