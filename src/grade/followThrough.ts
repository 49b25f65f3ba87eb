import { isOperation } from "../graph/formula.js";
import type { Quantity } from "../graph/graph.js";
import { localValue, readsAny } from "../graph/local.js";
import type { BySlot, Program } from "../graph/program.js";
import type { Malrule } from "../graph/rewrite.js";
import { decimalsOf, roundingError } from "../graph/rounding.js";
import type { Problem } from "../problem/problem.js";
import { type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion, Marking } from "../question/marking.js";
import { behindIn } from "./behind.js";
import { isContradicted, type Misconceptions } from "./diagnose.js";
import { type Guard, guardAgainst } from "./guards.js";
import { isImprecise, isKeyAsFarAsItGoes, isKeyInOneFigure } from "./imprecise.js";
import { type Slip, slipIn } from "./slips.js";
import { estimateNear, follows, isFarWith, keyEstimate, type Work } from "./work.js";

/**
 * What is asked before work that follows from errors earns marks. `fair`: one error of a script is
 * forgiven whatever it is, and where there are more, each has to be explained. `strict`: the one
 * has to be explained, too. `practice`: nothing is asked of who learns. `none`: nor of a text that
 * is audited, which may also go on from numbers that are right as printed.
 */
export type Evidence = "fair" | "strict" | "practice" | "none";

const asksNothing = (evidence: Evidence): boolean => evidence === "practice" || evidence === "none";

/** A script and its wrong blanks, as following looks at them. */
export interface Chain {
  readonly work: Work;
  readonly wrong: readonly MarkedQuestion[];
  readonly misconceptions: Pick<Misconceptions, "at" | "hitsOf">;
  readonly evidence: Evidence;
  /** Wrong blanks that follow from errors before them, whether or not that earns marks. */
  readonly consistent: BySlot<true>;
  /** Those of them that are right but for having too few digits. */
  readonly imprecise: BySlot<true>;
  readonly bySlot: Marking["bySlot"];
  /** By slot of a question: 1 at each slot that it is computed from, at whatever remove. */
  readonly behind: BySlot<Uint8Array>;
  /**
   * What is known so far of wrong blanks: the wrong ones they read, and the first errors behind.
   */
  readonly known: {
    readonly errors: (readonly number[] | undefined)[];
    readonly origins: (readonly number[] | undefined)[];
    readonly trivial: (boolean | undefined)[];
    readonly contradicted: Map<Malrule, boolean>;
  };
}

/** A misconception explains what it gives in so many blanks, and in fewer nothing. */
const leastHits = 2;

/** What may be off by more than this share of itself is taken for no slip of the pen. */
const mostRoom = 0.002;

/** What has fewer figures than this is taken for none either. */
const leastFigures = 3;

/** A way in which a wrong answer follows from what was written before it. */
export interface WayOfFollowing {
  readonly id: string;
  /** What instructors read: the answer is … */
  readonly sentence: string;
  appliesTo(chain: Chain, marked: MarkedQuestion): boolean;
  follows(chain: Chain, marked: MarkedQuestion): boolean;
}

/** Every way of following, the commonest first. */
export const waysOfFollowing: readonly WayOfFollowing[] = [
  {
    id: "own-values",
    sentence: "what its formula gives on the student's own values",
    appliesTo: () => true,
    follows: ({ work }, { slot }) => isPossible(work, slot) && follows(work, slot),
  },
  {
    id: "operand-right",
    sentence:
      "the same with one of those values put back to the right one: a misprint, after which the " +
      "student went on with what they had",
    appliesTo: mayBeMisprint,
    follows: (chain, marked) => followsWithOne(chain, marked, keyEstimate),
  },
  {
    id: "operand-following",
    sentence: "the same with one of those values put back to what would have followed there",
    appliesTo: mayBeMisprint,
    follows: (chain, marked) => followsWithOne(chain, marked, rightAt),
  },
  {
    id: "gate-of-sum",
    sentence:
      "the same with each unit open or closed as its own sum says, whatever was written for its " +
      "activation",
    appliesTo: (chain, marked) => marked.bySums !== undefined && mayBeMisprint(chain, marked),
    follows: ({ work }, { slot, bySums }) =>
      isWritten(work, slot, estimateNear(work, slot, bySums!, undefined)),
  },
  {
    id: "gate-of-activation",
    sentence:
      "the same with each unit open or closed as its activation says, whatever its sum is: in a " +
      "text that is audited",
    appliesTo: ({ evidence }, { byActivations }) =>
      evidence === "none" && byActivations !== undefined,
    follows: ({ work }, { slot, byActivations }) =>
      isWritten(work, slot, estimateNear(work, slot, byActivations!, undefined)),
  },
];

