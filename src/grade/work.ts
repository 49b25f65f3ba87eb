import { boundAt } from "../graph/bound.js";
import { type Local, type Locals, localBound } from "../graph/local.js";
import { roundingError } from "../graph/rounding.js";
import type { Problem } from "../problem.js";
import type { Estimate } from "../question/evidence.js";
import { within } from "../question/within.js";
import type { Reading } from "./readNumber.js";

/** A number as a student wrote it. */
export type Written = Extract<Reading, { kind: "number" }>;

/** How closely numbers are judged. */
export interface Precision {
  /** How far the value a person went on with may be from the one they wrote. */
  carried(reading: Written): number;
  /** How far an answer may be from what its formula gives, `bound` being the derived error bound of that formula. */
  allowed(slot: number, value: number, bound: number): number;
}

/**
 * One script as a person worked it: by slot of the marking's locals, what they wrote where they wrote something, and
 * elsewhere what follows from that.
 */
export interface Work {
  readonly problem: Problem;
  readonly precision: Precision;
  readonly written: ReadonlyMap<number, Written>;
  readonly values: Float64Array;
  readonly bounds: Float64Array;
  /** Blanks whose written value is not the key's; what each should have been, from what was written before it. */
  readonly wrong: ReadonlyMap<number, Estimate>;
}

/** The most that a local bound may exceed the key's. */
const mostSlack = 4;

/** Works a script through: each quantity from what was written before it, and where nothing was, from what follows. */
export function workThrough(
  problem: Problem,
  written: ReadonlyMap<number, Written>,
  precision: Precision = precisionOf(problem),
): Work {
  const { program, exercise, marking } = problem.prepared;
  const values = problem.values.slice();
  const bounds = new Float64Array(values.length);
  const wrong = new Map<number, Estimate>();
  for (let slot = program.givens; slot < program.ids.length; slot++) {
    const reading = written.get(slot);
    const isRight = reading !== undefined && isKey(problem, slot, reading.value);
    // A state after many rounds follows from nothing on the sheet.
    if (!isRight && program.segments[slot]!.to > 0) boundAt(program, slot, values, bounds, exercise.rounding);
    if (reading === undefined) continue;
    const value = values[slot]!;
    if (!isRight) wrong.set(slot, { value, bound: precision.allowed(slot, value, bounds[slot]!) });
    values[slot] = reading.value;
    bounds[slot] = precision.carried(reading);
  }
  return {
    problem,
    precision,
    written,
    values: placed(values, marking.locals.initial, program.ids.length),
    bounds: placed(bounds, new Float64Array(marking.locals.initial.length), program.ids.length),
    wrong,
  };
}

/** The blank of a slot computed from what was written around it, or with some operands put to other values. */
export function estimate(
  { values, bounds, problem, precision }: Work,
  slot: number,
  local: Local,
  instead: readonly (readonly [slot: number, Estimate])[] = [],
): Estimate {
  const { marking, exercise } = problem.prepared;
  const before = instead.map(([slot]) => [slot, { value: values[slot]!, bound: bounds[slot]! }] as const);
  put(instead);
  const bound = localBound(marking.locals, local, values, bounds, exercise.rounding);
  const value = values[local.result]!;
  put(before);
  return { value, bound: precision.allowed(slot, value, bound) };

  function put(changes: readonly (readonly [slot: number, Estimate])[]): void {
    for (const [slot, { value, bound }] of changes) {
      values[slot] = value;
      bounds[slot] = bound;
    }
  }
}

/** The blank of a slot computed by a local that has locals of its own. */
export function estimateIn(
  { values, bounds, problem, precision }: Work,
  locals: Locals,
  slot: number,
  local: Local,
): Estimate {
  const count = problem.prepared.program.ids.length;
  const own = placed(values, locals.initial, count);
  const ownBounds = placed(bounds, new Float64Array(own.length), count);
  const bound = localBound(locals, local, own, ownBounds, problem.prepared.exercise.rounding);
  return { value: own[local.result]!, bound: precision.allowed(slot, own[local.result]!, bound) };
}

/** Whether a number is right by the key. */
export function isKey({ prepared, key }: Problem, slot: number, value: number): boolean {
  const answer = key.get(prepared.program.ids[slot]!);
  return answer?.kind === "number" && within(value, answer.value, answer.range);
}

/** The key of a slot as an estimate. */
export function keyEstimate({ prepared, key, values }: Problem, slot: number): Estimate {
  const answer = key.get(prepared.program.ids[slot]!);
  return { value: values[slot]!, bound: answer?.kind === "number" ? answer.range.tolerance : 0 };
}

// A student may have carried more digits than they wrote; follow-through is not much looser than the key.
function precisionOf(problem: Problem): Precision {
  const { rounding } = problem.prepared.exercise;
  return {
    carried: ({ decimals }) => 10 ** -decimals,
    allowed: (slot, value, bound) =>
      Math.max(roundingError(rounding, value), Math.min(bound, mostSlack * keyEstimate(problem, slot).bound)),
  };
}

function placed(numbers: Float64Array, into: Float64Array, count: number): Float64Array {
  const result = into.slice();
  result.set(numbers.subarray(0, count));
  return result;
}
