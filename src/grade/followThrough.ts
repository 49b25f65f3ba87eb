import type { BySlot } from "../graph/program.js";
import type { MarkedQuestion } from "../question/marking.js";
import { type Chain, chainOf, type Evidence, errorsBefore, originsOf } from "./following.js";
import { isKeyAsFarAsItGoes } from "./imprecise.js";
import { isFromSlip, isTrivial, withheldErrors } from "./withheld.js";
import type { Work } from "./work.js";

/** A wrong answer that follows: from what, and whether only with too few digits. */
export interface Following {
  readonly from: readonly string[];
  readonly imprecise: boolean;
}

const asksNothing = (evidence: Evidence): boolean => evidence === "practice" || evidence === "none";

/**
 * The wrong blanks that follow from errors made before them, by slot, and the ids of those errors:
 * right by their formula on what was written for its operands, or with one operand put back to what
 * it should have been (a student who writes 0.5393 for 0.5933 and goes on with 0.5933).
 * `misconceptions` are those found at each wrong blank. `choices` are wrong choices that are what
 * the student's own values say.
 */
export function followThrough(
  work: Work,
  wrong: readonly MarkedQuestion[],
  misconceptions: Chain["misconceptions"],
  evidence: Evidence,
  choices: readonly MarkedQuestion[] = [],
): BySlot<Following> {
  const chain = chainOf(work, wrong, misconceptions, evidence);
  const { ids } = work.problem.prepared.program;
  const found = new Array<Following | undefined>(ids.length);
  if (evidence !== "none") {
    for (const { slot } of wrong)
      if (isKeyAsFarAsItGoes(work, slot)) found[slot] = { from: [], imprecise: true };
  }
  const following = [
    ...wrong.filter(({ slot }) => chain.consistent[slot]),
    ...choices.filter((marked) => errorsBefore(chain, marked).length > 0),
  ];
  if (following.length === 0) return found;
  const withheld = asksNothing(evidence) ? none : withheldErrors(chain, following);
  for (const marked of following) {
    const earns =
      asksNothing(evidence) ||
      (!originsOf(chain, marked).some((error) => withheld.includes(error)) &&
        (choices.includes(marked) || !isTrivial(chain, marked) || isFromSlip(chain, marked)));
    if (!earns) continue;
    const from = errorsBefore(chain, marked).map((error) => ids[error]!);
    found[marked.slot] = { from, imprecise: chain.imprecise[marked.slot] === true };
  }
  return found;
}

const none: readonly number[] = [];
