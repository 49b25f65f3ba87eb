import type { Question } from "./question.js";

/** Points as whole numbers, in the same proportions, and how many of them are one point. */
export interface WholePoints {
  readonly times: number;
  readonly of: (question: Pick<Question, "points">) => number;
}

/** Finer shares of a point than this nobody gives. */
const most = 1000;

/**
 * The points of these questions for a platform that knows whole numbers only; undefined where they
 * are no fractions with a small denominator.
 */
export function wholePoints(questions: readonly Question[]): WholePoints | undefined {
  for (let times = 1; times <= most; times++) {
    const isWhole = questions.every(
      ({ points }) => Math.abs(points * times - Math.round(points * times)) < 1e-9,
    );
    if (isWhole) return { times, of: ({ points }) => Math.round(points * times) };
  }
  return undefined;
}
