import type { Malrule } from "../graph/rewrite.js";
import { composedAt } from "../question/composed.js";
import { differs, type Estimate, leastFigures } from "../question/evidence.js";
import type { MarkedQuestion, Misreading } from "../question/marking.js";
import { within } from "../question/within.js";
import { estimate, estimateIn, keyEstimate, type Work } from "./work.js";

/** What a script shows of one misconception, or of several that it cannot tell apart. */
export interface Diagnosis {
  readonly malrules: readonly string[];
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
  const reading = work.written.get(marked.slot);
  if (!reading || reading.significant < leastFigures) return [];
  const explaining = marked.misreadings
    .filter((misreading) => explains(work, marked, misreading))
    .map(({ malrule }) => malrule);
  return [...new Set(explaining)];
}

/** Whether a wrong answer is what its formula gives on what was written before it, whether or not that earns marks. */
export function follows(work: Work, slot: number): boolean {
  const right = work.wrong.get(slot);
  return right !== undefined && isWithin(work.written.get(slot)!.value, right.value, right.bound);
}

/** The chance below which a fit is no coincidence. */
const rarest = 0.0002;

/** The most unexplained blanks that are looked at for two misconceptions at once: pairs are many. */
const mostComposed = 6;

/**
 * Pairs of misconceptions that explain blanks which no single one explains, by slot. A pair counts where it explains two
 * blanks, or one of the two is found by itself elsewhere, or the blank is too precise for a coincidence: all the pairs
 * tried there together would fit a wrong answer of its size by chance less than once in five thousand.
 */
export function composedMisconceptions(
  work: Work,
  unexplained: readonly MarkedQuestion[],
  alone: ReadonlySet<Malrule>,
): ReadonlyMap<number, readonly Malrule[]> {
  const { program, marking } = work.problem.prepared;
  const blanks = new Map<string, { malrules: readonly Malrule[]; slots: number[]; isPrecise: boolean }>();
  for (const marked of unexplained.slice(0, mostComposed)) {
    const reading = work.written.get(marked.slot)!;
    if (reading.significant < leastFigures) continue;
    const right = work.wrong.get(marked.slot)!;
    const candidates = composedAt(program, marking, marked);
    const isPrecise = candidates.length * right.bound < rarest * Math.abs(right.value);
    for (const { malrules, locals, local } of candidates) {
      if (!fits(reading.value, estimateIn(work, locals, marked.slot, local), right)) continue;
      const name = malrules.map(({ id }) => id).join();
      const pair = blanks.get(name) ?? { malrules, slots: [], isPrecise };
      pair.slots.push(marked.slot);
      blanks.set(name, pair);
    }
  }
  const convincing = [...blanks.values()]
    .filter(
      ({ malrules, slots, isPrecise }) =>
        isPrecise || slots.length > 1 || malrules.some((malrule) => alone.has(malrule)),
    )
    .sort((a, b) => a.slots.length - b.slots.length);
  return new Map(convincing.flatMap(({ malrules, slots }) => slots.map((slot) => [slot, malrules] as const)));
}

/**
 * A script's diagnoses, the best supported first. `hits` are the malrules named at each blank, by slot. A rule that is
 * contradicted as often as it fits is a coincidence, and none.
 */
export function diagnoses(
  work: Work,
  hits: ReadonlyMap<number, readonly Malrule[]>,
  isRight: (slot: number) => boolean,
): readonly Diagnosis[] {
  const found = [...new Set([...hits.values()].flat())];
  const scored = found.map((malrule) => {
    let opportunities = 0;
    let contradictions = 0;
    const hitAt: number[] = [];
    for (const marked of work.problem.prepared.marking.questions) {
      if (!work.written.has(marked.slot)) continue;
      const hit = hits.get(marked.slot)?.includes(malrule) ?? false;
      const shows = hit || showsEitherWay(work, marked, malrule);
      if (!shows) continue;
      opportunities++;
      if (hit) hitAt.push(marked.slot);
      else if (isRight(marked.slot) && !isCoincidence(work, marked, malrule)) contradictions++;
    }
    return { malrule, hitAt, opportunities, contradictions };
  });
  return grouped(scored.filter(({ hitAt, contradictions }) => hitAt.length > contradictions))
    .map(
      ({ malrules, hitAt, opportunities, contradictions }): Diagnosis => ({
        malrules,
        certainty: hitAt.length > 1 && contradictions === 0 ? "shows" : "consistent",
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

// Rules that hit the same blanks, and were contradicted equally often, are named together.
function grouped<
  T extends { malrule: Malrule; hitAt: readonly number[]; contradictions: number; opportunities: number },
>(scored: readonly T[]) {
  const groups = new Map<
    string,
    { malrules: string[]; hitAt: readonly number[]; opportunities: number; contradictions: number }
  >();
  for (const { malrule, hitAt, opportunities, contradictions } of scored) {
    const name = JSON.stringify([hitAt, contradictions]);
    const group = groups.get(name);
    if (group) group.malrules.push(malrule.id);
    else groups.set(name, { malrules: [malrule.id], hitAt, opportunities, contradictions });
  }
  return [...groups.values()];
}

function explains(work: Work, marked: MarkedQuestion, { local }: Misreading): boolean {
  const { slot } = marked;
  const written = work.written.get(slot)!.value;
  const right = work.wrong.get(slot) ?? estimate(work, marked.slot, marked.right);
  if (fits(written, estimate(work, slot, local), right)) return true;
  // They may have gone on from the right values although they wrote others; but not where they went on from what they
  // wrote, and rightly.
  if (follows(work, slot)) return false;
  const wrongOperands = local.operands.filter((operand) => work.wrong.has(operand));
  if (wrongOperands.length === 0) return false;
  const instead = wrongOperands.map((operand) => [operand, keyEstimate(work.problem, operand)] as const);
  return fits(written, estimate(work, slot, local, instead), keyEstimate(work.problem, slot));
}

const fits = (written: number, wrong: Estimate, right: Estimate): boolean =>
  isWithin(written, wrong.value, Math.max(wrong.bound, right.bound)) && differs(wrong, right);

const isWithin = (written: number, value: number, tolerance: number): boolean =>
  within(written, value, { tolerance, open: false });

// What the rule gives on the student's own values may happen to be the key.
const isCoincidence = (work: Work, marked: MarkedQuestion, malrule: Malrule): boolean =>
  marked.misreadings.some((misreading) => misreading.malrule === malrule && explains(work, marked, misreading));

// A rule that can be committed in several ways is contradicted only where each of them would have shown.
function showsEitherWay(work: Work, marked: MarkedQuestion, malrule: Malrule): boolean {
  const own = marked.misreadings.filter((misreading) => misreading.malrule === malrule);
  if (own.length === 0) return false;
  const right = work.wrong.get(marked.slot) ?? estimate(work, marked.slot, marked.right);
  return own.every(({ local }) => differs(estimate(work, marked.slot, local), right));
}
