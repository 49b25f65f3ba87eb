import type { Tolerance } from "../exercise/exercise.js";
import { type Local, type Locals, localBound, localValue } from "../graph/local.js";
import type { BySlot } from "../graph/program.js";
import { isCarried, lastPlace, type Rounding, roundingError, unitOf } from "../graph/rounding.js";
import type { Decimal } from "../handedIn/readNumber.js";
import type { Problem } from "../problem/problem.js";
import { differs, type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { localRoom } from "../question/tolerance.js";
import { type FlatKey, flatKeyOf, toleranceAt, wrongByKey } from "./flatKey.js";

/** A number as a student wrote it. */
export type Written = Readonly<Decimal>;

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
  /** No more than that is, whatever the bound. */
  least(slot: number, value: number): number;
  /** No less than that is, with room for how numbers are compared. Both are found much sooner. */
  most(slot: number, value: number): number;
  /** No less than the most, where that is more than a certain share of the value. */
  ceiling(slot: number): number;
  readonly share: number;
}

/** One script as a person worked it. */
export interface Work {
  readonly problem: Problem;
  readonly key: FlatKey;
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
  /** The slots of these. */
  readonly errorsAt: readonly number[];
}

/** The most that a local bound may exceed the key's, or what it is on the right values. */
const mostSlack = 4;

/** A formula reaches no more units than this: at a gate a unit would be all the difference. */
const mostUnits = 10;

/** So large a share of a value a local bound may be in any case. */
const mostShare = 0.01;

/**
 * Works a script through: each answer from what was written before it, and where nothing was, from
 * what follows. `isWrong` says by slot which are wrong by the key, where that is known. The work is
 * good until the next script of the same exercise is worked through.
 */
export function workThrough(
  problem: Problem,
  written: BySlot<Written>,
  precision: Precision = precisionOf(problem),
  isWrong: Uint8Array = wrongByKey(flatKeyOf(problem), written),
): Work {
  const { program } = problem.prepared;
  const marking = problem.prepared.marking();
  const { locals } = marking;
  const { values, bounds } = locals.scratch;
  const named = program.ids.length;
  const drawn = problem.values;
  for (let slot = 0; slot < named; slot++) {
    values[slot] = drawn[slot]!;
    bounds[slot] = 0;
  }
  const wrong = new Array<Estimate | undefined>(named).fill(undefined);
  const key = flatKeyOf(problem);
  const errorsAt: number[] = [];
  const work: Work = {
    problem,
    key,
    precision,
    written,
    locals,
    values,
    bounds,
    wrong,
    errorsAt,
  };
  // A state after many rounds follows from nothing on the sheet; but what is written for it may be
  // gone on with.
  for (const { slot } of program.recurrences) {
    const reading = written[slot];
    if (reading === undefined) continue;
    if (isWrong[slot] === 1) {
      wrong[slot] = keyEstimate(work, slot);
      errorsAt.push(slot);
    }
    values[slot] = reading.value;
    bounds[slot] = precision.carried(slot, reading);
  }
  for (const { slot, right } of marking.questions) {
    const reading = written[slot];
    if (reading === undefined) {
      bounds[slot] = precision.reach(slot, locals, right, values, bounds);
      values[slot] = values[right.result]!;
      continue;
    }
    if (isWrong[slot] === 1) {
      wrong[slot] = new Followed(work, slot, right);
      errorsAt.push(slot);
    }
    values[slot] = reading.value;
    bounds[slot] = precision.carried(slot, reading);
  }
  return work;
}

/**
 * What an answer should have been, from what was written before it. Bounds take long, and most
 * wrong answers are far off: how far it may be off is worked out when somebody asks.
 */
export class Followed implements Estimate {
  readonly value: number;
  /** No less than the bound, with room for how numbers are compared. */
  readonly most: number;
  readonly #work: Work;
  readonly #slot: number;
  readonly #local: Local;
  #bound: number | undefined;
  #widest: number | undefined;

