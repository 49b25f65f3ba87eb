import { criteria } from "../question/criteria.js";
import type { Rejection } from "../question/soundness.js";

/** One reason for rejecting draws, and how often it was. */
export interface Reason extends Rejection {
  readonly count: number;
  /** What to change in the exercise. */
  readonly advice: string;
}

/** Rejected draws, counted by reason and by what it was about. */
export class Rejections {
  readonly #counts = new Map<string, { readonly rejection: Rejection; count: number }>();

  add(rejection: Rejection): void {
    const name = `${rejection.kind} ${rejection.about}`;
    const counted = this.#counts.get(name) ?? { rejection, count: 0 };
    counted.count++;
    this.#counts.set(name, counted);
  }

  /** The commonest reasons, first the commonest; no more than `most`. */
  commonest(most: number): readonly Reason[] {
    return [...this.#counts.values()]
      .sort((a, b) => b.count - a.count)
      .slice(0, most)
      .map(({ rejection, count }) => ({
        ...rejection,
        count,
        advice: criteria[rejection.kind].advice,
      }));
  }
}

/** So many reasons are told. */
export const mostReasons = 3;

/** A reason in words: how often it was, why, and what to change. */
export const reasonText = ({ kind, about, count, advice }: Reason, drawn: number): string =>
  `${percent(count / drawn)} ${about} ${criteria[kind].reason}: ${advice}`;

const percent = (share: number): string =>
  share < 0.01 ? "under 1%" : `${Math.round(100 * share)}%`;
