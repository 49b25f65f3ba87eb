import { type Formula, op } from "../graph/formula.js";

/** An activation function, as formulas in a unit's pre-activation z and its activation a. */
export interface Activation {
  /** What print calls it. */
  readonly name: string;
  of(z: Formula): Formula;
  /** The same value computed in another order. */
  readonly orders?: (z: Formula) => readonly Formula[];
  /** The factors of the derivative da/dz. Written as a difference, a − a², it stays within the product's bound. */
  derivative(z: Formula, a: Formula): readonly Formula[];
  /** Where the function is flat, so that nothing is learnt: values of a at or beyond these. */
  readonly saturation?: { readonly low: number; readonly high: number };
  /** The open interval of possible values. */
  readonly range?: { readonly low: number; readonly high: number };
  /** Where the derivative jumps. */
  readonly kink?: number;
}

const exponential = (z: Formula): Formula => op("exp", z);

export const activations = {
  sigmoid: {
    name: "sigmoid",
    of: (z) => op("/", 1, op("+", 1, exponential(op("negate", z)))),
    // e^z/(1 + e^z), written with e^z once: that is how its rounding enters both places.
    orders: (z) => [op("-", 1, op("/", 1, op("+", 1, exponential(z))))],
    derivative: (_, a) => [a, op("-", 1, a)],
    saturation: { low: 0.02, high: 0.98 },
    range: { low: 0, high: 1 },
  },
  tanh: {
    name: "tanh",
    of: (z) => op("tanh", z),
    derivative: (_, a) => [op("-", 1, op("^", a, 2))],
    saturation: { low: -0.98, high: 0.98 },
    range: { low: -1, high: 1 },
  },
  relu: {
    name: "ReLU",
    of: (z) => op("max", 0, z),
    derivative: (z) => [op("step", z)],
    kink: 0,
  },
  "relu-one-at-zero": {
    name: "ReLU",
    of: (z) => op("max", 0, z),
    derivative: (z) => [op("stepAtZero", z)],
    kink: 0,
  },
  identity: {
    name: "identity",
    of: (z) => z,
    derivative: () => [],
  },
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
