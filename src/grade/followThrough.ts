import type { Malrule } from "../graph/rewrite.js";
import { type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { type Guard, guardAgainst } from "./guards.js";
import { slipIn } from "./slips.js";
import { estimateNear, keyEstimate, type Work } from "./work.js";

/**
 * How much has to speak for an error before what follows from it earns marks: evidence that the
 * method is known below every error, below those that have other blanks of their kind, or never,
 * and then nothing else is withheld either.
 */
export type Evidence = "always" | "withPeers" | "never";

/** A script and its wrong blanks, as following looks at them. */
export interface Chain {
  readonly work: Work;
  readonly wrong: readonly MarkedQuestion[];
  /** The misconceptions found at each wrong blank, by slot. */
  readonly misconceptions: ReadonlyMap<number, readonly Malrule[]>;
  readonly evidence: Evidence;
  /** Wrong blanks that follow from errors before them, whether or not that earns marks. */
  readonly consistent: ReadonlySet<number>;
  /** What is known so far: few errors have anything below them, and slips take long to tell. */
  readonly known: {
    readonly errors: Map<number, readonly number[]>;
    readonly withheld: Map<number, boolean>;
    trivialising?: ReadonlySet<number>;
  };
}

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
    follows: ({ work }, { slot }) => isWritten(work, slot, work.wrong[slot]),
  },
  {
    id: "operand-right",
    sentence:
      "the same with one of those values put back to the right one: a misprint, after which the " +
      "student went on with what they had",
    appliesTo: hasNoMisconception,
    follows: (chain, marked) =>
      wrongOperands(chain, marked).some((operand) =>
        followsWith(chain, marked, operand, keyEstimate(chain.work.problem, operand)),
      ),
  },
  {
    id: "operand-following",
    sentence: "the same with one of those values put back to what would have followed there",
    appliesTo: hasNoMisconception,
    follows: (chain, marked) =>
      wrongOperands(chain, marked).some((operand) =>
        followsWith(chain, marked, operand, chain.work.wrong[operand]!),
      ),
  },
];

/** A reason why nothing below an error earns follow-through. */
export interface Withholding {
  readonly id: string;
  /** What instructors read: the wrong value … */
  readonly sentence: string;
  withholds(chain: Chain, marked: MarkedQuestion): boolean;
}

/** Every reason to withhold follow-through below an error. */
export const withholdings: readonly Withholding[] = [
  {
    id: "below-withheld",
    sentence: "comes from one below which follow-through is withheld",
    withholds: isBlocked,
  },
  {
    id: "trivialises",
    sentence:
      "makes the next value trivial: zero, a number of the sheet or the very value it is computed " +
      "from, where the right one is none of them",
    withholds: (chain, { slot }) => trivialising(chain).has(slot),
  },
  {
    id: "guarded",
    sentence: "is caught by a guard, and is no slip from the right value, or easier to go on with",
    withholds: isGuarded,
  },
  {
    id: "written-twice",
    sentence: "is wrong by itself and stands in the same place of another step, too",
    withholds: (chain, marked) =>
      !chain.consistent.has(marked.slot) && isWrittenTwice(chain, marked),
  },
  {
    id: "unexplained",
    sentence:
      "is wrong by itself, and nothing shows that the method is known: no right blank of its kind, " +
      "no recognised slip, no named misconception",
    withholds: (chain, marked) => !chain.consistent.has(marked.slot) && !isExplained(chain, marked),
  },
];

/**
 * The wrong blanks that follow from errors made before them, by slot, and the ids of those errors:
 * right by their formula on what was written for its operands, or with one operand put back to what
 * it should have been (a student who writes 0.5393 for 0.5933 and goes on with 0.5933).
 * `misconceptions` are those found at each wrong blank.
 */
export function followThrough(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: ReadonlyMap<number, readonly Malrule[]>,
  evidence: Evidence,
): ReadonlyMap<number, readonly string[]> {
  const chain = chainOf(work, wrong, misconceptions, evidence);
  const { ids } = work.problem.prepared.program;
  const following = wrong.filter(
    (marked) => chain.consistent.has(marked.slot) && earns(chain, marked),
  );
  return new Map(
    following.map((marked) => [
      marked.slot,
      errorsBefore(chain, marked).map((error) => ids[error]!),
    ]),
  );
}

/** A script with the blanks that follow found. */
export function chainOf(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: ReadonlyMap<number, readonly Malrule[]>,
  evidence: Evidence,
): Chain {
  const consistent = new Set<number>();
  const known = { errors: new Map(), withheld: new Map() };
  const chain: Chain = { work, wrong, misconceptions, evidence, consistent, known };
  for (const marked of wrong) if (isConsistent(chain, marked)) consistent.add(marked.slot);
  return chain;
}

function earns(chain: Chain, marked: MarkedQuestion): boolean {
  if (chain.evidence === "never") return true;
  return !marked.right.copies && !isBlocked(chain, marked) && !isTrivial(chain, marked);
}

function isConsistent(chain: Chain, marked: MarkedQuestion): boolean {
  // A worked example may go on from numbers that are right as printed; a student's own tolerance
  // covers that already.
  if (chain.evidence !== "never" && errorsBefore(chain, marked).length === 0) return false;
  return waysOfFollowing.some((way) => way.appliesTo(chain, marked) && way.follows(chain, marked));
}

// An answer that a misconception gives at first hand is not put down to a misprint before it.
function hasNoMisconception({ misconceptions }: Chain, { slot }: MarkedQuestion): boolean {
  return (misconceptions.get(slot)?.length ?? 0) === 0;
}