/** What speaks for an error, so that work which follows from it earns marks. */
export interface ErrorExplanation {
  readonly id: string;
  /** What instructors read: the error … */
  readonly sentence: string;
  explains(chain: Chain, marked: MarkedQuestion, errors: readonly MarkedQuestion[]): boolean;
}

/** Every explanation of an error among several; `errors` are those with work that follows. */
export const explanations: readonly ErrorExplanation[] = [
  {
    id: "misconception",
    sentence:
      "is what a misconception gives that the script shows: in two blanks or more, and " +
      "contradicted by no right answer",
    // A unit that only says yes or no says what any misconception would.
    explains: (chain, marked) =>
      !isThreshold(marked.quantity) &&
      heldAt(chain, marked).some((malrule) => chain.misconceptions.hitsOf(malrule) >= leastHits),
  },
  {
    id: "slip",
    sentence:
      "is a slip of the pen from the right value (its sign, a power of ten, two digits swapped), " +
      "and the only one of that sort",
    explains: isOnlySlip,
  },
];

/**
 * The wrong blanks that follow from errors made before them, by slot, and the ids of those errors:
 * right by their formula on what was written for its operands, or with one operand put back to what
 * it should have been (a student who writes 0.5393 for 0.5933 and goes on with 0.5933).
 * `misconceptions` are those found at each wrong blank. `choices` are wrong choices that are what
 * the student's own values say.
 */
export function followThrough(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: Chain["misconceptions"],
  evidence: Evidence,
  choices: readonly MarkedQuestion[] = [],
): ReadonlyMap<number, Following> {
  const chain = chainOf(work, wrong, misconceptions, evidence);
  const { ids } = work.problem.prepared.program;
  const found = new Map<number, Following>();
  if (evidence !== "none") {
    for (const { slot } of wrong)
      if (isKeyAsFarAsItGoes(work, slot)) found.set(slot, { from: [], imprecise: true });
  }
  const following = [
    ...wrong.filter(({ slot }) => chain.consistent[slot]),
    ...choices.filter((marked) => errorsBefore(chain, marked).length > 0),
  ];
  if (following.length === 0) return found;
  const withheld = asksNothing(evidence) ? none : withheldErrors(chain, following);
  const earning = following.filter(
    (marked) =>
      asksNothing(evidence) ||
      (!originsOf(chain, marked).some((error) => withheld.includes(error)) &&
        (choices.includes(marked) || !isTrivial(chain, marked) || isFromSlip(chain, marked))),
  );
  for (const marked of earning) {
    const from = errorsBefore(chain, marked).map((error) => ids[error]!);
    found.set(marked.slot, { from, imprecise: chain.imprecise[marked.slot] === true });
  }
  return found;
}

/**
 * The errors at first hand below which nothing earns marks. One error is forgiven, whatever it is;
 * of several that nothing explains none is, since two made-up numbers with easy work after them
 * would be worth more than work.
 */
function withheldErrors(chain: Chain, following: readonly MarkedQuestion[]): readonly number[] {
  const errors = errorsThatCount(chain, following);
  const unexplained = errors.filter((marked) => !isExplained(chain, marked, errors));
  const isForgiven = unexplained.length === 1 && chain.evidence === "fair";
  return (isForgiven ? unexplained.filter((marked) => isHuge(chain, marked)) : unexplained).map(
    ({ slot }) => slot,
  );
}

// What is made up on the way to a made-up number counts, too. A wrong answer from which nothing
// could follow, and which is the only one of its kind, does not.
function errorsThatCount(
  chain: Chain,
  following: readonly MarkedQuestion[],
): readonly MarkedQuestion[] {
  const { read } = chain.work.problem.prepared.marking();
  let origins = none;
  for (const marked of following) origins = joined(origins, originsOf(chain, marked));
  if (origins.length === 0) return [];
  const firstHand = chain.wrong.filter(
    ({ slot }) => !chain.consistent[slot] && !isKeyInOneFigure(chain.work, slot),
  );
  const kinds = firstHand
    .filter(({ slot }) => origins.includes(slot))
    .map(({ quantity }) => quantity.role);
  return firstHand.filter(({ slot, quantity }) => read.has(slot) || kinds.includes(quantity.role));
}

