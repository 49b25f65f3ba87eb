import { apply, run } from "./evaluate.js";
import { either, eitherFrom, operatorNames, operators } from "./operators.js";
import type { Program, Segment } from "./program.js";
import { isCarried, placeNeeded, type Rounding, roundingError, unitOf } from "./rounding.js";

const { "+": sum, "-": difference, "*": product, "/": quotient, copy, negate } = operators;
// By opcode; functions in an array are called faster than methods of objects.
const spreads = operatorNames.map((name) => operators[name].spread);
/** By opcode, whether a person who carries decimals rounds the result of an operation. */
export const alwaysRounds: readonly boolean[] = operatorNames.map((name) => operators[name].rounds);
const isBinary = operatorNames.map((name) => operators[name].arity === 2);
const plus = operatorNames.indexOf("+");
const minus = operatorNames.indexOf("-");
const times = operatorNames.indexOf("*");
const over = operatorNames.indexOf("/");
const copying = operatorNames.indexOf("copy");
const negating = operatorNames.indexOf("negate");

/**
 * For every slot, how far an honest hand computation may end from the exact value: a running error
 * bound (Higham, Accuracy and Stability of Numerical Algorithms, ch. 3). The bounds of the operands
 * go through each operation, and every result that a person rounds adds what rounding may change;
 * the most in any way of computing. What is exact and has no more digits than are carried needs no
 * rounding and has no bound. `values` are those of an evaluation of the same program. Nobody does a
 * recurrence by hand: a state that a formula reads is written down once, and the others have no
 * bound (0). The second half of `bounds` is room to work in.
 */
export function boundsOf(
  program: Program,
  values: Float64Array,
  rounding: Rounding,
  bounds: Float64Array = new Float64Array(2 * values.length),
): Float64Array {
  const { code, segments, ways } = program;
  bounds.fill(0);
  for (const { slot, recurrence, isRead } of program.recurrences)
    if (isRead && recurrence.below === undefined)
      bounds[slot] = roundingError(rounding, values[slot]!);
  for (let slot = program.givens; slot < program.ids.length; slot++)
    if (ways[slot]!.length > 0)
      boundOfWays(code, ways[slot]!, segments[slot]!, slot, values, bounds, rounding);
  return bounds;
}

/**
 * Writes down the bound of a slot: the largest over these ways of computing it from the values and
 * bounds of its operands. `main` computes its value.
 */
export function boundOfWays(
  code: Int32Array,
  ways: readonly Segment[],
  main: Segment,
  slot: number,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): void {
  const added = slot + values.length;
  let most = 0;
  for (const way of ways) {
    boundSegment(code, way, values, bounds, rounding);
    most = Math.max(most, bounds[slot]! + bounds[added]!);
  }
  if (ways.length > 1 || ways[0]!.from !== main.from) run(code, main, values);
  bounds[slot] = most;
  bounds[added] = 0;
}

/**
 * Runs one segment on values and bounds together. The first half of `bounds` says how far the
 * errors of the operands move each result, in whatever order it is computed; the second half, what
 * rounding on the way adds to that. So of two ways to compute the same from the same operands, the
 * one that says less of the first is right, and the one that says more of the second counts. Of two
 * from other operands, which have errors of their own, the one that says more of both together.
 */