  constructor(work: Work, slot: number, local: Local) {
    this.value = localValue(work.locals, local, work.values);
    this.most = work.precision.most(slot, this.value);
    this.#work = work;
    this.#slot = slot;
    this.#local = local;
    this.#bound = undefined;
    this.#widest = undefined;
  }

  /** No more than the bound. */
  get least(): number {
    return this.#work.precision.least(this.#slot, this.value);
  }

  /** No less than the bound, and nearer to it than the most; found much sooner than it. */
  get widest(): number {
    this.#widest ??= this.#work.precision.allowed(this.#slot, this.value, Number.POSITIVE_INFINITY);
    return this.#widest;
  }

  get bound(): number {
    this.#bound ??= estimate(this.#work, this.#slot, this.#local).bound;
    return this.#bound;
  }
}

/** The questions that are wrong by the key, in the order of computing. */
export function wrongIn({ problem, errorsAt }: Work): readonly MarkedQuestion[] {
  const { bySlot } = problem.prepared.marking();
  const found: MarkedQuestion[] = [];
  for (const slot of errorsAt) {
    const marked = bySlot[slot];
    // A state after many rounds is computed from nothing that is asked.
    if (marked) found.push(marked);
  }
  return found;
}

/** How far from an estimate all is near it. */
const leastOff = (estimate: Estimate): number =>
  estimate instanceof Followed ? estimate.least : estimate.bound;

/** Whether a value is further from an estimate than that may be off. */
function isOff(estimate: Estimate, value: number): boolean {
  const distance = Math.abs(value - estimate.value);
  if (distance > mostOff(estimate)) return true;
  if (distance <= leastOff(estimate)) return false;
  if (estimate instanceof Followed && distance > estimate.widest) return true;
  return !(distance <= estimate.bound);
}

/** How far from an estimate nothing is near it, however numbers are compared. */
export const mostOff = (estimate: Estimate): number =>
  estimate instanceof Followed
    ? estimate.most
    : Math.max(estimate.bound, mostShare * Math.abs(estimate.value)) * roomToCompare;

/**
 * Whether a wrong answer is what its formula gives on what was written before it, whether or not
 * that earns marks.
 */
export function follows({ wrong, written }: Work, slot: number): boolean {
  const right = wrong[slot];
  if (right === undefined) return false;
  const { value } = written[slot]!;
  const distance = Math.abs(value - right.value);
  if (distance > mostOff(right)) return false;
  if (distance <= leastOff(right)) return true;
  if (right instanceof Followed && !isNear(value, { value: right.value, bound: right.widest }))
    return false;
  return isNear(value, right);
}

