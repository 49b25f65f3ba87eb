import type { Local } from "../graph/local.js";
import type { BySlot } from "../graph/program.js";
import type { Malrule } from "../graph/rewrite.js";
import { differs, type Estimate, isNear, leastFigures } from "../question/evidence.js";
import { type MalrulePair, malrulePairsAt } from "../question/malrulePairs.js";
import type { MarkedQuestion } from "../question/marking.js";
import { misreadingsNear, pairsNear } from "./nearby.js";
import {
  differsFrom,
  estimate,
  estimateNear,
  Followed,
  follows,
  keyEstimate,
  type Work,
  workIn,
  wrongAmong,
} from "./work.js";

/** Misconceptions that explain a wrong answer: one, or two committed together. */
export type Explanation = readonly Malrule[];

/** What a script shows of one misconception, or of several that it cannot tell apart. */
export interface Diagnosis {
  readonly malrules: readonly string[];
  /** The same, those committed together in one list: each list may be the cause. */
  readonly explanations: readonly (readonly string[])[];
  /** One hit is consistent with a misconception; two or more without contradiction show it. */
  readonly certainty: "shows" | "consistent";
  readonly hits: number;
  /** Blanks at which it would have shown. */
  readonly opportunities: number;
  /** Opportunities at which the answer was right all the same. */
  readonly contradictions: number;
}

/** The misconceptions that explain a wrong answer, committed at this very blank. */
export function misconceptionsAt(work: Work, marked: MarkedQuestion): readonly Malrule[] {
  return hasFigures(work, marked) ? explaining(work, marked) : noMalrules;
}

/**
 * The misconceptions that explain the wrong blanks of a script, each found when somebody asks: most
 * of what follows from an error needs none. Good as long as the work is.
 */
export class Misconceptions {
  readonly #work: Work;
  readonly #wrong: readonly MarkedQuestion[];
  readonly #found: (readonly Malrule[] | undefined)[];

  constructor(work: Work, wrong: readonly MarkedQuestion[]) {
    this.#work = work;
    this.#wrong = wrong;
    this.#found = new Array(work.wrong.length);
  }

