import { isOperation } from "../graph/formula.js";
import type { Quantity } from "../graph/graph.js";
import { readsAny } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import { decimalsOf, roundingError } from "../graph/rounding.js";
import type { Problem } from "../problem/problem.js";
import type { MarkedQuestion } from "../question/marking.js";
import { type Chain, errorsBefore, heldAt, joined, originsOf } from "./following.js";
import { type Guard, guardAgainst } from "./guards.js";
import { isKeyInOneFigure } from "./imprecise.js";
import { type Slip, slipIn } from "./slips.js";
import { keyEstimate } from "./work.js";

/** A misconception explains what it gives in so many blanks, and in fewer nothing. */
const leastHits = 2;

/** What may be off by more than this share of itself is taken for no slip of the pen. */
const mostRoom = 0.002;

/** What has fewer figures than this is taken for none either. */
const leastFigures = 3;

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
 * The errors at first hand below which nothing earns marks. One error is forgiven, whatever it is;
 * of several that nothing explains none is, since two made-up numbers with easy work after them
 * would be worth more than work.
 */
export function withheldErrors(
  chain: Chain,
  following: readonly MarkedQuestion[],
): readonly number[] {
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

const none: readonly number[] = [];

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

/**
 * Whether an answer goes back to slips alone: who slips from the right value has worked it out, and
 * what that makes easy is no use to them.
 */
export function isFromSlip(chain: Chain, marked: MarkedQuestion): boolean {
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

/**
 * Whether the value that would follow is one that already stands there, where the right one is not.
 */
export function isTrivial(chain: Chain, marked: MarkedQuestion): boolean {
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
