import type { Exercise } from "../../../exercise/exercise.js";
import { draws } from "../../../problem/draws.js";
import type { Prepared } from "../../../problem/prepare.js";
import { drawnProblem, type Problem } from "../../../problem/problem.js";
import { mostReasons, Rejections, reasonText } from "../../../problem/reasons.js";
import { anyReason } from "../../../question/soundness.js";

/** A variant, or why there is none to show. */
export type VariantShown = { readonly problem: Problem } | { readonly trouble: string };

/**
 * The variant of a seed, where a sound draw of it is found before `isLate`: somebody is waiting for
 * it, and of an exercise that never gets sound the first draws say why.
 */
export function variantShown(
  prepared: Prepared,
  seed: string,
  isLate: () => boolean,
): VariantShown {
  const drawing = draws(prepared, seed, anyReason);
  for (let drawn = 1; ; drawn++) {
    const { done, value } = drawing.next();
    if (done && value) return { problem: drawnProblem(prepared, seed, value) };
    if (done || (drawn % several === 0 && isLate()))
      return { trouble: troubleWith(prepared, seed, drawn) };
  }
}

/**
 * A variant that was shown before, of an exercise that since is another in its words alone: its
 * numbers need not be drawn again. Undefined where it may have others.
 */
export function variantAgain(
  prepared: Prepared,
  before: VariantShown | undefined,
): VariantShown | undefined {
  if (!before || !("problem" in before)) return undefined;
  const { problem } = before;
  const isSame = numbersOf(problem.prepared.exercise) === numbersOf(prepared.exercise);
  return isSame ? { problem: { ...problem, prepared } } : undefined;
}

/** All of an exercise but what is said above its sheets, and above their parts. */
function numbersOf({ title: _, source: __, intro: ___, ask, ...exercise }: Exercise): string {
  const asked = ask.map((one) => (typeof one === "object" ? { ...one, title: undefined } : one));
  return JSON.stringify([exercise, asked]);
}

/** So many draws are looked at between two looks at the clock. */
const several = 50;

/** The reasons are found anew, the first of each draw: they take longer to find than any. */
function troubleWith(prepared: Prepared, seed: string, most: number): string {
  const rejections = new Rejections();
  let rejected = 0;
  for (const rejection of draws(prepared, seed)) {
    rejections.add(rejection);
    if (++rejected === most) break;
  }
  if (rejected === 0) return "No variant can be certified, and nothing varies.";
  const reasons = rejections
    .commonest(mostReasons)
    .map((reason) => `${reasonText(reason, rejected)}.`);
  return `None of ${rejected} draws can be certified. ${reasons.join(" ")}`;
}
