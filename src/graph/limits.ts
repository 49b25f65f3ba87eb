import type { Local, Locals } from "./local.js";
import { either, eitherFrom, type OperatorName, operatorNames } from "./operators.js";
import type { Program, Segment } from "./program.js";
import { type Rounding, roundingError } from "./rounding.js";

/** All that a value may be in any draw: an interval, with its ends. */
export interface Bracket {
  readonly low: number;
  readonly high: number;
}

/** The same, and how far a hand computation of it may be off at most. */
interface Spanned extends Bracket {
  readonly off: number;
  /** It is written down, not only computed on the way. */
  readonly isWritten?: boolean;
}

/** How far something may be off at most. */
export interface Limit {
  readonly off: number;
  /**
   * Where writing down what stands in these slots may not take it over zero, which opens or closes
   * a gate.
   */
  readonly unless: readonly number[];
}

/**
 * What the values of a program's named slots may be, where its givens may be these: interval
 * arithmetic (Moore). Sums, products and quotients of floating point never fall where their
 * operands rise, so that what they give at the ends lies around all that they give between.
 */
export function bracketsOf(program: Program, givens: readonly Bracket[]): readonly Bracket[] {
  const { code, initial, ids, main, afterRounds, recurrences } = program;
  const extents = Array.from(initial, (value, slot) => {
    const { low, high } =
      slot < ids.length ? (givens[slot] ?? anything) : { low: value, high: value };
    return { low, high, off: 0 };
  });
  extendSegment(code, main, extents);
  for (const { slot } of recurrences) extents[slot] = anything;
  extendSegment(code, afterRounds, extents);
  return extents.slice(0, ids.length);
}

/**
 * Finds limits of locals: no less than the bound of a local in any draw whose values lie in these
 * brackets, where what it reads is off by no more than writing it down may change. Why, by
 * induction over its instructions: the whole bound of a result is what the operation makes of the
 * whole bounds of its operands, with what rounding the result adds, which at most is what rounding
 * the largest may add; and what an operation makes of bounds does not fall where these grow, nor
 * (see `extensions`) where values change towards the ends that are taken here. Of two ways, the one
 * that is further off is no less than what comes of both.
 */
export function limitsIn(
  { code, initial }: Locals,
  brackets: readonly Bracket[],
  rounding: Rounding,
): (local: Local) => Limit {
  // What a local computes on the way, it computes before it reads it.
  const extents = Array.from(initial, (value, slot): Spanned => {
    const bracket = brackets[slot];
    return bracket
      ? { ...bracket, off: roundingError(rounding, largestOf(bracket)), isWritten: true }
      : { low: value, high: value, off: 0 };
  });
  return ({ steps, main, result }) => {
    for (const { slot, main, ways } of steps) {
      const offs = ways.map((way) => {
        extendSegment(code, way, extents, rounding);
        return extents[slot]!.off;
      });
      extendSegment(code, main, extents, rounding);
      extents[slot] = { ...extents[slot]!, off: Math.max(...offs) };
    }
    const segments = [main, ...steps.flatMap(({ ways }) => ways)];
    return {
      off: extents[result]!.off,
      unless: gatesIn(code, segments).filter((slot) => slot < brackets.length),
    };
  };
}

/** The slots that gates of a code read. */
function gatesIn(code: Int32Array, segments: readonly Segment[]): readonly number[] {
  const found = new Set<number>();
  for (const { from, to } of segments)
    for (let i = from; i < to; i += 4)
      if (gates.includes(operatorNames[code[i]!]!)) found.add(code[i + 2]!);
  return [...found];
}

function extendSegment(
  code: Int32Array,
  { from, to }: Segment,
  extents: Spanned[],
  rounding?: Rounding,
): void {
  for (let i = from; i < to; i += 4) {
    const [a, b] = [extents[code[i + 2]!]!, extents[code[i + 3]!]!];
    const found = (byOpcode[code[i]!] ?? unknown)(a, b);
    const { low, high } = found;
    // Floating point adds up bounds in another order.
    const moved = found.off * (1 + slack);
    const rounds = rounding && code[i]! < either;
    const off = moved + (rounds ? roundingError(rounding, largestOf(found) + moved) : 0);
    extents[code[i + 1]!] = low <= high && off >= 0 ? { low, high, off } : anything;
  }
}

