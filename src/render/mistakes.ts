import { localValue } from "../graph/local.js";
import type { Malrule } from "../graph/rewrite.js";
import type { Problem } from "../problem/problem.js";

/** A misconception, and what it would give at the first blank where it shows. */
export interface Mistake {
  readonly malrule: Malrule;
  readonly id: string;
  readonly value: number;
}

/** The mistakes that the exercise's variants are certified to show, each at its first blank. */
export function mistakesOf({ prepared, values, key }: Problem): readonly Mistake[] {
  const { exercise, program } = prepared;
  const marking = prepared.marking();
  const work = marking.locals.initial.slice();
  work.set(values.subarray(0, program.ids.length));
  return exercise.malrules.flatMap((id) => {
    for (const { slot, question, misreadings } of marking.questions) {
      const answer = key.get(question.id);
      for (const { malrule, local } of misreadings) {
        if (malrule.id !== id || answer?.kind !== "number") continue;
        const value = localValue(marking.locals, local, work);
        if (Math.abs(value - values[slot]!) > answer.range.tolerance)
          return [{ malrule, id: question.id, value }];
      }
    }
    return [];
  });
}