/** A wrong answer that follows: from what, and whether only with too few digits. */
export interface Following {
  readonly from: readonly string[];
  readonly imprecise: boolean;
}

/** A script with the blanks that follow found. */
export function chainOf(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: Chain["misconceptions"],
  evidence: Evidence,
): Chain {
  const consistent: true[] = [];
  const imprecise: true[] = [];
  const known = { errors: [], origins: [], trivial: [], contradicted: new Map() };
  const marking = work.problem.prepared.marking();
  const { bySlot } = marking;
  const behind = behindIn(marking);
  // What is spread into one object is read much slower than what is named in it.
  const chain: Chain = {
    work,
    wrong,
    misconceptions,
    evidence,
    consistent,
    imprecise,
    bySlot,
    behind,
    known,
  };
  for (const marked of wrong) {
    if (evidence !== "none" && isImprecise(work, marked)) imprecise[marked.slot] = true;
    if (imprecise[marked.slot] || isConsistent(chain, marked)) consistent[marked.slot] = true;
  }
  return chain;
}

function isConsistent(chain: Chain, marked: MarkedQuestion): boolean {
  // A worked example may go on from numbers that are right as printed; a student's own tolerance
  // covers that already.
  if (chain.evidence !== "none" && !isBelowErrors(chain, marked.slot)) return false;
  return waysOfFollowing.some((way) => way.appliesTo(chain, marked) && way.follows(chain, marked));
}

// An answer that a misconception gives at first hand is not put down to a misprint before it; nor
// is 0, which too much gives.
function mayBeMisprint(chain: Chain, marked: MarkedQuestion): boolean {
  if (chain.work.written[marked.slot]!.value === 0) return false;
  // What else is written decides whether a misconception is held; who practises is told of this
  // blank alone.
  return chain.evidence === "practice" || heldAt(chain, marked).length === 0;
}

function isWritten(work: Work, slot: number, estimate: Estimate | undefined): boolean {
  return (
    estimate !== undefined && isPossible(work, slot) && isNear(work.written[slot]!.value, estimate)
  );
}

// Near a threshold either side may follow, but nothing between.
const isPossible = ({ problem, written }: Work, slot: number): boolean =>
  !problem.prepared.program.whole[slot] || Number.isInteger(written[slot]!.value);

/** Whether an answer follows with one of the wrong ones that it reads put to what it should be. */
function followsWithOne(
  { work }: Chain,
  { slot, right }: MarkedQuestion,
  insteadOf: (work: Work, operand: number) => Estimate,
): boolean {
  for (const operand of right.operands) {
    if (work.wrong[operand] === undefined) continue;
    const instead = insteadOf(work, operand);
    if (isFarWith(work, slot, right, operand, instead.value)) continue;
    const found = estimateNear(work, slot, right, undefined, [[operand, instead]]);
    if (isWritten(work, slot, found)) return true;
  }
  return false;
}

const rightAt = ({ wrong }: Work, slot: number): Estimate => wrong[slot]!;

const none: readonly number[] = [];

// A blank left empty passes on the errors before it; so does one that is right in spite of them,
// where nothing else explains what is wrong below it.
function errorsBefore(chain: Chain, marked: MarkedQuestion): readonly number[] {
  const { work, known } = chain;
  const { slot, right } = marked;
  let errors = known.errors[slot];
  if (errors !== undefined) return errors;
  errors = none;
  if (chain.evidence !== "none" && !isBelowErrors(chain, slot)) {
    known.errors[slot] = errors;
    return errors;
  }
  for (const operand of right.operands) {
    if (work.wrong[operand] !== undefined) errors = joined(errors, [operand]);
    else if (work.written[operand] === undefined)
      errors = joined(errors, errorsBehind(chain, operand));
  }
  if (errors.length === 0)
    for (const operand of right.operands) errors = joined(errors, errorsBehind(chain, operand));
  errors = joined(errors, otherGatesOf(chain, marked));
  known.errors[slot] = errors;
  return errors;
}

/** Whether there are any errors before it. */
function isBelowErrors({ work: { errorsAt }, behind }: Chain, slot: number): boolean {
  const before = behind[slot]!;
  for (let i = 0; i < errorsAt.length; i++) if (before[errorsAt[i]!] === 1) return true;
  return false;
}