const infinity = Number.POSITIVE_INFINITY;
const anything: Spanned = { low: -infinity, high: infinity, off: infinity };
const unknown = (): Spanned => anything;

const largestOf = ({ low, high }: Bracket): number => Math.max(Math.abs(low), Math.abs(high));
const smallestOf = ({ low, high }: Bracket): number => (low > 0 ? low : high < 0 ? -high : 0);

const around = (values: readonly number[], off: number): Spanned => ({
  low: Math.min(...values),
  high: Math.max(...values),
  off,
});

/** A function that gives one of two numbers, on either side of zero. */
const gate = (a: Spanned, one: Bracket, other: Bracket): Spanned => {
  const [low, high] = [Math.min(one.low, other.low), Math.max(one.high, other.high)];
  // What is written down is known to be on its side.
  return { low, high, off: a.isWritten ? 0 : high - low };
};

/** A function that rises no faster than its operand. */
const rising =
  (of: (a: number) => number) =>
  (a: Spanned): Spanned => ({
    low: of(a.low) - slack,
    high: of(a.high) + slack,
    off: a.off + slack,
  });

const nought: Bracket = { low: 0, high: 0 };
const unity: Bracket = { low: 1, high: 1 };

// Far more than functions of floating point are off, where they give at most some hundreds.
const slack = 1e-12;

/**
 * What operations make of extents; of others nothing is known. How far a product is off grows with
 * both factors; a quotient, with what is divided, and the less it is divided by; an exponential and
 * a square, with what they are of; a logarithm, the less it is of; the others, with how far their
 * operands are off alone.
 */
const extensions: Partial<Record<OperatorName, (a: Spanned, b: Spanned) => Spanned>> = {
  "+": (a, b) => ({ low: a.low + b.low, high: a.high + b.high, off: a.off + b.off }),
  "-": (a, b) => ({ low: a.low - b.high, high: a.high - b.low, off: a.off + b.off }),
  "*": (a, b) =>
    around(
      [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high],
      largestOf(a) * b.off + largestOf(b) * a.off + a.off * b.off,
    ),
  "/": (a, b) => {
    const least = smallestOf(b);
    if (!(least > b.off)) return anything;
    const ends = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high];
    return around(ends, (a.off + (largestOf(a) / least) * b.off) / (least - b.off));
  },
  "^": (a, b) => {
    if (b.low !== 2 || b.high !== 2 || b.off !== 0) return anything;
    const most = largestOf(a);
    const off = (2 * most + a.off) * a.off * (1 + slack);
    return { low: smallestOf(a) ** 2, high: most ** 2, off: off + slack * most ** 2 };
  },
  copy: (a) => a,
  negate: ({ low, high, off }) => ({ low: -high, high: -low, off }),
  max: (a, b) => ({
    low: Math.max(a.low, b.low),
    high: Math.max(a.high, b.high),
    off: Math.max(a.off, b.off),
  }),
  min: (a, b) => ({
    low: Math.min(a.low, b.low),
    high: Math.min(a.high, b.high),
    off: Math.max(a.off, b.off),
  }),
  abs: (a) => ({ low: smallestOf(a), high: largestOf(a), off: a.off }),
  exp: ({ low, high, off }) => {
    const most = Math.exp(high) * (1 + slack);
    return {
      low: Math.exp(low) * (1 - slack),
      high: most,
      off: most * (Math.expm1(off) + slack),
    };
  },
  log: ({ low, high, off }) =>
    low > off
      ? {
          low: Math.log(low) - slack,
          high: Math.log(high) + slack,
          off: slack - Math.log1p(-off / low),
        }
      : anything,
  tanh: rising(Math.tanh),
  step: (a) => gate(a, nought, unity),
  stepAtZero: (a) => gate(a, nought, unity),
  aboveZero: (a) => gate(a, nought, unity),
  fromZero: (a) => gate(a, nought, unity),
  leak: (a, b) => {
    const { off, ...between } = gate(a, unity, b);
    return { ...between, off: off + b.off };
  },
};

const gates: readonly OperatorName[] = ["step", "stepAtZero", "aboveZero", "fromZero", "leak"];

const eitherOf = (a: Spanned, b: Spanned): Spanned => ({ ...a, off: Math.max(a.off, b.off) });

const byOpcode = operatorNames.map((name) => extensions[name]);
byOpcode[either] = eitherOf;
byOpcode[eitherFrom] = eitherOf;