/** The same work for other locals to compute with; good until there is other work for them. */
export function workIn(work: Work, locals: Locals): Work {
  const { values, bounds } = locals.scratch;
  for (const slot of locals.reads) {
    values[slot] = work.values[slot]!;
    bounds[slot] = work.bounds[slot]!;
  }
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
  if (distance > Math.max(mostOff(right), work.precision.most(slot, value))) return true;
  return isOff(right, value) && differs(estimate(work, slot, local), right);
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

/**
 * Whether what was written is far from what a local gives with one operand put to another value:
 * known without any bounds.
 */
export function isFarWith(
  { values, locals, precision, written }: Work,
  slot: number,
  local: Local,
  operand: number,
  instead: number,
): boolean {
  const before = values[operand]!;
  values[operand] = instead;
  const value = localValue(locals, local, values);
  values[operand] = before;
  return Math.abs(written[slot]!.value - value) > precision.most(slot, value);
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
  const answer = written[slot]!.value;
  const distance = Math.abs(answer - value);
  const isFar = right === undefined || distance > mostOff(right);
  if (isFar && distance > precision.most(slot, value)) return undefined;
  if (right !== undefined && !isOff(right, value)) return undefined;
  const widest = precision.allowed(slot, value, Number.POSITIVE_INFINITY);
  if (!isNear(answer, { value, bound: widest })) {
    if (isFar || !isNear(answer, { value, bound: right.bound })) return undefined;
  }
  return estimate(work, slot, local);
}

const none: readonly number[] = [];

/** Those of some slots in which a wrong answer is written. */
export function wrongAmong({ wrong }: Work, slots: readonly number[]): readonly number[] {
  let found = none;
  for (const slot of slots) if (wrong[slot] !== undefined) found = [...found, slot];
  return found;
}

/** The key of a slot as an estimate. */
export const keyEstimate = ({ problem, key }: Work, slot: number): Estimate => ({
  value: problem.values[slot]!,
  bound: toleranceAt(key, slot),
});

function precisionOf(problem: Problem): Precision {
  const known = precisions.get(problem);
  if (known) return known;
  const found = new CarriedPrecision(problem);
  precisions.set(problem, found);
  return found;
}

const precisions = new WeakMap<Problem, Precision>();

/**
 * A student may have carried more digits than they wrote, unless no more are needed; follow-through
 * is not much looser than the key, or than its formula is on the right values, where those are
 * exact.
 */
class CarriedPrecision implements Precision {
  readonly #problem: Problem;
  readonly #key: FlatKey;
  readonly #rounding: Rounding;
  readonly #tolerance: Tolerance;
  readonly #whole: readonly boolean[];
  /** How far each blank's formula usually reaches, by slot. */
  readonly #reaches: (number | undefined)[];
  /** The most that answers may be off, by slot, where that is no share of their values. */
  readonly #most: Float64Array;
  readonly share: number;

  constructor(problem: Problem) {
    const { exercise, program } = problem.prepared;
    this.#problem = problem;
    this.#key = flatKeyOf(problem);
    this.#rounding = exercise.rounding;
    this.#tolerance = exercise.tolerance;
    this.#whole = program.whole;
    this.#reaches = new Array<undefined>(program.ids.length).fill(undefined);
    const unit = exercise.rounding.decimals === undefined ? 0 : unitOf(exercise.rounding, 1);
    this.#most = this.#key.tolerances.map((tolerance) =>
      Math.max(mostSlack * tolerance, mostSlack * mostUnits * unit),
    );
    const { significant } = exercise.rounding;
    const shareOfUnits =
      significant === undefined ? 0 : mostSlack * mostUnits * 10 ** (1 - significant);
    this.share = Math.max(mostShare, shareOfUnits) * roomToCompare ** 2;
  }

  reach(_: number, locals: Locals, local: Local, values: Float64Array, bounds: Float64Array) {
    return localBound(locals, local, values, bounds, this.#rounding);
  }

  carried(slot: number, { decimals }: Written): number {
    return this.#key.exact[slot] === 1 ? 0 : lastPlace(decimals);
  }

  allowed(slot: number, value: number, bound: number): number {
    const tight = Math.max(mostSlack * toleranceAt(this.#key, slot), mostShare * Math.abs(value));
    if (bound <= tight) return this.#room(slot, value, bound);
    // What is infinite or no number at all is cut down, too.
    const usual = this.#reaches[slot] ?? usualReach(this.#problem, slot);
    this.#reaches[slot] = usual;
    const reach = Math.min(usual, mostUnits * unitOf(this.#rounding, value));
    const most = Math.max(tight, mostSlack * reach);
    return this.#room(slot, value, bound <= most ? bound : most);
  }

  least(_: number, value: number): number {
    return isCarried(this.#rounding, value) ? 0 : roundingError(this.#rounding, value);
  }

  most(slot: number, value: number): number {
    const most = Math.max(this.#most[slot]!, mostShare * Math.abs(value));
    if (this.#rounding.decimals !== undefined) return most * roomToCompare;
    return Math.max(most, mostSlack * mostUnits * unitOf(this.#rounding, value)) * roomToCompare;
  }

  ceiling(slot: number): number {
    return this.#most[slot]! * roomToCompare;
  }

  #room(slot: number, value: number, bound: number): number {
    return localRoom(this.#tolerance, this.#rounding, value, bound, this.#whole[slot]!);
  }
}

/** Numbers are compared as decimals: one that is so little further off may still be inside. */
const roomToCompare = 1 + 1e-9;

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
