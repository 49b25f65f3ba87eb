import { type Locals, localBound, localValue } from "../graph/local.js";
import type { Malrule } from "../graph/rewrite.js";
import { roundingError, showsFigures } from "../graph/rounding.js";
import { differs, type Estimate, leastFigures } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { localRoom } from "../question/tolerance.js";
import type { Problem } from "./problem.js";

/** A wrong answer that is foreseen: what a misconception gives where all before it is right. */
export interface Foreseen extends Estimate {
  readonly malrule: Malrule;
}

/**
 * By the id of a blank, the wrong answers that are foreseen there and can be told from the right
 * one and from each other: those of the misconceptions that the exercise is certified against
 * first, then the others in the order of their rows.
 */
export function foreseenIn(problem: Problem): ReadonlyMap<string, readonly Foreseen[]> {
  const { prepared, answers, values } = problem;
  const { exercise, program, questions } = prepared;
  const { locals, bySlot } = prepared.marking();
  const work = locals.scratch;
  work.values.set(values.subarray(0, program.ids.length));
  work.bounds.fill(0);
  for (const slot of prepared.slots) {
    const answer = answers[slot];
    if (answer?.kind === "number" && !answer.isExact)
      work.bounds[slot] = roundingError(exercise.rounding, answer.value);
  }
  return new Map(
    questions.map(({ id }) => {
      const marked = bySlot[program.slots.get(id)!];
      return [id, marked ? foreseenAt(problem, marked, work) : []];
    }),
  );
}

function foreseenAt(
  { prepared, answers }: Problem,
  { slot, misreadings }: MarkedQuestion,
  { values, bounds }: Locals["scratch"],
): readonly Foreseen[] {
  const { malrules, rounding, tolerance } = prepared.exercise;
  const { locals } = prepared.marking();
  const key = answers[slot];
  if (key?.kind !== "number") return [];
  const isCertified = (id: string): boolean => malrules.includes(id);
  const ordered = [
    ...misreadings.filter(({ malrule }) => isCertified(malrule.id)),
    ...misreadings.filter(({ malrule }) => !isCertified(malrule.id)),
  ];
  const right = { value: key.value, bound: key.range.tolerance };
  const found: Foreseen[] = [];
  for (const { malrule, local } of ordered) {
    const value = localValue(locals, local, values);
    const derived = localBound(locals, local, values, bounds, rounding);
    const bound = localRoom(tolerance, rounding, value, derived, prepared.program.whole[slot]!);
    if (!Number.isFinite(value) || !Number.isFinite(bound)) continue;
    if (!showsFigures(rounding, value, leastFigures)) continue;
    const one = { malrule, value, bound };
    if ([right, ...found].every((other) => differs(one, other))) found.push(one);
  }
  return found;
}
