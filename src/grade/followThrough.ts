import { type Formula, isOperation } from "../graph/formula.js";
import type { Quantity } from "../graph/graph.js";
import { readBy } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import type { Malrule } from "../graph/rewrite.js";
import type { Problem } from "../problem/problem.js";
import { type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { type Guard, guardAgainst } from "./guards.js";
import { isImprecise, isKeyAsFarAsItGoes } from "./imprecise.js";
import { type Slip, slipIn } from "./slips.js";
import { estimateNear, keyEstimate, type Work } from "./work.js";

/**
 * What is asked before work that follows from errors earns marks. `fair`: one error of a script is
 * forgiven whatever it is, and where there are more, each has to be explained. `strict`: the one
 * has to be explained, too. `none`: whatever follows is right, as in a text that is audited.
 */
export type Evidence = "fair" | "strict" | "none";

/** A script and its wrong blanks, as following looks at them. */
export interface Chain {
  readonly work: Work;
  readonly wrong: readonly MarkedQuestion[];
  /** The misconceptions found at each wrong blank, by slot. */
  readonly misconceptions: ReadonlyMap<number, readonly Malrule[]>;
  readonly evidence: Evidence;
  /** Wrong blanks that follow from errors before them, whether or not that earns marks. */
  readonly consistent: ReadonlySet<number>;
  /** Those of them that are right but for having too few digits. */
  readonly imprecise: ReadonlySet<number>;
  /**
   * What is known so far of wrong blanks: the wrong ones they read, and the first errors behind.
   */
  readonly known: {
    readonly errors: Map<number, readonly number[]>;
    readonly origins: Map<number, readonly number[]>;
    readonly trivial: Map<number, boolean>;
  };
}

/** So many right answers of a kind are evidence for one error of that kind. */
const rightForOne = 4;

/** What may be off by more than this share of itself is taken for no slip of the pen. */
const mostRoom = 0.01;

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
    sentence: "is what a misconception gives that has a name",
    // A unit that only says yes or no says what any misconception would.
    explains: (chain, marked) =>
      !hasNoMisconception(chain, marked) && !isThreshold(marked.quantity),
  },
  {
    id: "slip",
    sentence:
      "is a slip of the pen from the right value (its sign, a power of ten, two digits swapped), " +
      "and the only one of that sort",
    explains: isOnlySlip,
  },
  {
    id: "evidence",
    sentence:
      `stands among right answers of its kind, worked out each by itself: ` +
      `${rightForOne} for every error of that kind`,
    explains: hasEvidence,
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
  misconceptions: ReadonlyMap<number, readonly Malrule[]>,
  evidence: Evidence,
  choices: readonly MarkedQuestion[] = [],
): ReadonlyMap<number, Following> {
  const chain = chainOf(work, wrong, misconceptions, evidence);
  const { ids } = work.problem.prepared.program;
  const following = [
    ...wrong.filter(({ slot }) => chain.consistent.has(slot)),
    ...choices.filter((marked) => errorsBefore(chain, marked).length > 0),
  ];
  const withheld = evidence === "none" ? new Set<number>() : withheldErrors(chain, following);
  const earning = following.filter(
    (marked) =>
      evidence === "none" ||
      (!originsOf(chain, marked).some((error) => withheld.has(error)) &&
        (choices.includes(marked) || !isTrivial(chain, marked) || isFromSlip(chain, marked))),
  );
  const coarse =
    evidence === "none" ? [] : wrong.filter(({ slot }) => isKeyAsFarAsItGoes(work, slot));
  return new Map<number, Following>([
    ...coarse.map(({ slot }) => [slot, { from: [], imprecise: true }] as const),
    ...earning.map((marked) => {
      const from = errorsBefore(chain, marked).map((error) => ids[error]!);
      return [marked.slot, { from, imprecise: chain.imprecise.has(marked.slot) }] as const;
    }),
  ]);
}

/**
 * The errors at first hand below which nothing earns marks. One error is forgiven, whatever it is;
 * of several that nothing explains none is, since two made-up numbers with easy work after them
 * would be worth more than work.
 */
