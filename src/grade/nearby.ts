import { type Together, together, valuesTogether } from "../graph/together.js";
import type { Estimate } from "../question/evidence.js";
import type { MalrulePairs } from "../question/malrulePairs.js";
import type { MarkedQuestion } from "../question/marking.js";
import { keyEstimate, mostOff, type Work } from "./work.js";

// Nearly all of what misconceptions give is far from what was written, which one look at all the
// values together shows. Which of the others explain it is judged one by one.

/**
 * The places of the misreadings of a question that may explain a wrong answer: on what was written
 * before it, or, unless it `isFollowed`, on the right values where wrong ones were written.
 */
export function misreadingsNear(
  work: Work,
  marked: MarkedQuestion,
  right: Estimate,
  isFollowed: boolean,
): readonly number[] {
  const { slot } = marked;
  const all = misreadOf(work, marked);
  const here = near(work, slot, all, valuesTogether(all, work.values), right);
  if (isFollowed || !readsWrong(work, all)) return here;
  const put = valuesTogether(all, work.values, work.problem.values, work.wrong);
  const instead = near(work, slot, all, put, keyEstimate(work, slot));
  if (here.length === 0) return instead;
  return [...new Set([...here, ...instead])].sort((a, b) => a - b);
}

/** The places of the pairs of misconceptions that may explain a wrong answer. */
export const pairsNear = (
  work: Work,
  slot: number,
  { values }: MalrulePairs,
  right: Estimate,
): readonly number[] => near(work, slot, values, valuesTogether(values, work.values), right);

const made = new WeakMap<MarkedQuestion, Together>();

function misreadOf({ problem, locals }: Work, marked: MarkedQuestion): Together {
  const known = made.get(marked);
  if (known) return known;
  const all = marked.misreadings.map(({ local }) => local);
  const found = together(locals, problem.prepared.program.ids.length, all);
  made.set(marked, found);
  return found;
}

function readsWrong({ wrong }: Work, { reads }: Together): boolean {
  for (let i = 0; i < reads.length; i++) if (wrong[reads[i]!] !== undefined) return true;
  return false;
}

/** Which of these values may be near what was written in a slot, or near what is right there. */
function near(
  { written, precision }: Work,
  slot: number,
  { slots }: Together,
  values: Float64Array,
  right: Estimate,
): readonly number[] {
  const { value } = written[slot]!;
  const room = Math.max(precision.ceiling(slot), mostOff(right));
  const { share } = precision;
  let found: number[] | undefined;
  for (let i = 0; i < slots.length; i++) {
    const given = values[slots[i]!]!;
    const distance = Math.abs(value - given);
    if (distance > room && distance > share * Math.abs(given)) continue;
    if (found) found.push(i);
    else found = [i];
  }
  return found ?? none;
}

const none: readonly number[] = [];
