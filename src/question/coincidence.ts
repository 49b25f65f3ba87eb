import type { Exercise } from "../exercise/exercise.js";
import { evaluate } from "../graph/evaluate.js";
import { type Local, type Locals, localValue } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import { roundingError } from "../graph/rounding.js";
import type { Marking } from "./marking.js";

/** Two misconceptions that give the very same wrong answer at a blank. */
export interface Coincidence {
  readonly malrules: readonly [string, string];
  readonly slot: number;
}

/** Two of the locals that are looked at, by their places. */
interface Pair extends Coincidence {
  readonly places: readonly [number, number];
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
  const misread: Local[] = [];
  const pairs: Pair[] = [];
  for (const { slot, misreadings } of asked) {
    const shown = misreadings.filter(({ malrule }) => enabled.includes(malrule.id));
    const first = misread.length;
    misread.push(...shown.map(({ local }) => local));
    for (const [i, one] of shown.entries())
      for (const [j, other] of shown.entries()) {
        const malrules = [one.malrule.id, other.malrule.id] as const;
        const isDeclared = inseparable.some((pair) => malrules.every((id) => pair.includes(id)));
        if (i < j && malrules[0] !== malrules[1] && !isDeclared)
          pairs.push({ malrules, slot, places: [first + i, first + j] });
      }
  }
  const given = new Float64Array(misread.length);
  const moved = program.initial.slice();
  return (values) => {
    give(locals, misread, values.subarray(0, program.ids.length), given);
    const alike = pairs.filter((pair) => isAlike(pair, given) && isWrong(pair, given, values));
    if (alike.length === 0) return undefined;
    for (let slot = 0; slot < program.givens; slot++) moved[slot] = values[slot]!;
    for (const [i, slot] of drawn.entries()) moved[slot]! *= 1 + 1e-4 * ((0.618 * (i + 1)) % 1);
    evaluate(program, moved, moved);
    // Where a step has gone the other way, other things are computed.
    if (program.whole.some((whole, slot) => whole && values[slot] !== moved[slot]))
      return undefined;
    give(locals, misread, moved.subarray(0, program.ids.length), given);
    return alike.find((pair) => !isAlike(pair, given));
  };

  function isWrong({ slot, places }: Pair, given: Float64Array, values: Float64Array): boolean {
    const key = values[slot]!;
    return Math.abs(given[places[1]]! - key) > roundingError(rounding, key);
  }
}

/** Writes down what locals give on these values of a program. */
function give(
  locals: Locals,
  all: readonly Local[],
  values: Float64Array,
  into: Float64Array,
): void {
  const { values: work } = locals.scratch;
  work.set(values);
  for (let i = 0; i < all.length; i++) into[i] = localValue(locals, all[i]!, work);
}

function isAlike({ places: [one, other] }: Pair, given: Float64Array): boolean {
  const value = given[one]!;
  return Math.abs(value - given[other]!) <= same * Math.max(1, Math.abs(value));
}