function withheldErrors(chain: Chain, following: readonly MarkedQuestion[]): ReadonlySet<number> {
  const origins = new Set(following.flatMap((marked) => originsOf(chain, marked)));
  const firstHand = chain.wrong.filter(({ slot }) => !chain.consistent.has(slot));
  const errors = firstHand.filter(
    ({ slot, quantity: { role } }) =>
      origins.has(slot) ||
      firstHand.some((other) => origins.has(other.slot) && other.quantity.role === role),
  );
  const unexplained = errors.filter((marked) => !isExplained(chain, marked, errors));
  const isForgiven = unexplained.length === 1 && chain.evidence === "fair";
  return new Set(
    (isForgiven ? unexplained.filter((marked) => isHuge(chain, marked)) : unexplained).map(
      ({ slot }) => slot,
    ),
  );
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
  misconceptions: ReadonlyMap<number, readonly Malrule[]>,
  evidence: Evidence,
): Chain {
  const consistent = new Set<number>();
  const known = { errors: new Map(), origins: new Map(), trivial: new Map() };
  const imprecise = new Set<number>();
  const chain: Chain = { work, wrong, misconceptions, evidence, consistent, imprecise, known };
  for (const marked of wrong) {
    if (evidence !== "none" && isImprecise(work, marked)) imprecise.add(marked.slot);
    if (imprecise.has(marked.slot) || isConsistent(chain, marked)) consistent.add(marked.slot);
  }
  return chain;
}

function isConsistent(chain: Chain, marked: MarkedQuestion): boolean {
  // A worked example may go on from numbers that are right as printed; a student's own tolerance
  // covers that already.
  if (chain.evidence !== "none" && errorsBefore(chain, marked).length === 0) return false;
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

// A blank left empty passes on the errors before it; so does one that is right in spite of them,
// where nothing else explains what is wrong below it.
function errorsBefore(chain: Chain, { slot, right }: MarkedQuestion): readonly number[] {
  const { work, known } = chain;
  const { bySlot } = work.problem.prepared.marking();
  const before = (operand: number): readonly number[] => {
    const marked = bySlot[operand];
    return marked ? errorsBefore(chain, marked) : [];
  };
  let found = known.errors.get(slot);
  if (found === undefined) {
    found = right.operands.flatMap((operand) =>
      work.wrong[operand] !== undefined
        ? [operand]
        : work.written[operand] === undefined
          ? before(operand)
          : [],
    );
    if (found.length === 0) found = [...new Set(right.operands.flatMap(before))];
    known.errors.set(slot, found);
  }
  return found;
}

// The errors at first hand that a wrong answer goes back to.
function originsOf(chain: Chain, marked: MarkedQuestion): readonly number[] {
  const { known, consistent, work } = chain;
  const { bySlot } = work.problem.prepared.marking();
  const found =
    known.origins.get(marked.slot) ??
    errorsBefore(chain, marked).flatMap((error) => {
      const before = consistent.has(error) ? bySlot[error] : undefined;
      return before ? originsOf(chain, before) : [error];
    });
  known.origins.set(marked.slot, found);
  return found;
}

// The value that would follow is one that already stands there, where the right one is not.
function isTrivial(chain: Chain, marked: MarkedQuestion): boolean {
  const { problem, wrong, values } = chain.work;
  const known = chain.known.trivial.get(marked.slot);
  if (known !== undefined) return known;
  const follows = wrong[marked.slot]!.value;
  const { value: key, bound } = keyEstimate(problem, marked.slot);
  const trivial =
    (standsThere(follows, 1e-12, values, marked, problem) || isCopied(chain, marked, follows)) &&
    !standsThere(key, bound, problem.values, marked, problem);
  chain.known.trivial.set(marked.slot, trivial);
  return trivial;
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
    readBy(prepared.marking().locals, right).some((slot) => Math.abs(value - values[slot]!) <= room)
  );
}

