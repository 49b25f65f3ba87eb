import { erf, erfSlope } from "./erf.js";

/**
 * One operation of arithmetic: its value, its derivatives (for dual numbers), and how far operands
 * that are off by `ea` and `eb` can move its result (for bounds).
 */
export interface Operator {
  readonly arity: 1 | 2;
  /** What the operation gives for operands a and b (b is ignored where the arity is 1). */
  of(a: number, b: number): number;
  /** The directional derivative, where a moves by da and b by db. */
  dual(a: number, b: number, da: number, db: number): number;
  /** The largest move of the result while a stays within ±ea and b within ±eb. */
  spread(a: number, b: number, ea: number, eb: number): number;
  /**
   * Whether a person who carries decimals rounds this result: sums of carried numbers need no
   * rounding.
   */
  readonly rounds: boolean;
}

const monotone = (of: (a: number) => number, slope: (a: number) => number): Operator => ({
  arity: 1,
  of,
  dual: (a, _, da) => slope(a) * da,
  spread: (a, _, ea) => {
    if (ea === 0) return 0;
    const at = of(a);
    return Math.max(Math.abs(of(a + ea) - at), Math.abs(of(a - ea) - at));
  },
  rounds: true,
});

/** A function no steeper than 1. */
const wave = (of: (a: number) => number, slope: (a: number) => number): Operator => ({
  arity: 1,
  of,
  dual: (a, _, da) => slope(a) * da,
  spread: (_a, _b, ea) => ea,
  rounds: true,
});

/**
 * 1 on one side of zero and 0 on the other; where the operand's bound reaches across zero, anything
 * goes.
 */
const gate = (of: (a: number) => number): Operator => ({
  arity: 1,
  of,
  dual: () => 0,
  spread: (a, _, ea) => (Math.abs(a) <= ea && ea > 0 ? 1 : 0),
  rounds: false,
});

// 0.3 − 0.2 − 0.1 is zero to a person, and 3e-17 here.
const nothing = 1e-12;

const power = (a: number, b: number): number => (b === 2 ? a * a : a ** b);

export const operators = {
  "+": {
    arity: 2,
    of: (a, b) => a + b,
    dual: (_a, _b, da, db) => da + db,
    spread: (_a, _b, ea, eb) => ea + eb,
    rounds: false,
  },
  "-": {
    arity: 2,
    of: (a, b) => a - b,
    dual: (_a, _b, da, db) => da - db,
    spread: (_a, _b, ea, eb) => ea + eb,
    rounds: false,
  },
  "*": {
    arity: 2,
    of: (a, b) => a * b,
    dual: (a, b, da, db) => a * db + b * da,
    spread: (a, b, ea, eb) => Math.abs(a) * eb + Math.abs(b) * ea + ea * eb,
    rounds: true,
  },
  "/": {
    arity: 2,
    of: (a, b) => a / b,
    dual: (a, b, da, db) => (da - (a / b) * db) / b,
    spread: (a, b, ea, eb) =>
      eb === 0
        ? ea / Math.abs(b)
        : Math.abs(b) > eb
          ? (ea + Math.abs(a / b) * eb) / (Math.abs(b) - eb)
          : Number.POSITIVE_INFINITY,
    rounds: true,
  },
  "^": {
    arity: 2,
    of: power,
    dual: (a, b, da, db) => b * a ** (b - 1) * da + (db === 0 ? 0 : a ** b * Math.log(a) * db),
    spread: (a, b, ea) =>
      Math.max(
        Math.abs(power(Math.abs(a) + ea, b) - power(Math.abs(a), b)),
        Math.abs(power(Math.max(0, Math.abs(a) - ea), b) - power(Math.abs(a), b)),
      ),
    rounds: true,
  },
  copy: {
    arity: 1,
    of: (a) => a,
    dual: (_a, _b, da) => da,
    spread: (_a, _b, ea) => ea,
    rounds: false,
  },
  negate: {
    arity: 1,
    of: (a) => -a,
    dual: (_a, _b, da) => -da,
    spread: (_a, _b, ea) => ea,
    rounds: false,
  },
  max: {
    arity: 2,
    of: (a, b) => Math.max(a, b),
    dual: (a, b, da, db) => (b - a > nothing ? db : da),
    spread: (a, b, ea, eb) => (b - eb > a + ea ? eb : a - ea > b + eb ? ea : Math.max(ea, eb)),
    rounds: false,
  },
  min: {
    arity: 2,
    of: (a, b) => Math.min(a, b),
    dual: (a, b, da, db) => (a - b > nothing ? db : da),
    spread: (a, b, ea, eb) => (b + eb < a - ea ? eb : a + ea < b - eb ? ea : Math.max(ea, eb)),
    rounds: false,
  },
  abs: {
    arity: 1,
    of: (a) => Math.abs(a),
    dual: (a, _, da) => Math.sign(a) * da,
    spread: (_a, _b, ea) => ea,
    rounds: false,
  },
  exp: monotone(Math.exp, Math.exp),
  log: monotone(Math.log, (a) => 1 / a),
  sqrt: monotone(Math.sqrt, (a) => 0.5 / Math.sqrt(a)),
  tanh: monotone(Math.tanh, (a) => 1 - Math.tanh(a) ** 2),
  erf: monotone(erf, erfSlope),
  sin: wave(Math.sin, Math.cos),
  cos: wave(Math.cos, (a) => -Math.sin(a)),
  /** The derivative of ReLU, 0 at 0. */
  step: gate((a) => (a > nothing ? 1 : 0)),
  /** The derivative of ReLU, 1 at 0. */
  stepAtZero: gate((a) => (a >= -nothing ? 1 : 0)),
  /** 1 where a > 0, else 0: a threshold unit. */
  aboveZero: gate((a) => (a > nothing ? 1 : 0)),
  /** 1 where a ≥ 0, else 0. */
  fromZero: gate((a) => (a >= -nothing ? 1 : 0)),
  /** The derivative of a leaky ReLU: 1 above 0, else b. */
  leak: {
    arity: 2,
    of: (a, b) => (a > nothing ? 1 : b),
    dual: (a, _b, _da, db) => (a > 0 ? 0 : db),
    spread: (a, b, ea, eb) => (Math.abs(a) <= ea && ea > 0 ? Math.abs(1 - b) + eb : a > 0 ? 0 : eb),
    rounds: false,
  },
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof operators;

export const operatorNames = Object.keys(operators) as OperatorName[];

/**
 * The opcodes of what is the same value computed in two ways, from the same quantities or from
 * others: bounds alone know them.
 */
export const either = operatorNames.length;
export const eitherFrom = operatorNames.length + 1;
