import { quantityOf } from "../graph/graph.js";
import type { Malrule } from "../graph/rewrite.js";
import type { Estimate } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { within } from "../question/within.js";
import { easier, guardAgainst } from "./guards.js";
import { slipIn } from "./slips.js";
import { estimate, keyEstimate, type Work } from "./work.js";

/**
 * The wrong blanks that follow from errors made before them, by slot, and the ids of those errors: right by their
 * formula on what was written for its operands, or with one operand put back to what it should have been (a student who
 * writes 0.5393 for 0.5933 and goes on with 0.5933). `misconceptions` are those found at each wrong blank. Evidence that
 * the method is known is asked for below every error, below those that have other blanks of their kind, or never, and
 * then nothing else is withheld either.
 */
export function followThrough(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: ReadonlyMap<number, readonly Malrule[]>,
  evidence: "always" | "withPeers" | "never",
): ReadonlyMap<number, readonly string[]> {
  const { program, graph } = work.problem.prepared;
  const errorsKnown = new Map<number, readonly number[]>();
  const consistent = new Set(wrong.filter(isConsistent).map(({ slot }) => slot));
  const withheld = new Set<number>();
  const trivial = new Set(wrong.filter(isTrivial).map(({ slot }) => slot));
  // A value that makes what follows trivial earns nothing below it, however it is used elsewhere.
  const trivialising = new Set(wrong.filter(({ slot }) => trivial.has(slot)).flatMap(wrongOperands));
  const following = new Map<number, readonly string[]>();
  for (const marked of wrong) {
    const { slot, right } = marked;
    const errors = errorsBefore(marked);
    const blocked = errors.some((error) => withheld.has(error));
    if (consistent.has(slot) && (evidence === "never" || (!blocked && !right.copies && !trivial.has(slot)))) {
      following.set(
        slot,
        errors.map((error) => program.ids[error]!),
      );
    }
    // What is wrong by itself passes on whether what follows from it may earn marks.
    const isOwnError = !consistent.has(slot);
    if (
      blocked ||
      trivialising.has(slot) ||
      isGuarded(marked) ||
      (isOwnError && (isWrittenTwice(marked) || !isExplained(marked)))
    )
      withheld.add(slot);
  }
  return following;

  function isConsistent(marked: MarkedQuestion): boolean {
    // A worked example may go on from numbers that are right as printed; a student's own tolerance covers that already.
    if (evidence !== "never" && errorsBefore(marked).length === 0) return false;
    const written = work.written.get(marked.slot)!.value;
    const fits = ({ value, bound }: Estimate): boolean => within(written, value, { tolerance: bound, open: false });
    if (fits(work.wrong.get(marked.slot)!)) return true;
    // An answer that a misconception gives at first hand is not put down to a misprint before it.
    if ((misconceptions.get(marked.slot)?.length ?? 0) > 0) return false;
    return wrongOperands(marked).some((operand) =>
      [keyEstimate(work.problem, operand), work.wrong.get(operand)!].some((instead) =>
        fits(estimate(work, marked.slot, marked.right, [[operand, instead]])),
      ),
    );
  }

  function wrongOperands({ right }: MarkedQuestion): readonly number[] {
    return right.operands.filter((operand) => work.wrong.has(operand));
  }

  // A blank left empty passes on the errors before it.
  function errorsBefore(marked: MarkedQuestion): readonly number[] {
    let errors = errorsKnown.get(marked.slot);
    if (!errors) {
      errors = marked.right.operands.flatMap((operand) => {
        if (work.wrong.has(operand)) return [operand];
        const before = work.written.has(operand) ? undefined : bySlot(operand);
        return before ? errorsBefore(before) : [];
      });
      errorsKnown.set(marked.slot, errors);
    }
    return errors;
  }

  function bySlot(slot: number): MarkedQuestion | undefined {
    return work.problem.prepared.marking.bySlot.get(slot);
  }

  // The value that would follow is one that already stands there, where the right one is not.
  function isTrivial({ slot, right }: MarkedQuestion): boolean {
    const follows = work.wrong.get(slot)!.value;
    const { value: key, bound } = keyEstimate(work.problem, slot);
    return (
      standsThere(follows, 1e-12, work.values, right.operands) &&
      !standsThere(key, bound, work.problem.values, right.operands)
    );
  }

  /** Whether a value is zero, a given, or one of these operands. */
  function standsThere(value: number, room: number, values: Float64Array, operands: readonly number[]): boolean {
    if (Math.abs(value) <= room) return true;
    for (let slot = 0; slot < program.givens; slot++) if (Math.abs(value - values[slot]!) <= room) return true;
    return operands.some((operand) => Math.abs(value - values[operand]!) <= room);
  }

  function isGuarded(marked: MarkedQuestion): boolean {
    const { slot } = marked;
    const { value: written, significant } = work.written.get(slot)!;
    const { value: key, bound: tolerance } = keyEstimate(work.problem, slot);
    const quantity = quantityOf(graph, program.ids[slot]!);
    const guard = guardAgainst({ quantity, written, significant, key, tolerance }, work.problem);
    if (guard === undefined) return false;
    // Whoever slips from the right value has worked it out; that alone makes nothing easier.
    return easier.includes(guard) || !isSlip(marked, []);
  }

  // The same wrong number at blanks of a kind in two steps was worked out in neither, whatever else would give it.
  function isWrittenTwice({ slot, step, question }: MarkedQuestion): boolean {
    const { role } = quantityOf(graph, question.id);
    const { value } = work.written.get(slot)!;
    const { value: key, bound } = keyEstimate(work.problem, slot);
    return wrong.some(
      (other) =>
        other.step !== step &&
        !consistent.has(other.slot) &&
        work.written.get(other.slot)!.value === value &&
        Math.abs(work.problem.values[other.slot]! - key) > bound &&
        quantityOf(graph, other.question.id).role === role,
    );
  }

  // Follow-through below an error needs a sign that the method is known: another blank of its kind that is right, a
  // named misconception, or a recognised slip. Blanks of its kind elsewhere count where the layer has no other, and only
  // if they are right by the key: what merely follows from an invented value shows nothing.
  function isExplained(marked: MarkedQuestion): boolean {
    if ((misconceptions.get(marked.slot)?.length ?? 0) > 0) return true;
    const kin = kinOf(marked);
    const layer = quantityOf(graph, marked.question.id).at.layer;
    const peers = kin.filter(({ question }) => quantityOf(graph, question.id).at.layer === layer);
    if (isSlip(marked, peers)) return true;
    if (peers.length === 0) return evidence !== "always" || kin.some(isRight);
    return peers.some((peer) => isRight(peer) || (work.written.has(peer.slot) && consistent.has(peer.slot)));
  }

  function isRight({ slot }: MarkedQuestion): boolean {
    return work.written.has(slot) && !work.wrong.has(slot);
  }

  function isSlip({ slot }: MarkedQuestion, peers: readonly MarkedQuestion[]): boolean {
    const { value, decimals } = work.written.get(slot)!;
    const { value: key, bound } = keyEstimate(work.problem, slot);
    const neighbours = peers.map((peer) => work.problem.values[peer.slot]!);
    return slipIn(value, [work.wrong.get(slot)!.value, key], neighbours, bound, decimals) !== undefined;
  }

  /** The other blanks of the same role in the same step. */
  function kinOf({ slot, question }: MarkedQuestion): readonly MarkedQuestion[] {
    const { role, at } = quantityOf(graph, question.id);
    return work.problem.prepared.marking.questions.filter((other) => {
      const quantity = quantityOf(graph, other.question.id);
      return (
        other.slot !== slot && quantity.role === role && quantity.at.step === at.step && quantity.at.pass === at.pass
      );
    });
  }
}
