import { type Formula, op, product } from "../graph/formula.js";

/** An activation function, as formulas in a unit's pre-activation z and its activation a. */
export interface Activation {
  /** What print calls it. */
  readonly name: string;
  of(z: Formula): Formula;
  /** The factors of the derivative da/dz. */
  derivative(z: Formula, a: Formula): readonly Formula[];
  /**
   * Where each unit's activation depends on the whole layer: how its share is made, and its
   * derivatives.
   */
  readonly coupled?: Coupling;
  /** Where the function is flat, so that nothing is learnt: values of a at or beyond these. */
  readonly saturation?: { readonly low: number; readonly high: number };
  /** The open interval of possible values. */
  readonly range?: { readonly low: number; readonly high: number };
  /** Where the derivative jumps. */
  readonly kink?: number;
  /**
   * What is on the left of the kink is passed on: closed gates let nothing through, leaky ones and
   * steps do.
   */
  readonly gates?: boolean;
  /** Its values are a few whole numbers, so that they show no rounding. */
  readonly discrete?: boolean;
}

/** An activation that is each unit's part of the layer's total. */
export interface Coupling {
  part(z: Formula): Formula;
  of(part: Formula, total: Formula): Formula;
  /** ∂aᵢ/∂zⱼ. */
  derivative(ai: Formula, aj: Formula, same: boolean): Formula;
}

const exponential = (z: Formula): Formula => op("exp", z);

export const activations = {
  sigmoid: {
    name: "sigmoid",
    of: (z) => op("/", 1, op("+", 1, exponential(op("negate", z)))),
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
  /** 2σ(z) − 1, as Fausett's Fundamentals of Neural Networks has it. */
  "bipolar-sigmoid": {
    name: "bipolar sigmoid",
    of: (z) => op("-", op("/", 2, op("+", 1, exponential(op("negate", z)))), 1),
    derivative: (_, a) => [0.5, op("+", 1, a), op("-", 1, a)],
    saturation: { low: -0.98, high: 0.98 },
    range: { low: -1, high: 1 },
  },
  relu: {
    name: "ReLU",
    of: (z) => op("max", 0, z),
    derivative: (z) => [op("step", z)],
    kink: 0,
    gates: true,
  },
  "relu-one-at-zero": {
    name: "ReLU",
    of: (z) => op("max", 0, z),
    derivative: (z) => [op("stepAtZero", z)],
    kink: 0,
    gates: true,
  },
  "leaky-relu": {
    name: "leaky ReLU, 0.01 on the left",
    of: (z) => op("max", product(0.01, z), z),
    derivative: (z) => [op("leak", z, 0.01)],
    kink: 0,
  },
  softplus: {
    name: "softplus",
    of: (z) => op("log", op("+", 1, exponential(z))),
    derivative: (z) => [op("/", 1, op("+", 1, exponential(op("negate", z))))],
  },
  softmax: {
    name: "softmax",
    // Within a layer of one unit.
    of: () => 1,
    derivative: () => [0],
    coupled: {
      part: exponential,
      of: (part, total) => op("/", part, total),
      derivative: (ai, aj, same) =>
        same ? product(ai, op("-", 1, ai)) : op("negate", product(ai, aj)),
    },
    range: { low: 0, high: 1 },
  },
  identity: {
    name: "identity",
    of: (z) => z,
    derivative: () => [],
  },
  step: {
    name: "step: 1 from 0 on, else 0",
    of: (z) => op("fromZero", z),
    derivative: () => [0],
    kink: 0,
    discrete: true,
  },
  "step-above-zero": {
    name: "step: 1 above 0, else 0",
    of: (z) => op("aboveZero", z),
    derivative: () => [0],
    kink: 0,
    discrete: true,
  },
  sign: {
    name: "sign: 1 from 0 on, else −1",
    of: (z) => op("-", product(2, op("fromZero", z)), 1),
    derivative: () => [0],
    kink: 0,
    discrete: true,
  },
  "sign-above-zero": {
    name: "sign: 1 above 0, else −1",
    of: (z) => op("-", product(2, op("aboveZero", z)), 1),
    derivative: () => [0],
    kink: 0,
    discrete: true,
  },
  "sign-zero-at-zero": {
    name: "sign: 1 above 0, −1 below 0, 0 at 0",
    of: (z) => op("-", op("aboveZero", z), op("aboveZero", op("negate", z))),
    derivative: () => [0],
    kink: 0,
    discrete: true,
  },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;

/** Activations by name: those above, and those an exercise declares. */
export type Activations = Readonly<Record<string, Activation>>;