const isWritten = ({ written }: Work, slot: number, estimate: Estimate | undefined): boolean =>
  estimate !== undefined && isNear(written[slot]!.value, estimate);

function followsWith(
  { work }: Chain,
  { slot, right }: MarkedQuestion,
  operand: number,
  instead: Estimate,
): boolean {
  return isWritten(work, slot, estimateNear(work, slot, right, undefined, [[operand, instead]]));
}

const wrongOperands = ({ work }: Chain, { right }: MarkedQuestion): readonly number[] =>
  right.operands.filter((operand) => work.wrong[operand] !== undefined);

// A blank left empty passes on the errors before it.
function errorsBefore(chain: Chain, { slot, right }: MarkedQuestion): readonly number[] {
  const { work, known } = chain;
  const { bySlot } = work.problem.prepared.marking();
  const found =
    known.errors.get(slot) ??
    right.operands.flatMap((operand): readonly number[] => {
      if (work.wrong[operand] !== undefined) return [operand];
      const before = work.written[operand] === undefined ? bySlot[operand] : undefined;
      return before ? errorsBefore(chain, before) : [];
    });
  known.errors.set(slot, found);
  return found;
}

function isBlocked(chain: Chain, marked: MarkedQuestion): boolean {
  return errorsBefore(chain, marked).some((error) => isWithheld(chain, error));
}

function isWithheld(chain: Chain, error: number): boolean {
  const { withheld } = chain.known;
  const before = withheld.get(error);
  if (before !== undefined) return before;
  const marked = chain.work.problem.prepared.marking().bySlot[error];
  const found = marked !== undefined && withholdings.some((rule) => rule.withholds(chain, marked));
  withheld.set(error, found);
  return found;
}

// Values that make what follows trivial: they earn nothing below them, however they are used
// elsewhere.
function trivialising(chain: Chain): ReadonlySet<number> {
  chain.known.trivialising ??= new Set(
    chain.wrong
      .filter((marked) => isTrivial(chain, marked))
      .flatMap((marked) => wrongOperands(chain, marked)),
  );
  return chain.known.trivialising;
}

// The value that would follow is one that already stands there, where the right one is not.
function isTrivial({ work }: Chain, { slot, right }: MarkedQuestion): boolean {
  const { problem } = work;
  const { value: key, bound } = keyEstimate(problem, slot);
  const { givens } = problem.prepared.program;
  return (
    standsThere(work.wrong[slot]!.value, 1e-12, work.values, givens, right.operands) &&
    !standsThere(key, bound, problem.values, givens, right.operands)
  );
}

/** Whether a value is zero, a given, or one of these operands. */
function standsThere(
  value: number,
  room: number,
  values: Float64Array,
  givens: number,
  operands: readonly number[],
): boolean {
  if (Math.abs(value) <= room) return true;
  for (let slot = 0; slot < givens; slot++)
    if (Math.abs(value - values[slot]!) <= room) return true;
  return operands.some((operand) => Math.abs(value - values[operand]!) <= room);
}

function isGuarded(chain: Chain, marked: MarkedQuestion): boolean {
  const guard = guardOf(chain, marked);
  // Whoever slips from the right value has worked it out; that alone makes nothing easier.
  return guard !== undefined && (guard.easier || !isSlip(chain, marked, []));
}

function guardOf({ work }: Chain, { slot, quantity }: MarkedQuestion): Guard | undefined {
  const { problem } = work;
  const { value: written, significant } = work.written[slot]!;
  const { value: key, bound: tolerance } = keyEstimate(problem, slot);
  return guardAgainst({ problem, quantity, written, significant, key, tolerance });
}

// The same wrong number at blanks of a kind in two steps was worked out in neither, whatever else
// would give it.
function isWrittenTwice(
  { work, wrong, consistent }: Chain,
  { slot, step, quantity }: MarkedQuestion,
): boolean {
  const { value } = work.written[slot]!;
  const { value: key, bound } = keyEstimate(work.problem, slot);
  return wrong.some(
    (other) =>
      other.step !== step &&
      !consistent.has(other.slot) &&
      work.written[other.slot]!.value === value &&
      Math.abs(work.problem.values[other.slot]! - key) > bound &&
      other.quantity.role === quantity.role,
  );
}

// Blanks of its kind elsewhere count where the layer has no other, and only if they are right by
// the key: what merely follows from an invented value shows nothing.
function isExplained(chain: Chain, marked: MarkedQuestion): boolean {
  const { work, consistent, evidence } = chain;
  if (!hasNoMisconception(chain, marked)) return true;
  const { kin, peers } = marked;
  if (isSlip(chain, marked, peers)) return true;
  if (peers.length === 0) return evidence !== "always" || kin.some((slot) => isRight(work, slot));
  return peers.some(
    (peer) => isRight(work, peer) || (work.written[peer] !== undefined && consistent.has(peer)),
  );
}

const isRight = (work: Work, slot: number): boolean =>
  work.written[slot] !== undefined && work.wrong[slot] === undefined;

function isSlip({ work }: Chain, { slot }: MarkedQuestion, peers: readonly number[]): boolean {
  const { value, decimals } = work.written[slot]!;
  const { value: key, bound } = keyEstimate(work.problem, slot);
  const neighbours = peers.map((peer) => work.problem.values[peer]!);
  return slipIn(value, [work.wrong[slot]!.value, key], neighbours, bound, decimals) !== undefined;
}
