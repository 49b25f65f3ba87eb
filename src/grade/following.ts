import { localValue } from "../graph/local.js";
import type { BySlot } from "../graph/program.js";
import type { Malrule } from "../graph/rewrite.js";
import { type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion, Marking } from "../question/marking.js";
import { behindIn } from "./behind.js";
import { isContradicted, type Misconceptions } from "./diagnose.js";
import { isImprecise } from "./imprecise.js";
import { estimateNear, follows, isFarWith, keyEstimate, type Work } from "./work.js";

/**
 * What is asked before work that follows from errors earns marks. `fair`: one error of a script is
 * forgiven whatever it is, and where there are more, each has to be explained. `strict`: the one
 * has to be explained, too. `practice`: nothing is asked of who learns. `none`: nor of a text that
 * is audited, which may also go on from numbers that are right as printed.
 */
export type Evidence = "fair" | "strict" | "practice" | "none";

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
    contradicted: Map<Malrule, boolean> | undefined;
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

/** A script with the blanks that follow found. */
export function chainOf(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: Chain["misconceptions"],
  evidence: Evidence,
): Chain {
  const consistent: true[] = [];
  const imprecise: true[] = [];
  const known = { errors: [], origins: [], trivial: [], contradicted: undefined };
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

/**
 * The errors that an answer is worked out from. A blank left empty passes on the errors before it;
 * so does one that is right in spite of them, where nothing else explains what is wrong below it.
 */
export function errorsBefore(chain: Chain, marked: MarkedQuestion): readonly number[] {
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
    if (work.wrong[operand] !== undefined) errors = withAlso(errors, operand);
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
export function joined(some: readonly number[], others: readonly number[]): readonly number[] {
  if (some.length === 0) return others;
  let all = some;
  for (const slot of others) all = withAlso(all, slot);
  return all;
}

function withAlso(some: readonly number[], slot: number): readonly number[] {
  if (some.length === 0) return [slot];
  return some.includes(slot) ? some : [...some, slot];
}

/** The errors at first hand that an answer goes back to. */
export function originsOf(chain: Chain, marked: MarkedQuestion): readonly number[] {
  const { consistent, bySlot } = chain;
  let origins = chain.known.origins[marked.slot];
  if (origins !== undefined) return origins;
  origins = none;
  for (const error of errorsBefore(chain, marked)) {
    const before = consistent[error] ? bySlot[error] : undefined;
    origins = before ? joined(origins, originsOf(chain, before)) : withAlso(origins, error);
  }
  chain.known.origins[marked.slot] = origins;
  return origins;
}

/** The misconceptions that explain a wrong answer and that nothing in the script contradicts. */
export function heldAt(
  { work, misconceptions, known }: Chain,
  { slot }: MarkedQuestion,
): readonly Malrule[] {
  const all = misconceptions.at(slot);
  if (all.length === 0) return all;
  known.contradicted ??= new Map();
  const { contradicted } = known;
  return all.filter((malrule) => {
    const found = contradicted.get(malrule) ?? isContradicted(work, misconceptions, malrule);
    contradicted.set(malrule, found);
    return !found;
  });
}