// Where a step changes nothing, the next one is only copied.
function isCopied(chain: Chain, marked: MarkedQuestion, follows: number): boolean {
  const { problem, values } = chain.work;
  const { program, marking } = problem.prepared;
  const before = stepBefore(program, marked.slot);
  return (
    before !== undefined &&
    Math.abs(follows - values[before]!) <= 1e-12 &&
    wrongOperands(chain, marked).some((operand) => {
      const wrong = chain.consistent.has(operand) ? marking().bySlot[operand] : undefined;
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
  const { value: key, bound: tolerance } = keyEstimate(problem, slot);
  return guardAgainst({ problem, quantity, written, significant, key, tolerance });
}

// The same wrong number at blanks of a kind was worked out in neither, whatever else would give it.
function isWrittenTwice(chain: Chain, marked: MarkedQuestion): boolean {
  const { work, wrong, consistent } = chain;
  const { slot, quantity } = marked;
  const isUnnamed = hasNoMisconception(chain, marked);
  const { value } = work.written[slot]!;
  const { value: key, bound } = keyEstimate(work.problem, slot);
  return wrong.some(
    (other) =>
      other.slot !== slot &&
      !consistent.has(other.slot) &&
      work.written[other.slot]!.value === value &&
      (Math.abs(work.problem.values[other.slot]! - key) > bound || isUnnamed) &&
      other.quantity.role === quantity.role,
  );
}

const isThreshold = ({ formula }: Quantity): boolean =>
  formula !== undefined &&
  isOperation(formula) &&
  (formula.op === "aboveZero" || formula.op === "fromZero");

function isOnlySlip(
  chain: Chain,
  marked: MarkedQuestion,
  errors: readonly MarkedQuestion[],
): boolean {
  const slip = slipAt(chain, marked);
  return (
    slip !== undefined && errors.every((other) => other === marked || slipAt(chain, other) !== slip)
  );
}

// Who slips from the right value has worked it out; what that makes easy is no use to them.
function isFromSlip(chain: Chain, marked: MarkedQuestion): boolean {
  const { bySlot } = chain.work.problem.prepared.marking();
  return originsOf(chain, marked).every((error) => {
    const origin = bySlot[error];
    return origin !== undefined && slipAt(chain, origin) !== undefined;
  });
}

// Where an answer may be far off, nearly anything would be a slip from it.
function slipAt({ work }: Chain, { slot }: MarkedQuestion): Slip | undefined {
  const { value, decimals } = work.written[slot]!;
  const { value: key, bound } = keyEstimate(work.problem, slot);
  return bound > mostRoom * Math.abs(value)
    ? undefined
    : slipIn(value, [work.wrong[slot]!.value, key], bound, decimals);
}

function hasEvidence(
  { work }: Chain,
  { quantity }: MarkedQuestion,
  errors: readonly MarkedQuestion[],
): boolean {
  const kind = kindOf(quantity);
  const ofKind = (marked: MarkedQuestion): boolean => kindOf(marked.quantity) === kind;
  const rights = work.problem.prepared
    .marking()
    .questions.filter((marked) => ofKind(marked) && showsMethod(work, marked))
    .map(({ slot }) => work.written[slot]!.value);
  return new Set(rights).size >= rightForOne * errors.filter(ofKind).length;
}

// Right, by work of its own on right values, and not to be had without work.
function showsMethod(work: Work, marked: MarkedQuestion): boolean {
  const { slot, right } = marked;
  const { problem } = work;
  const { value, bound } = keyEstimate(problem, slot);
  return (
    work.written[slot] !== undefined &&
    work.wrong[slot] === undefined &&
    right.operands.every((operand) => work.wrong[operand] === undefined) &&
    !right.isCopy &&
    !standsThere(value, bound, problem.values, marked, problem)
  );
}

/** Blanks are of a kind that have the same role and the same form of formula. */
function kindOf({ role, formula }: Quantity): string {
  const form = (part: Formula): string =>
    isOperation(part) ? `${part.op}(${part.args.map(form)})` : "";
  return `${role} ${formula === undefined ? "" : form(formula)}`;
}
