import type { Certificate } from "../../../certify.js";
import { reasonText } from "../../../problem/reasons.js";
import { criteria } from "../../../question/criteria.js";

/** What certification found, as the page shows it. */
export interface CertificateShown {
  readonly isSound: boolean;
  readonly summary: string;
  /** How many draws were rejected for which reason. */
  readonly rejected: readonly { readonly count: number; readonly reason: string }[];
  /** What cost the most draws: at which blank, and what to change. */
  readonly advice: readonly string[];
  /** What students have to deal with, from the least to the most of any variant. */
  readonly effort: string;
}

/** A certificate in words. */
export function certificateShown(certificate: Certificate): CertificateShown {
  const { seeds, tried, certified, distinct, drawn, rejected, commonest, effort } = certificate;
  const isSound = certified === seeds;
  const { negatives, digits } = effort;
  return {
    isSound,
    summary:
      `${certified} of ${tried} seeds certified, ${distinct} of them different, ` +
      `from ${drawn} draws.` +
      (tried < seeds ? ` None of the first ${tried} has a sound draw, so no more were tried.` : ""),
    rejected: Object.entries(rejected).map(([kind, count]) => ({
      count,
      reason: criteria[kind as keyof typeof criteria].reason,
    })),
    advice: commonest.map((reason) => reasonText(reason, drawn)),
    effort:
      certified === 0
        ? ""
        : `Each has ${fromTo(negatives)} negative givens, and givens of ${fromTo(digits)} digits ` +
          "in all.",
  };
}

const fromTo = ({ least, most }: { readonly least: number; readonly most: number }): string =>
  least === most ? `${least}` : `${least} to ${most}`;