function errorsBehind(chain: Chain, slot: number): readonly number[] {
  const marked = chain.bySlot[slot];
  return marked ? errorsBefore(chain, marked) : none;
}

// The wrong activations that open or close a unit against its sum.
function otherGatesOf({ evidence, work }: Chain, marked: MarkedQuestion): readonly number[] {
  const { right, byActivations } = marked;
  if (evidence !== "none" || !byActivations) return none;
  const { values, locals } = work;
  if (localValue(locals, byActivations, values) === localValue(locals, right, values)) return none;
  return byActivations.operands.filter(
    (operand) => !right.operands.includes(operand) && work.wrong[operand] !== undefined,
  );
}

/** Both lists, each slot once. */
function joined(some: readonly number[], others: readonly number[]): readonly number[] {
  if (some.length === 0) return others;
  let all = some;
  for (const slot of others) if (!all.includes(slot)) all = [...all, slot];
  return all;
}

// The errors at first hand that a wrong answer goes back to.
function originsOf(chain: Chain, marked: MarkedQuestion): readonly number[] {
  const { consistent, bySlot } = chain;
  let origins = chain.known.origins[marked.slot];
  if (origins !== undefined) return origins;
  origins = none;
  for (const error of errorsBefore(chain, marked)) {
    const before = consistent[error] ? bySlot[error] : undefined;
    origins = joined(origins, before ? originsOf(chain, before) : [error]);
  }
  chain.known.origins[marked.slot] = origins;
  return origins;
}

// The value that would follow is one that already stands there, where the right one is not.
function isTrivial(chain: Chain, marked: MarkedQuestion): boolean {
  const { problem, wrong, values } = chain.work;
  const known = chain.known.trivial[marked.slot];
  if (known !== undefined) return known;
  const follows = wrong[marked.slot]!.value;
  const { value: key, bound } = keyEstimate(chain.work, marked.slot);
  const trivial =
    isNext(chain, marked) &&
    !(marked.quantity.role === "activation" && Math.abs(follows) <= 1e-12) &&
    ((Math.abs(follows) <= 1e-12 && Math.abs(key) > bound) ||
      ((standsThere(follows, 1e-12, values, marked, problem) || isCopied(chain, marked, follows)) &&
        !standsThere(key, bound, problem.values, marked, problem)));
  chain.known.trivial[marked.slot] = trivial;
  return trivial;
}

// Below what was worked out, 0 is a value like any other.
function isNext(chain: Chain, marked: MarkedQuestion): boolean {
  const { bySlot } = chain;
  return errorsBefore(chain, marked).some((error) => {
    const before = chain.consistent[error] ? bySlot[error] : undefined;
    return before === undefined || isTrivial(chain, before);
  });
}

/** Whether a value is zero, or one that its formula reads. */
function standsThere(
  value: number,
  room: number,
  values: Float64Array,
  { right }: MarkedQuestion,
  { prepared }: Problem,
): boolean {
  return (
    Math.abs(value) <= room ||
    readsAny(prepared.marking().locals, right, (slot) => Math.abs(value - values[slot]!) <= room)
  );
}

// Where a step changes nothing, the next one is only copied.
function isCopied(chain: Chain, marked: MarkedQuestion, follows: number): boolean {
  const { problem, values } = chain.work;
  const { program, marking } = problem.prepared;
  const before = stepBefore(program, marked.slot);
  return (
    before !== undefined &&
    Math.abs(follows - values[before]!) <=
      roundingError(problem.prepared.exercise.rounding, follows) + 1e-12 &&
    errorsBefore(chain, marked).some((error) => {
      const wrong = chain.consistent[error] ? marking().bySlot[error] : undefined;
      return wrong !== undefined && isTrivial(chain, wrong);
    })
  );
}

/** The slot of the same quantity in the step before. */
function stepBefore({ ids, slots }: Program, slot: number): number | undefined {
  const [, step, place] = /^s(\d+)\.(.*)$/.exec(ids[slot]!) ?? [];
  if (place === undefined) return undefined;
  return slots.get(step === "2" ? place : `s${Number(step) - 1}.${place}`);
}

