import { type Local, type Locals, localBound, localValue } from "../graph/local.js";
import type { BySlot } from "../graph/program.js";
import { lastPlace, unitOf } from "../graph/rounding.js";
import type { Reading } from "../handedIn/readNumber.js";
import type { Answer } from "../problem/key.js";
import type { Problem } from "../problem/problem.js";
import { differs, type Estimate, isNear } from "../question/evidence.js";
import { localRoom } from "../question/tolerance.js";
import { within } from "../question/within.js";

/** A number as a student wrote it. */
export type Written = Extract<Reading, { kind: "number" }>;

/** How closely numbers are judged. */
export interface Precision {
  /**
   * How far carrying digits may take an answer from what its formula gives; leaves that value in
   * its result slot.
   */
  reach(
    slot: number,
    locals: Locals,
    local: Local,
    values: Float64Array,
    bounds: Float64Array,
  ): number;
  /** How far the value a person went on with may be from the one they wrote. */
  carried(slot: number, reading: Written): number;
  /**
   * How far an answer may be from what its formula gives, `bound` being the derived error bound of
   * that formula; never less for a larger one.
   */
  allowed(slot: number, value: number, bound: number): number;
}

/** One script as a person worked it. */
export interface Work {
  readonly problem: Problem;
  readonly precision: Precision;
  readonly written: BySlot<Written>;
  /**
   * What these locals compute with: the givens, and in the slots of the asked quantities what was
   * written there, or where nothing was, what follows from the rest. What is not asked holds
   * nothing of note.
   */
  readonly locals: Locals;
  readonly values: Float64Array;
  readonly bounds: Float64Array;
  /**
   * Blanks whose written value is not the key's; what each should have been, from what was written
   * before it.
   */
  readonly wrong: BySlot<Estimate>;
}

/** The most that a local bound may exceed the key's, or what it is on the right values. */
const mostSlack = 4;

/** A formula reaches no more units than this: at a gate a unit would be all the difference. */
const mostUnits = 10;

/** So large a share of a value a local bound may be in any case. */
const mostShare = 0.01;

/**
 * Works a script through: each answer from what was written before it, and where nothing was, from
 * what follows. The work is good until the next script of the same exercise is worked through.
 */
export function workThrough(
  problem: Problem,
  written: BySlot<Written>,
  precision: Precision = precisionOf(problem),
): Work {
  const { program } = problem.prepared;
  const marking = problem.prepared.marking();
  const { locals } = marking;
  const { values, bounds } = locals.scratch;
  values.set(problem.values.subarray(0, program.ids.length));
  bounds.fill(0);
  const wrong = new Array<Estimate | undefined>(program.ids.length).fill(undefined);
  // A state after many rounds follows from nothing on the sheet; but what is written for it may be
  // gone on with.
  for (const { slot } of program.recurrences) {
    const reading = written[slot];
    if (reading === undefined) continue;
    if (!isKey(problem, slot, reading.value)) wrong[slot] = keyEstimate(problem, slot);
    values[slot] = reading.value;
    bounds[slot] = precision.carried(slot, reading);
  }
  for (const { slot, right } of marking.questions) {
    const reading = written[slot];
    if (reading === undefined || !isKey(problem, slot, reading.value)) {
      const bound = precision.reach(slot, locals, right, values, bounds);
      const value = values[right.result]!;
      if (reading !== undefined)
        wrong[slot] = { value, bound: precision.allowed(slot, value, bound) };
      values[slot] = value;
      bounds[slot] = bound;
    }
    if (reading !== undefined) {
      values[slot] = reading.value;
      bounds[slot] = precision.carried(slot, reading);
    }
  }
  return { problem, precision, written, locals, values, bounds, wrong };
}

/** The same work for other locals to compute with; good until there is other work for them. */
export function workIn(work: Work, locals: Locals): Work {
  const { length } = work.problem.prepared.program.ids;
  const { values, bounds } = locals.scratch;
  values.set(work.values.subarray(0, length));
  bounds.set(work.bounds.subarray(0, length));
  return { ...work, locals, values, bounds };
}

/** The blank of a slot computed from what was written around it. */
export function estimate(work: Work, slot: number, local: Local): Estimate {
  const { values, bounds, locals, precision } = work;
  const bound = precision.reach(slot, locals, local, values, bounds);
  const value = values[local.result]!;
  return { value, bound: precision.allowed(slot, value, bound) };
}

/**
 * Whether a local gives something else than what is right; decided by the values where they leave
 * no doubt, since bounds take long.
 */
export function differsFrom(work: Work, slot: number, local: Local, right: Estimate): boolean {
  const value = localValue(work.locals, local, work.values);
  const distance = Math.abs(value - right.value);
  if (distance <= right.bound) return false;
  const widest = work.precision.allowed(slot, value, Number.POSITIVE_INFINITY);
  return distance > widest || differs(estimate(work, slot, local), right);
}

