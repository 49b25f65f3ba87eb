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
  /** The interval of possible values, without its ends unless they are `reached`. */
  readonly range?: { readonly low: number; readonly high: number; readonly reached?: boolean };
  /**
   * The values of z where cases meet, from the left to the right: the derivative jumps or bends
   * there, and rounding must not decide which case is taken.
   */
  readonly kinks?: readonly number[];
  /** Left of its kink it is a closed gate, which lets nothing through. */
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

const atLeastZero = { low: 0, high: Number.POSITIVE_INFINITY, reached: true };
const binary = { low: 0, high: 1, reached: true };
const bipolar = { low: -1, high: 1, reached: true };

const exponential = (z: Formula): Formula => op("exp", z);
const square = (z: Formula): Formula => op("^", z, 2);
const logistic = (z: Formula): Formula => op("/", 1, op("+", 1, exponential(op("negate", z))));
/** The share of the normal distribution below z. */
const normal = (z: Formula): Formula =>
  product(0.5, op("+", 1, op("erf", op("/", z, op("sqrt", 2)))));
const rootTwoByPi = op("sqrt", op("/", 2, Math.PI));
/** What the approximation of GELU has for erf(z/√2). */
const bend = (z: Formula): Formula =>
  op("tanh", product(rootTwoByPi, op("+", z, product(0.044715, op("^", z, 3)))));
/** 1 between two numbers, else 0. */
const between = (low: number, z: Formula, high: number): Formula =>
  product(op("aboveZero", op("-", z, low)), op("aboveZero", op("-", high, z)));

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
    range: atLeastZero,
    kinks: [0],
    gates: true,
  },
  "relu-one-at-zero": {
    name: "ReLU",
    of: (z) => op("max", 0, z),
    derivative: (z) => [op("stepAtZero", z)],
    range: atLeastZero,
    kinks: [0],
    gates: true,
  },
  "leaky-relu": {
    name: "leaky ReLU, 0.01 on the left",
    of: (z) => op("max", product(0.01, z), z),
    derivative: (z) => [op("leak", z, 0.01)],
    kinks: [0],
  },
  /** With α = 1, so that its derivative has no jump (Clevert, Unterthiner and Hochreiter, 2016). */
  elu: {
    name: "ELU",
    of: (z) => op("+", op("max", 0, z), op("min", 0, op("-", exponential(z), 1))),
    derivative: (z) => [op("min", 1, exponential(z))],
    range: { low: -1, high: Number.POSITIVE_INFINITY },
    kinks: [0],
  },
  softplus: {
    name: "softplus",
    of: (z) => op("log", op("+", 1, exponential(z))),
    derivative: (z) => [logistic(z)],
    range: { low: 0, high: Number.POSITIVE_INFINITY },
  },
  /** z · σ(z), also called SiLU. */
  swish: {
    name: "swish",
    of: (z) => op("/", z, op("+", 1, exponential(op("negate", z)))),
    derivative: (z, a) => [op("+", a, product(logistic(z), op("-", 1, a)))],
    // Its least value, as one rounds it.
    range: { low: -0.2785, high: Number.POSITIVE_INFINITY, reached: true },
  },
  /** z · Φ(z), Φ being the normal distribution (Hendrycks and Gimpel, 2016). */
  gelu: {
    name: "GELU",
    of: (z) => product(z, normal(z)),
    derivative: (z) => [
      op(
        "+",
        normal(z),
        op(
          "/",
          product(z, exponential(op("negate", op("/", square(z), 2)))),
          op("sqrt", product(2, Math.PI)),
        ),
      ),
    ],
    range: { low: -0.17, high: Number.POSITIVE_INFINITY, reached: true },
  },
  /** The approximation of GELU that the same authors give. */
  "gelu-tanh": {
    name: "GELU, approximated with tanh",
    of: (z) => product(product(0.5, z), op("+", 1, bend(z))),
    derivative: (z) => [
      op(
        "+",
        product(0.5, op("+", 1, bend(z))),
        product(
          product(product(0.5, z), op("-", 1, square(bend(z)))),
          product(rootTwoByPi, op("+", 1, product(0.134145, square(z)))),
        ),
      ),
    ],
    range: { low: -0.1701, high: Number.POSITIVE_INFINITY, reached: true },
  },
  softsign: {
    name: "softsign",
    of: (z) => op("/", z, op("+", 1, op("abs", z))),
    derivative: (_, a) => [square(op("-", 1, op("abs", a)))],
    saturation: { low: -0.98, high: 0.98 },
    range: { low: -1, high: 1 },
    kinks: [0],
  },
  "hard-sigmoid": {
    name: "hard sigmoid",
    of: (z) => op("max", 0, op("min", 1, op("+", op("/", z, 6), 0.5))),
    derivative: (z) => [op("/", 1, 6), between(-3, z, 3)],
    saturation: binary,
    range: binary,
    kinks: [-3, 3],
  },
  "hard-tanh": {
    name: "hard tanh",
    of: (z) => op("max", -1, op("min", 1, z)),
    derivative: (z) => [between(-1, z, 1)],
    saturation: bipolar,
    range: bipolar,
    kinks: [-1, 1],
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
    range: binary,
    kinks: [0],
    discrete: true,
  },
  "step-above-zero": {
    name: "step: 1 above 0, else 0",
    of: (z) => op("aboveZero", z),
    derivative: () => [0],
    range: binary,
    kinks: [0],
    discrete: true,
  },
  sign: {
    name: "sign: 1 from 0 on, else −1",
    of: (z) => op("-", product(2, op("fromZero", z)), 1),
    derivative: () => [0],
    range: bipolar,
    kinks: [0],
    discrete: true,
  },
  "sign-above-zero": {
    name: "sign: 1 above 0, else −1",
    of: (z) => op("-", product(2, op("aboveZero", z)), 1),
    derivative: () => [0],
    range: bipolar,
    kinks: [0],
    discrete: true,
  },
  "sign-zero-at-zero": {
    name: "sign: 1 above 0, −1 below 0, 0 at 0",
    of: (z) => op("-", op("aboveZero", z), op("aboveZero", op("negate", z))),
    derivative: () => [0],
    range: bipolar,
    kinks: [0],
    discrete: true,
  },
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;

/** Activations by name: those above, and those an exercise declares. */
export type Activations = Readonly<Record<string, Activation>>;
