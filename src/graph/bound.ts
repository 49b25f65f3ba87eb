import { applied } from "./evaluate.js";
import { operatorNames, operators } from "./operators.js";
import type { Program, Segment } from "./program.js";
import { isCarried, placeNeeded, type Rounding, roundingError, unitOf } from "./rounding.js";

const { "+": sum, "-": difference, "*": product, "/": quotient } = operators;
// By opcode; functions in an array are called faster than methods of objects.
const spreads = operatorNames.map((name) => operators[name].spread);
/** By opcode, whether a person who carries decimals rounds the result of an operation. */
export const alwaysRounds: readonly boolean[] = operatorNames.map((name) => operators[name].rounds);
const isBinary = operatorNames.map((name) => operators[name].arity === 2);
const plus = operatorNames.indexOf("+");
const minus = operatorNames.indexOf("-");
const times = operatorNames.indexOf("*");
const over = operatorNames.indexOf("/");

/**
 * For every slot, how far an honest hand computation may end from the exact value: a running error
 * bound (Higham, Accuracy and Stability of Numerical Algorithms, ch. 3). The bounds of the operands
 * go through each operation, and every result that a person rounds adds what rounding may change;
 * the largest over all declared orders of computing. What is exact and has no more digits than are
 * carried needs no rounding and has no bound. `values` are those of an evaluation of the same
 * program. Nobody does a recurrence by hand: a state that a formula reads is written down once, and
 * the others have no bound (0).
 */
export function boundsOf(
  program: Program,
  values: Float64Array,
  rounding: Rounding,
  bounds: Float64Array = new Float64Array(values.length),
): Float64Array {
  bounds.fill(0);
  for (const { slot, recurrence, isRead } of program.recurrences)
    if (isRead && recurrence.below === undefined)
      bounds[slot] = roundingError(rounding, values[slot]!);
  for (let slot = program.givens; slot < program.ids.length; slot++)
    boundAt(program, slot, values, bounds, rounding);
  return bounds;
}

/** The value and the bound of one slot from those of its operands; both are written down. */
function boundAt(
  program: Program,
  slot: number,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): void {
  boundSegment(program.code, program.segments[slot]!, values, bounds, rounding);
  const value = values[slot]!;
  let bound = bounds[slot]!;
  for (const order of program.orders[slot]!) {
    boundSegment(program.code, order, values, bounds, rounding);
    bound = Math.max(bound, bounds[slot]!);
  }
  values[slot] = value;
  bounds[slot] = bound;
}

/** Runs one segment on values and bounds together. */
export function boundSegment(
  code: Int32Array,
  { from, to }: Segment,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): void {
  // With decimals it is the same for every value.
  const room = rounding.significant !== undefined ? undefined : roundingError(rounding, 0);
  for (let i = from; i < to; i += 4) {
    const opcode = code[i]!;
    const slot = code[i + 1]!;
    const a = values[code[i + 2]!]!;
    const b = values[code[i + 3]!]!;
    const ea = bounds[code[i + 2]!]!;
    const eb = bounds[code[i + 3]!]!;
    let rounds: boolean;
    // The commonest by name, as in `applied`. Each branch writes down what it finds: a number that
    // comes now from a call and now from inlined code would be made an object.
    if (opcode === times) {
      values[slot] = product.of(a, b);
      bounds[slot] = product.spread(a, b, ea, eb);
      rounds = room === undefined || !isWhole(a, ea, b, eb);
    } else if (opcode === plus) {
      values[slot] = sum.of(a, b);
      bounds[slot] = sum.spread(a, b, ea, eb);
      rounds = !addsUp(rounding, a, b, ea, eb, values[slot]!, bounds[slot]!);
    } else if (opcode === minus) {
      values[slot] = difference.of(a, b);
      bounds[slot] = difference.spread(a, b, ea, eb);
      rounds = !addsUp(rounding, a, b, ea, eb, values[slot]!, bounds[slot]!);
    } else if (opcode === over) {
      values[slot] = quotient.of(a, b);
      bounds[slot] = quotient.spread(a, b, ea, eb);
      rounds = true;
    } else {
      values[slot] = applied(opcode, a, b);
      bounds[slot] = spreads[opcode]!(a, b, ea, eb);
      rounds =
        alwaysRounds[opcode]! || (isBinary[opcode]! && !addsUp(rounding, a, b, ea, eb, 0, 0));
    }
    const value = values[slot]!;
    const spread = bounds[slot]!;
    // What is exact is rounded where it has too many digits, whatever it was computed from.
    if (spread === 0 ? isCarried(rounding, value) : !rounds) continue;
    bounds[slot] = spread + (room ?? roundingError(rounding, Math.abs(value) + spread));
  }
}

/**
 * Whether numbers add up without rounding. With decimals, those that are carried do, and only what
 * is exact may have more than are carried. With significant figures, the sum must not have more
 * than they have in the last place of either.
 */
function addsUp(
  rounding: Rounding,
  a: number,
  b: number,
  ea: number,
  eb: number,
  value: number,
  spread: number,
): boolean {
  if (rounding.significant === undefined)
    return (ea > 0 || isCarried(rounding, a)) && (eb > 0 || isCarried(rounding, b));
  const last = Math.min(lastPlaceOf(rounding, a, ea), lastPlaceOf(rounding, b, eb));
  return unitOf(rounding, Math.abs(value) + spread) <= last;
}

// Of a number with a bound, the smallest that it may have.
const lastPlaceOf = (rounding: Rounding, value: number, bound: number): number =>
  bound === 0 ? placeNeeded(value) : unitOf(rounding, Math.max(0, Math.abs(value) - bound));

// A carried number times an exact whole number has no more decimals than before.
const isWhole = (a: number, ea: number, b: number, eb: number): boolean =>
  (ea === 0 && Number.isInteger(a)) || (eb === 0 && Number.isInteger(b));
