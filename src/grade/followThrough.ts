import type { Malrule } from "../graph/rewrite.js";
import { type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { easier, guardAgainst } from "./guards.js";
import { slipIn } from "./slips.js";
import { estimateNear, keyEstimate, type Work } from "./work.js";

/**
 * The wrong blanks that follow from errors made before them, by slot, and the ids of those errors:
 * right by their formula on what was written for its operands, or with one operand put back to what
 * it should have been (a student who writes 0.5393 for 0.5933 and goes on with 0.5933).
 * `misconceptions` are those found at each wrong blank. Evidence that the method is known is asked
 * for below every error, below those that have other blanks of their kind, or never, and then
 * nothing else is withheld either.
 */
export function followThrough(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: ReadonlyMap<number, readonly Malrule[]>,
  evidence: "always" | "withPeers" | "never",
): ReadonlyMap<number, readonly string[]> {
  const { program } = work.problem.prepared;
  const marking = work.problem.prepared.marking();
  const errorsKnown = new Map<number, readonly number[]>();
  const withheldKnown = new Map<number, boolean>();
  let trivialisingKnown: ReadonlySet<number> | undefined;
  const consistent = new Set(wrong.filter(isConsistent).map(({ slot }) => slot));
  const following = new Map<number, readonly string[]>();
  for (const marked of wrong) {
    if (!consistent.has(marked.slot)) continue;
    if (evidence !== "never" && (marked.right.copies || isBlocked(marked) || isTrivial(marked)))
      continue;
    following.set(
      marked.slot,
      errorsBefore(marked).map((error) => program.ids[error]!),
    );
  }
  return following;

  function isBlocked(marked: MarkedQuestion): boolean {
    return errorsBefore(marked).some(isWithheld);
  }

  /**
   * Whether nothing below this error earns marks. Few errors have anything below them, and slips
   * take long to tell.
   */
  function isWithheld(error: number): boolean {
    let withheld = withheldKnown.get(error);
    if (withheld === undefined) {
      const marked = marking.bySlot[error];
      withheld =
        marked !== undefined &&
        (isBlocked(marked) ||
          trivialising().has(error) ||
          isGuarded(marked) ||
          // What is wrong by itself passes on whether what follows from it may earn marks.
          (!consistent.has(error) && (isWrittenTwice(marked) || !isExplained(marked))));
      withheldKnown.set(error, withheld);
    }
    return withheld;
  }

  /**
   * Values that make what follows trivial: they earn nothing below them, however they are used
   * elsewhere.
   */
  function trivialising(): ReadonlySet<number> {
    trivialisingKnown ??= new Set(wrong.filter(isTrivial).flatMap(wrongOperands));
    return trivialisingKnown;
  }

  function isConsistent(marked: MarkedQuestion): boolean {
    // A worked example may go on from numbers that are right as printed; a student's own tolerance
    // covers that already.
    if (evidence !== "never" && errorsBefore(marked).length === 0) return false;
    const written = work.written[marked.slot]!.value;
    const fits = (follows: Estimate | undefined): boolean =>
      follows !== undefined && isNear(written, follows);
    if (fits(work.wrong[marked.slot]!)) return true;
    // An answer that a misconception gives at first hand is not put down to a misprint before it.
    if ((misconceptions.get(marked.slot)?.length ?? 0) > 0) return false;
    return wrongOperands(marked).some((operand) =>
      [keyEstimate(work.problem, operand), work.wrong[operand]!].some((instead) =>
        fits(estimateNear(work, marked.slot, marked.right, undefined, [[operand, instead]])),
      ),
    );
  }

  function wrongOperands({ right }: MarkedQuestion): readonly number[] {
    return right.operands.filter((operand) => work.wrong[operand] !== undefined);
  }

  // A blank left empty passes on the errors before it.
  function errorsBefore(marked: MarkedQuestion): readonly number[] {
    const known = errorsKnown.get(marked.slot);
    if (known) return known;
    const errors: number[] = [];
    for (const operand of marked.right.operands) {
      if (work.wrong[operand] !== undefined) errors.push(operand);
      else if (work.written[operand] === undefined) {
        const before = marking.bySlot[operand];
        if (before) errors.push(...errorsBefore(before));
      }
    }
    errorsKnown.set(marked.slot, errors);
    return errors;
  }

  // The value that would follow is one that already stands there, where the right one is not.
  function isTrivial({ slot, right }: MarkedQuestion): boolean {
    const follows = work.wrong[slot]!.value;
    const { value: key, bound } = keyEstimate(work.problem, slot);
    return (
      standsThere(follows, 1e-12, work.values, right.operands) &&
      !standsThere(key, bound, work.problem.values, right.operands)
    );
  }

  /** Whether a value is zero, a given, or one of these operands. */
  function standsThere(
    value: number,
    room: number,
    values: Float64Array,
    operands: readonly number[],
  ): boolean {
    if (Math.abs(value) <= room) return true;
    for (let slot = 0; slot < program.givens; slot++)
      if (Math.abs(value - values[slot]!) <= room) return true;
    return operands.some((operand) => Math.abs(value - values[operand]!) <= room);
  }

  function isGuarded(marked: MarkedQuestion): boolean {
    const { slot, quantity } = marked;
    const { value: written, significant } = work.written[slot]!;
    const { value: key, bound: tolerance } = keyEstimate(work.problem, slot);
    const guard = guardAgainst({ quantity, written, significant, key, tolerance }, work.problem);
    if (guard === undefined) return false;
    // Whoever slips from the right value has worked it out; that alone makes nothing easier.
    return easier.includes(guard) || !isSlip(marked, []);
  }

  // The same wrong number at blanks of a kind in two steps was worked out in neither, whatever else
  // would give it.
  function isWrittenTwice({ slot, step, quantity }: MarkedQuestion): boolean {
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

  // Follow-through below an error needs a sign that the method is known: another blank of its kind
  // that is right, a named misconception, or a recognised slip. Blanks of its kind elsewhere count
  // where the layer has no other, and only if they are right by the key: what merely follows from
  // an invented value shows nothing.
  function isExplained(marked: MarkedQuestion): boolean {
    if ((misconceptions.get(marked.slot)?.length ?? 0) > 0) return true;
    const { kin, peers } = marked;
    if (isSlip(marked, peers)) return true;
    if (peers.length === 0) return evidence !== "always" || kin.some(isRight);
    return peers.some(
      (peer) => isRight(peer) || (work.written[peer] !== undefined && consistent.has(peer)),
    );
  }

  function isRight(slot: number): boolean {
    return work.written[slot] !== undefined && work.wrong[slot] === undefined;
  }

  function isSlip({ slot }: MarkedQuestion, peers: readonly number[]): boolean {
    const { value, decimals } = work.written[slot]!;
    const { value: key, bound } = keyEstimate(work.problem, slot);
    const neighbours = peers.map((peer) => work.problem.values[peer]!);
    return slipIn(value, [work.wrong[slot]!.value, key], neighbours, bound, decimals) !== undefined;
  }
}
