import { draws } from "./problem/draws.js";
import type { Prepared } from "./problem/prepare.js";
import { keyDisagreement } from "./question/confirmation.js";
import type { RejectionKind } from "./question/criteria.js";
import { effortOf } from "./question/effort.js";

/** What drawing many variants of an exercise shows. */
export interface Certificate {
  readonly exercise: string;
  /** How many were tried. */
  readonly seeds: number;
  /** Seeds for which no draw could be certified. */
  readonly uncertified: readonly string[];
  readonly drawn: number;
  /** Rejected draws by reason. */
  readonly rejected: Readonly<Partial<Record<RejectionKind, number>>>;
  /** The quantity or misconception that costs the most draws, by reason. */
  readonly commonest: Readonly<Partial<Record<RejectionKind, string>>>;
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
  const about = new Map<string, number>();
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
      drawn++;
      if (!done) {
        rejected[value.kind] = (rejected[value.kind] ?? 0) + 1;
        const name = JSON.stringify([value.kind, value.about]);
        about.set(name, (about.get(name) ?? 0) + 1);
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
    seeds: tried,
    uncertified,
    drawn,
    rejected,
    commonest: commonestOf(about),
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

function commonestOf(about: ReadonlyMap<string, number>): Partial<Record<RejectionKind, string>> {
  const sorted = [...about].sort((a, b) => a[1] - b[1]);
  return Object.fromEntries(sorted.map(([name]) => JSON.parse(name) as [RejectionKind, string]));
}

const spreadOf = ([first = 0, ...more]: readonly number[]): Spread => ({
  least: more.reduce((least, count) => Math.min(least, count), first),
  most: more.reduce((most, count) => Math.max(most, count), first),
});