export function boundSegment(
  code: Int32Array,
  { from, to }: Segment,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): void {
  const half = values.length;
  // With decimals, what rounding adds is the same for every value.
  const isFixed = rounding.significant === undefined;
  const room = isFixed ? roundingError(rounding, 0) : Number.NaN;
  for (let i = from; i < to; i += 4) {
    const opcode = code[i]!;
    const slot = code[i + 1]!;
    const first = code[i + 2]!;
    const second = code[i + 3]!;
    const a = values[first]!;
    const b = values[second]!;
    const ea = bounds[first]!;
    const eb = bounds[second]!;
    const ra = bounds[half + first]!;
    const rb = bounds[half + second]!;
    // The commonest by name, as in `apply`, and each writes down what it finds: a number that
    // comes now from a call and now from inlined code would be made an object. What is handed to
    // a call that is not inlined is made one, too: of rounding, only what cannot be told without.
    if (opcode === times) {
      const value = product.of(a, b);
      const moved = product.spread(a, b, ea, eb);
      const added = (Math.abs(a) + ea) * rb + (Math.abs(b) + eb) * ra + ra * rb;
      const bound = moved + added;
      const isRounded =
        bound === 0 ? !isCarried(rounding, value) : !isFixed || !isWhole(a, ea + ra, b, eb + rb);
      values[slot] = value;
      bounds[slot] = moved;
      const error = isFixed ? room : errorOf(rounding, value, bound);
      bounds[half + slot] = isRounded ? added + error : added;
    } else if (opcode === either) {
      values[slot] = a;
      bounds[slot] = Math.min(ea, eb);
      bounds[half + slot] = Math.max(ra, rb);
    } else if (opcode === eitherFrom) {
      values[slot] = a;
      bounds[slot] = Math.min(ea, eb);
      bounds[half + slot] = Math.max(ea + ra, eb + rb) - bounds[slot]!;
    } else if (opcode === plus || opcode === minus) {
      const value = opcode === plus ? sum.of(a, b) : difference.of(a, b);
      const moved = ea + eb;
      const added = ra + rb;
      const bound = moved + added;
      const isRounded =
        bound === 0
          ? !isCarried(rounding, value)
          : isFixed
            ? isCut(rounding, a, ea + ra) || isCut(rounding, b, eb + rb)
            : !addsUp(rounding, a, b, ea + ra, eb + rb, value, bound);
      values[slot] = value;
      bounds[slot] = moved;
      const error = isFixed ? room : errorOf(rounding, value, bound);
      bounds[half + slot] = isRounded ? added + error : added;
    } else if (opcode === over) {
      const value = quotient.of(a, b);
      const moved = quotient.spread(a, b, ea, eb);
      const added =
        ra + rb > 0 && moved < Number.POSITIVE_INFINITY
          ? quotient.spread(a, b, ea + ra, eb + rb) - moved
          : 0;
      values[slot] = value;
      bounds[slot] = moved;
      const bound = moved + added;
      const isRounded = bound !== 0 || !isCarried(rounding, value);
      const error = isFixed ? room : errorOf(rounding, value, bound);
      bounds[half + slot] = isRounded ? added + error : added;
    } else if (opcode === copying || opcode === negating) {
      values[slot] = opcode === copying ? copy.of(a) : negate.of(a);
      bounds[slot] = ea;
      const added = ra > 0 && ea < Number.POSITIVE_INFINITY ? ea + ra - ea : 0;
      bounds[half + slot] = added + rounded(rounding, room, false, a, ea + added);
    } else boundOther(code, i, values, bounds, rounding, room);
  }
}

/** The same for an instruction that is not among the commonest. */
function boundOther(
  code: Int32Array,
  i: number,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
  room: number,
): void {
  const half = values.length;
  const opcode = code[i]!;
  const slot = code[i + 1]!;
  const first = code[i + 2]!;
  const second = code[i + 3]!;
  const [a, b] = [values[first]!, values[second]!];
  const [ea, eb] = [bounds[first]!, bounds[second]!];
  const [ra, rb] = [bounds[half + first]!, bounds[half + second]!];
  apply(code, i, values);
  const spread = spreads[opcode]!;
  const moved = spread(a, b, ea, eb);
  // Of an operand that may be anything, so may the result.
  const added =
    ra + rb > 0 && moved < Number.POSITIVE_INFINITY ? spread(a, b, ea + ra, eb + rb) - moved : 0;
  const rounds =
    alwaysRounds[opcode]! || (isBinary[opcode]! && !addsUp(rounding, a, b, ea + ra, eb + rb, 0, 0));
  bounds[slot] = moved;
  bounds[half + slot] = added + rounded(rounding, room, rounds, values[slot]!, moved + added);
}

const errorOf = (rounding: Rounding, value: number, bound: number): number =>
  roundingError(rounding, Math.abs(value) + bound);

/** What writing a result down adds to its bound. */
function rounded(
  rounding: Rounding,
  room: number,
  rounds: boolean,
  value: number,
  bound: number,
): number {
  // What is exact is rounded where it has too many digits, whatever it was computed from.
  if (bound === 0 ? isCarried(rounding, value) : !rounds) return 0;
  return Number.isNaN(room) ? roundingError(rounding, Math.abs(value) + bound) : room;
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
  if (rounding.significant === undefined) return !isCut(rounding, a, ea) && !isCut(rounding, b, eb);
  const last = Math.min(lastPlaceOf(rounding, a, ea), lastPlaceOf(rounding, b, eb));
  return unitOf(rounding, Math.abs(value) + spread) <= last;
}

// What is exact and has more digits than are carried.
const isCut = (rounding: Rounding, value: number, bound: number): boolean =>
  bound === 0 && !isCarried(rounding, value);

// Of a number with a bound, the smallest that it may have.
const lastPlaceOf = (rounding: Rounding, value: number, bound: number): number =>
  bound === 0 ? placeNeeded(value) : unitOf(rounding, Math.max(0, Math.abs(value) - bound));

// A carried number times an exact whole number has no more decimals than before.
const isWhole = (a: number, ea: number, b: number, eb: number): boolean =>
  (ea === 0 && Number.isInteger(a)) || (eb === 0 && Number.isInteger(b));