function isExplained(
  chain: Chain,
  marked: MarkedQuestion,
  errors: readonly MarkedQuestion[],
): boolean {
  if (isWrittenTwice(chain, marked)) return false;
  // Whoever slips from the right value has worked it out; that alone makes nothing easier.
  const guard = guardOf(chain, marked);
  if (guard !== undefined && (guard.easier || slipAt(chain, marked) === undefined)) return false;
  return explanations.some((row) => row.explains(chain, marked, errors));
}

const isHuge = (chain: Chain, marked: MarkedQuestion): boolean =>
  guardOf(chain, marked)?.id === "huge";

function guardOf({ work }: Chain, { slot, quantity }: MarkedQuestion): Guard | undefined {
  const { problem } = work;
  const { value: written, significant } = work.written[slot]!;
  const { value: key, bound: tolerance } = keyEstimate(work, slot);
  return guardAgainst({ problem, quantity, written, significant, key, tolerance });
}

// The same wrong number at blanks of a kind was worked out in neither, unless one misconception
// gives it in both; nor was one that is only copied from another.
function isWrittenTwice(chain: Chain, marked: MarkedQuestion): boolean {
  const { work, wrong, consistent } = chain;
  const { slot, quantity, right } = marked;
  const { value } = work.written[slot]!;
  const held = heldAt(chain, marked);
  return wrong.some(
    (other) =>
      other.slot !== slot &&
      !consistent[other.slot] &&
      work.written[other.slot]!.value === value &&
      (right.operands.includes(other.slot) ||
        (other.quantity.role === quantity.role &&
          !heldAt(chain, other).some((malrule) => held.includes(malrule)))),
  );
}

// The misconceptions that explain a wrong answer and that nothing in the script contradicts.
function heldAt(
  { work, misconceptions, known }: Chain,
  { slot }: MarkedQuestion,
): readonly Malrule[] {
  const all = misconceptions.at(slot);
  if (all.length === 0) return all;
  return all.filter((malrule) => {
    const found = known.contradicted.get(malrule) ?? isContradicted(work, misconceptions, malrule);
    known.contradicted.set(malrule, found);
    return !found;
  });
}

const isThreshold = ({ formula = 0 }: Quantity): boolean =>
  isOperation(formula) && (formula.op === "aboveZero" || formula.op === "fromZero");

function isOnlySlip(
  chain: Chain,
  marked: MarkedQuestion,
  errors: readonly MarkedQuestion[],
): boolean {
  const slip = slipAt(chain, marked);
  return (
    slip !== undefined && errors.every((other) => other === marked || asSlip(chain, other) !== slip)
  );
}

// Who slips from the right value has worked it out; what that makes easy is no use to them.
function isFromSlip(chain: Chain, marked: MarkedQuestion): boolean {
  const { bySlot } = chain;
  return originsOf(chain, marked).every((error) => {
    const origin = bySlot[error];
    return origin !== undefined && slipAt(chain, origin) !== undefined;
  });
}

// Where an answer may be far off, or has few figures, too many others would be slips from it.
function slipAt(chain: Chain, marked: MarkedQuestion): Slip | undefined {
  const { problem, written } = chain.work;
  const { value: key, bound } = keyEstimate(chain.work, marked.slot);
  if (!(bound <= mostRoom * Math.abs(written[marked.slot]!.value))) return undefined;
  // Figures take longer to count than it takes to find that nothing is a slip.
  const slip = asSlip(chain, marked);
  return slip !== undefined && significantIn(problem, key) >= leastFigures ? slip : undefined;
}

function asSlip({ work }: Chain, { slot }: MarkedQuestion): Slip | undefined {
  const { value, decimals } = work.written[slot]!;
  const { value: key, bound } = keyEstimate(work, slot);
  for (const right of [work.wrong[slot]!.value, key]) {
    const slip = slipIn(value, [right], bound, decimals);
    // Of few figures, too many numbers would be slips: half of one is what 0 makes of σ.
    if (slip !== undefined && significantIn(work.problem, right) >= leastFigures) return slip;
  }
  return undefined;
}

/** How many figures a value shows that is written with the digits carried, without final zeros. */
function significantIn({ prepared: { exercise } }: Problem, value: number): number {
  const written = Number(value.toFixed(Math.min(decimalsOf(exercise.rounding, value), 20)));
  const [mantissa] = Math.abs(written).toExponential().split("e");
  return written === 0 ? 0 : mantissa!.replace(".", "").length;
}
