import type { Exercise } from "../exercise/exercise.js";
import { evaluate } from "../graph/evaluate.js";
import { type Local, localValue } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import { roundingError } from "../graph/rounding.js";
import type { Marking } from "./marking.js";

/** Two misconceptions that give the very same wrong answer at a blank. */
export interface Coincidence {
  readonly malrules: readonly [string, string];
  readonly slot: number;
  readonly locals: readonly [Local, Local];
}

/** What counts as the same number, relative to its size (at least 1). */
const same = 1e-9;

/**
 * Finds two misconceptions of an exercise that give the very same wrong answer only because of
 * numbers that happen to be drawn, such as a learning rate that equals an input, or two biases of
 * the same size: compiled once, asked for every draw. `drawn` are the slots of the givens that
 * vary. What coincides whatever is drawn is not meant, nor what is declared inseparable; and where
 * a misconception gives the right answer, nobody can tell it from what is right.
 */
export function coincidenceIn(
  { locals, questions }: Marking,
  { malrules: enabled, inseparable, rounding }: Exercise,
  program: Program,
  drawn: readonly number[],
): (values: Float64Array) => Coincidence | undefined {
  // After the first step the numbers of whoever errs are no longer these.
  const first = Math.min(...questions.map(({ step }) => step));
  const asked = questions.filter(({ step }) => step === first);
  const pairs = asked.flatMap(({ slot, misreadings }) => {
    const shown = misreadings.filter(({ malrule }) => enabled.includes(malrule.id));
    return shown.flatMap((one, i) =>
      shown.slice(i + 1).flatMap((other): Coincidence[] => {
        const malrules = [one.malrule.id, other.malrule.id] as const;
        const isDeclared = inseparable.some((pair) => malrules.every((id) => pair.includes(id)));
        if (malrules[0] === malrules[1] || isDeclared) return [];
        return [{ malrules, slot, locals: [one.local, other.local] }];
      }),
    );
  });
  const moved = program.initial.slice();
  return (values) => {
    const alike = pairs.filter((pair) => isAlike(pair, values) && isWrong(pair, values));
    if (alike.length === 0) return undefined;
    for (let slot = 0; slot < program.givens; slot++) moved[slot] = values[slot]!;
    for (const [i, slot] of drawn.entries()) moved[slot]! *= 1 + 1e-4 * ((0.618 * (i + 1)) % 1);
    evaluate(program, moved, moved);
    // Where a step has gone the other way, other things are computed.
    if (program.whole.some((whole, slot) => whole && values[slot] !== moved[slot]))
      return undefined;
    return alike.find((pair) => !isAlike(pair, moved));
  };

  function isAlike({ locals: [one, other] }: Coincidence, values: Float64Array): boolean {
    const work = locals.scratch.values;
    work.set(values.subarray(0, program.ids.length));
    const value = localValue(locals, one, work);
    const distance = Math.abs(value - localValue(locals, other, work));
    return distance <= same * Math.max(1, Math.abs(value));
  }

  // The local that was compared last has left its value.
  function isWrong({ slot, locals: [, { result }] }: Coincidence, values: Float64Array): boolean {
    const key = values[slot]!;
    return Math.abs(locals.scratch.values[result]! - key) > roundingError(rounding, key);
  }
}
