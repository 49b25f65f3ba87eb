import { draws } from "./problem/draws.js";
import type { Prepared } from "./problem/prepare.js";
import { mostReasons, type Reason, Rejections } from "./problem/reasons.js";
import { keyDisagreement } from "./question/confirmation.js";
import type { RejectionKind } from "./question/criteria.js";
import { effortOf } from "./question/effort.js";

/** What drawing many variants of an exercise shows. */
export interface Certificate {
  readonly exercise: string;
  /** How many were asked for. */
  readonly seeds: number;
  /**
   * How many were tried: where no draw of the first few was sound, none will be, and no more are
   * tried.
   */
  readonly tried: number;
  /** Those that were tried and gave no draw that could be certified. */
  readonly uncertified: readonly string[];
  readonly certified: number;
  readonly drawn: number;
  /** Rejected draws by reason. */
  readonly rejected: Readonly<Partial<Record<RejectionKind, number>>>;
  /** What cost the most draws: a reason and the quantity or misconception it was about. */
  readonly commonest: readonly Reason[];
  /** Misconceptions every variant can show, and pairs that are declared inseparable. */
  readonly malrules: readonly string[];
  readonly inseparable: readonly (readonly string[])[];
  readonly distinct: number;
  readonly effort: { readonly negatives: Spread; readonly digits: Spread };
  /** The largest relative disagreement between a key and its second route. */
  readonly worstDisagreement: number;
}

export interface Spread {
  readonly least: number;
  readonly most: number;
}

/**
 * Draws the variants of these seeds and collects what certification says of them. Never throws for
 * an unsound one. `pause` is waited for after each, to let others have a turn.
 */
export async function certify(
  prepared: Prepared,
  seeds: readonly string[],
  pause: () => Promise<void> = async () => {},
): Promise<Certificate> {
  const { exercise, program, soundness } = prepared;
  const rejected: Partial<Record<RejectionKind, number>> = {};
  const reasons = new Rejections();
  const uncertified: string[] = [];
  const variants = new Set<string>();
  const negatives: number[] = [];
  const digits: number[] = [];
  let drawn = 0;
  let worstDisagreement = 0;
  let tried = 0;
  for (const seed of seeds) {
    // Where no draw has been sound so far, none will be.
    if (variants.size === 0 && uncertified.length >= hopeless) break;
    tried++;
    const drawing = draws(prepared, seed);
    for (;;) {
      const { done, value } = drawing.next();
      if (!done || value) drawn++;
      if (!done) {
        rejected[value.kind] = (rejected[value.kind] ?? 0) + 1;
        reasons.add(value);
        continue;
      }
      if (!value) uncertified.push(seed);
      else {
        const givens = value.values.subarray(0, program.givens);
        variants.add(givens.join());
        const spent = effortOf(givens);
        negatives.push(spent.negatives);
        digits.push(spent.digits);
        worstDisagreement = Math.max(
          worstDisagreement,
          keyDisagreement(soundness.plans, program, value.values, soundness.scratch.tangents).by,
        );
      }
      break;
    }
    await pause();
  }
  return {
    exercise: exercise.name,
    seeds: seeds.length,
    tried,
    uncertified,
    certified: tried - uncertified.length,
    drawn,
    rejected,
    commonest: reasons.commonest(mostReasons),
    malrules: exercise.malrules,
    inseparable: exercise.inseparable,
    distinct: variants.size,
    effort: { negatives: spreadOf(negatives), digits: spreadOf(digits) },
    worstDisagreement,
  };
}

/**
 * After so many seeds without a sound draw no more are tried: each takes all the draws there are.
 */
const hopeless = 3;

const spreadOf = ([first = 0, ...more]: readonly number[]): Spread => ({
  least: more.reduce((least, count) => Math.min(least, count), first),
  most: more.reduce((most, count) => Math.max(most, count), first),
});