  /** Those at a wrong blank; none at any other. */
  at(slot: number): readonly Malrule[] {
    const known = this.#found[slot];
    if (known !== undefined) return known;
    const marked = this.#work.problem.prepared.marking().bySlot[slot];
    const isWrong = marked !== undefined && this.#work.wrong[slot] !== undefined;
    const found = isWrong ? misconceptionsAt(this.#work, marked) : noMalrules;
    this.#found[slot] = found;
    return found;
  }

  /** At how many wrong blanks a misconception is among them. */
  hitsOf(malrule: Malrule): number {
    return this.#wrong.filter(({ slot }) => this.at(slot).includes(malrule)).length;
  }
}

/**
 * The same for an answer with too few figures to tell: of the misconceptions that other answers of
 * the script are put down to.
 */
export function knownMisconceptionsAt(
  work: Work,
  marked: MarkedQuestion,
  known: readonly Malrule[],
): readonly Malrule[] {
  return hasFigures(work, marked) || known.length === 0
    ? noMalrules
    : explaining(work, marked).filter((malrule) => known.includes(malrule));
}

const hasFigures = (work: Work, { slot }: MarkedQuestion): boolean =>
  work.written[slot]!.significant >= leastFigures;

/** The same, however few figures an answer has: for a hint, which costs nothing. */
export function explaining(work: Work, marked: MarkedQuestion): readonly Malrule[] {
  const right = rightAt(work, marked);
  const isFollowed = follows(work, marked.slot);
  let found = noMalrules;
  for (const place of misreadingsNear(work, marked, right, isFollowed)) {
    const { malrule, local } = marked.misreadings[place]!;
    if (explains(work, marked.slot, local, right, isFollowed) && !found.includes(malrule))
      found = [...found, malrule];
  }
  return found;
}

const noMalrules: readonly Malrule[] = [];

const none: readonly Explanation[] = [];

/** Every malrule that the explanations of wrong answers name, each once. */
export function malrulesIn(
  { errorsAt }: Work,
  hits: BySlot<readonly Explanation[]>,
): readonly Malrule[] {
  let found = noMalrules;
  for (const slot of errorsAt)
    for (const explanation of hits[slot] ?? none)
      for (const malrule of explanation) if (!found.includes(malrule)) found = [...found, malrule];
  return found;
}

/** The chance below which a fit is no coincidence. */
export const rarest = 0.0002;

/**
 * The most unexplained blanks that are looked at for two misconceptions at once: pairs are many.
 */
const mostComposed = 6;

/**
 * Pairs of misconceptions that explain blanks which no single one explains, by slot. A pair counts
 * where it explains two blanks, or one of the two is found by itself elsewhere, or the blank is too
 * precise for a coincidence: all the pairs tried there together would fit a wrong answer of its
 * size by chance less than once in five thousand. Of several, those that explain most blanks count,
 * and of these, those of which most is found by itself elsewhere.
 */
export function pairedMisconceptions(
  work: Work,
  unexplained: readonly MarkedQuestion[],
  alone: readonly Malrule[],
): ReadonlyMap<number, readonly Explanation[]> {
  const fitting = fittingPairs(work, unexplained.slice(0, mostComposed));
  if (fitting.length === 0) return nothingPaired;
  const pairs = new Map<string, { pair: Explanation; slots: number[]; isPrecise: boolean }>();
  for (const { slot, malrules, isPrecise } of fitting) {
    const name = malrules.map(({ id }) => id).join();
    const found = pairs.get(name);
    if (found) found.slots.push(slot);
    else pairs.set(name, { pair: malrules, slots: [slot], isPrecise });
  }
  const convincing = [...pairs.values()]
    .map(({ pair, slots, isPrecise }) => {
      const known = pair.filter((malrule) => alone.includes(malrule)).length;
      return {
        pair,
        slots,
        isConvincing: isPrecise || slots.length > 1 || known > 0,
        rank: 3 * slots.length + known,
      };
    })
    .filter(({ isConvincing }) => isConvincing);
  const best = new Map<number, number>();
  for (const { slots, rank } of convincing) {
    for (const slot of slots) best.set(slot, Math.max(rank, best.get(slot) ?? 0));
  }
  return new Map(
    [...best].map(([slot, most]) => [
      slot,
      convincing
        .filter(({ slots, rank }) => rank === most && slots.includes(slot))
        .map(({ pair }) => pair),
    ]),
  );
}

const nothingPaired: ReadonlyMap<number, readonly Explanation[]> = new Map();

/** A pair that gives a wrong answer, and whether that is too precise for a coincidence. */
interface FittingPair {
  readonly slot: number;
  readonly malrules: Explanation;
  readonly isPrecise: boolean;
}

function fittingPairs(work: Work, unexplained: readonly MarkedQuestion[]): readonly FittingPair[] {
  const { prepared } = work.problem;
  const found: FittingPair[] = [];
  for (const marked of unexplained) {
    const { slot } = marked;
    if (!hasFigures(work, marked)) continue;
    const { value } = work.written[slot]!;
    const right = work.wrong[slot]!;
    const all = malrulePairsAt(prepared.program, prepared.marking(), marked);
    const places = pairsNear(work, slot, all, right);
    if (places.length === 0) continue;
    const there = workIn(work, all.locals);
    const fitting = places
      .map((place) => all.pairs[place]!)
      .filter(({ local }) => fits(value, estimateNear(there, slot, local, right), right));
    if (fitting.length === 0) continue;
    const isPrecise =
      fitting.some(isHere) &&
      lengthOf(all.pairs.filter(isHere).map(({ local }) => estimate(there, slot, local))) <
        rarest * Math.abs(right.value);
    for (const { malrules, isHere } of fitting)
      found.push({ slot, malrules, isPrecise: isPrecise && isHere });
  }
  return found;
}

/**
 * So many hits have to stand against every wrong answer that a rule would have changed, and that
 * nothing explains, before it is said to show.
 */
const hitsForOne = 4;

const isHere = (pair: MalrulePair): boolean => pair.isHere;

/** How much of the number line estimates cover together. */
function lengthOf(estimates: readonly Estimate[]): number {
  const intervals = estimates.map(({ value, bound }) => ({
    from: value - bound,
    to: value + bound,
  }));
  let [length, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of intervals.sort((a, b) => a.from - b.from)) {
    length += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return length;
}

/**
 * A script's diagnoses, the best supported first. `hits` are what explains each blank, by slot. A
 * rule that is contradicted as often as it fits is a coincidence, and none.
 */
export function diagnoses(
  work: Work,
  hits: BySlot<readonly Explanation[]>,
  isRight: (slot: number) => boolean,
): readonly Diagnosis[] {
  const found = malrulesIn(work, hits);
  if (found.length === 0) return [];
  const scored = found.map((malrule) => {
    let opportunities = 0;
    let contradictions = 0;
    let unexplained = 0;
    const contradicted = new Set<string>();
    const hitAt: number[] = [];
    for (const marked of work.problem.prepared.marking().questions) {
      if (work.written[marked.slot] === undefined) continue;
      const hit = hits[marked.slot]?.some((explanation) => explanation.includes(malrule)) ?? false;
      const shows = hit || showsEitherWay(work, marked, malrule);
      if (!shows) continue;
      opportunities++;
      if (hit) hitAt.push(marked.slot);
      else if (hits[marked.slot]?.length === 0 && !isRight(marked.slot)) unexplained++;
      else if (isRight(marked.slot) && !isCoincidence(work, marked, malrule)) {
        // What is worked out once contradicts once, however many blanks it enters.
        const changes = changedBy(marked, malrule);
        if (!changes.some((id) => contradicted.has(id))) contradictions++;
        for (const id of changes) contradicted.add(id);
      }
    }
    return { malrule, hitAt, opportunities, contradictions, unexplained };
  });
  const needed = scored.filter((rule) => !scored.some((other) => accountsFor(hits, other, rule)));
  return grouped(needed.filter(({ hitAt, contradictions }) => hitAt.length > contradictions))
    .map(
      ({ malrules, hitAt, opportunities, contradictions, unexplained }): Diagnosis => ({
        malrules,
        explanations: explanationsIn(
          hitAt.flatMap((slot) => hits[slot]!),
          (id) => malrules.includes(id),
        ),
        certainty:
          hitAt.length > 1 && contradictions === 0 && unexplained * hitsForOne <= hitAt.length
            ? "shows"
            : "consistent",
        hits: hitAt.length,
        opportunities,
        contradictions,
      }),
    )
    .sort(
      (a, b) =>
        b.hits - b.contradictions - (a.hits - a.contradictions) ||
        a.contradictions - b.contradictions ||
        b.hits / b.opportunities - a.hits / a.opportunities,
    );
}

/**
 * Whether a blank is right, by the key or by what was written before it, where this misconception
 * would have given another answer.
 */
export function isContradicted(
  work: Work,
  misconceptions: Pick<Misconceptions, "at">,
  malrule: Malrule,
): boolean {
  return work.problem.prepared
    .marking()
    .questions.some(
      (marked) =>
        work.written[marked.slot] !== undefined &&
        (work.wrong[marked.slot] === undefined || follows(work, marked.slot)) &&
        !misconceptions.at(marked.slot).includes(malrule) &&
        showsEitherWay(work, marked, malrule) &&
        !isCoincidence(work, marked, malrule),
    );
}

// Where one rule alone gives every answer that another does, and more, the other is not needed.
function accountsFor(
  hits: BySlot<readonly Explanation[]>,
  other: { readonly malrule: Malrule; readonly hitAt: readonly number[] },
  rule: { readonly hitAt: readonly number[] },
): boolean {
  return (
    other.hitAt.length > rule.hitAt.length &&
    rule.hitAt.every((slot) =>
      hits[slot]!.some(([first, ...more]) => first === other.malrule && more.length === 0),
    )
  );
}

// Rules that hit the same blanks, and were contradicted equally often, are named together.
function grouped<
  T extends {
    malrule: Malrule;
    hitAt: readonly number[];
    contradictions: number;
    opportunities: number;
    unexplained: number;
  },
>(scored: readonly T[]) {
  const groups = new Map<
    string,
    {
      malrules: string[];
      hitAt: readonly number[];
      opportunities: number;
      contradictions: number;
      unexplained: number;
    }
  >();
  for (const { malrule, hitAt, opportunities, contradictions, unexplained } of scored) {
    const name = JSON.stringify([hitAt, contradictions]);
    const group = groups.get(name);
    if (group) group.malrules.push(malrule.id);
    else {
      const malrules = [malrule.id];
      groups.set(name, { malrules, hitAt, opportunities, contradictions, unexplained });
    }
  }
  return [...groups.values()];
}

/** Explanations by the ids of their malrules, of these malrules alone; none twice. */
function explanationsIn(
  explanations: readonly Explanation[],
  counts: (id: string) => boolean,
): readonly (readonly string[])[] {
  const named = explanations.map((explanation) => explanation.map(({ id }) => id).filter(counts));
  const distinct = new Map(named.map((ids) => [ids.join(), ids]));
  return [...distinct.values()].filter((ids) => ids.length > 0);
}

/** What is right at a blank, by what was written before it. */
const rightAt = (work: Work, { slot, right }: MarkedQuestion): Estimate =>
  work.wrong[slot] ?? new Followed(work, slot, right);

function explains(
  work: Work,
  slot: number,
  local: Local,
  right: Estimate,
  isFollowed: boolean,
): boolean {
  const written = work.written[slot]!.value;
  if (fits(written, estimateNear(work, slot, local, right), right)) return true;
  // They may have gone on from the right values although they wrote others; but not where they went
  // on from what they wrote, and rightly.
  if (isFollowed) return false;
  const wrongOperands = wrongAmong(work, local.operands);
  if (wrongOperands.length === 0) return false;
  const instead = wrongOperands.map((operand) => [operand, keyEstimate(work, operand)] as const);
  const key = keyEstimate(work, slot);
  return fits(written, estimateNear(work, slot, local, key, instead), key);
}

const fits = (written: number, wrong: Estimate | undefined, right: Estimate): boolean =>
  wrong !== undefined &&
  isNear(written, { value: wrong.value, bound: Math.max(wrong.bound, right.bound) }) &&
  differs(wrong, right);

// What the rule gives on the student's own values may happen to be the key.
function isCoincidence(work: Work, marked: MarkedQuestion, malrule: Malrule): boolean {
  const { slot, misreadings } = marked;
  const right = rightAt(work, marked);
  const isFollowed = follows(work, slot);
  return misreadings.some(
    (one) => one.malrule === malrule && explains(work, slot, one.local, right, isFollowed),
  );
}

function changedBy({ misreadings }: MarkedQuestion, malrule: Malrule): readonly string[] {
  const changed: string[] = [];
  for (const misreading of misreadings)
    if (misreading.malrule === malrule) changed.push(...misreading.changes);
  return changed;
}

// A rule that can be committed in several ways is contradicted only where each of them would have
// shown.
function showsEitherWay(work: Work, marked: MarkedQuestion, malrule: Malrule): boolean {
  let right: Estimate | undefined;
  for (const misreading of marked.misreadings) {
    if (misreading.malrule !== malrule) continue;
    right ??= rightAt(work, marked);
    if (!differsFrom(work, marked.slot, misreading.local, right)) return false;
  }
  return right !== undefined;
}