/** Operands put to other values. */
export type Instead = readonly (readonly [slot: number, Estimate])[];

/**
 * The same, or with some operands put to other values, where what was written there may be within
 * its bound of it, or within that of what is `right`; undefined where it cannot be, and where it is
 * itself no other than what is right. Most misconceptions are far off or change nothing, and bounds
 * take long.
 */
export function estimateNear(
  work: Work,
  slot: number,
  local: Local,
  right: Estimate | undefined,
  instead: Instead = [],
): Estimate | undefined {
  if (instead.length === 0) return nearHere(work, slot, local, right);
  const { values, bounds } = work;
  const before = instead.map(
    ([slot]) => [slot, { value: values[slot]!, bound: bounds[slot]! }] as const,
  );
  put(work, instead);
  const found = nearHere(work, slot, local, right);
  put(work, before);
  return found;
}

function put({ values, bounds }: Work, changes: Instead): void {
  for (const [slot, { value, bound }] of changes) {
    values[slot] = value;
    bounds[slot] = bound;
  }
}

function nearHere(
  work: Work,
  slot: number,
  local: Local,
  right: Estimate | undefined,
): Estimate | undefined {
  const { values, locals, precision, written } = work;
  const value = localValue(locals, local, values);
  if (right !== undefined && Math.abs(value - right.value) <= right.bound) return undefined;
  const widest = Math.max(
    right?.bound ?? 0,
    precision.allowed(slot, value, Number.POSITIVE_INFINITY),
  );
  if (!isNear(written[slot]!.value, { value, bound: widest })) return undefined;
  return estimate(work, slot, local);
}

const none: readonly number[] = [];

/** Those of some slots in which a wrong answer is written. */
export function wrongAmong({ wrong }: Work, slots: readonly number[]): readonly number[] {
  let found = none;
  for (const slot of slots) if (wrong[slot] !== undefined) found = [...found, slot];
  return found;
}

/** Whether a number is right by the key. */
function isKey({ answers }: Problem, slot: number, value: number): boolean {
  const answer = answers[slot];
  return answer?.kind === "number" && within(value, answer.value, answer.range);
}

/** The key of a slot as an estimate. */
export function keyEstimate(problem: Problem, slot: number): Estimate {
  return { value: problem.values[slot]!, bound: toleranceAt(problem, slot) };
}

const toleranceAt = ({ answers }: Problem, slot: number): number =>
  numberAt(answers, slot)?.range.tolerance ?? 0;

function numberAt(answers: BySlot<Answer>, slot: number) {
  const answer = answers[slot];
  return answer?.kind === "number" ? answer : undefined;
}

// A student may have carried more digits than they wrote, unless no more are needed; follow-through
// is not much looser than the key, or than its formula is on the right values, where those are
// exact.
function precisionOf(problem: Problem): Precision {
  const found = precisions.get(problem) ?? carriedPrecision(problem);
  precisions.set(problem, found);
  return found;
}

const precisions = new WeakMap<Problem, Precision>();

function carriedPrecision(problem: Problem): Precision {
  const { prepared, answers } = problem;
  const { rounding, tolerance } = prepared.exercise;
  const { whole } = prepared.program;
  // How far each blank's formula usually reaches, by slot.
  const reaches: (number | undefined)[] = prepared.program.ids.map(() => undefined);
  const room = (slot: number, value: number, bound: number): number =>
    localRoom(tolerance, rounding, value, bound, whole[slot]!);
  return {
    reach: (_, locals, local, values, bounds) =>
      localBound(locals, local, values, bounds, rounding),
    carried: (slot, { decimals }) =>
      numberAt(answers, slot)?.isExact === true ? 0 : lastPlace(decimals),
    allowed: (slot, value, bound) => {
      const tight = Math.max(mostSlack * toleranceAt(problem, slot), mostShare * Math.abs(value));
      if (bound <= tight) return room(slot, value, bound);
      // What is infinite or no number at all is cut down, too.
      reaches[slot] ??= usualReach(problem, slot);
      const reach = Math.min(reaches[slot], mostUnits * unitOf(rounding, value));
      const most = Math.max(tight, mostSlack * reach);
      return room(slot, value, bound <= most ? bound : most);
    },
  };
}

/** How far a blank's formula reaches on the right values, each off by a unit. */
function usualReach(problem: Problem, slot: number): number {
  const { program, exercise } = problem.prepared;
  const { locals, bySlot } = problem.prepared.marking();
  const marked = bySlot[slot];
  if (!marked) return 0;
  const values = locals.initial.slice();
  values.set(problem.values.subarray(0, program.ids.length));
  const bounds = new Float64Array(locals.scratch.bounds.length);
  for (const operand of marked.right.operands)
    bounds[operand] = unitOf(exercise.rounding, values[operand]!);
  return localBound(locals, marked.right, values, bounds, exercise.rounding);
}
