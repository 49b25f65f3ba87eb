import type { Exercise } from "../exercise/exercise.js";
import { evaluate } from "../graph/evaluate.js";
import { JointBuilder, type JointValue, runJoint } from "../graph/joint.js";
import type { Program } from "../graph/program.js";
import { roundingError } from "../graph/rounding.js";
import type { Marking } from "./marking.js";

/** Two misconceptions that give the very same wrong answer at a blank. */
export interface Coincidence {
  readonly malrules: readonly [string, string];
  readonly slot: number;
}

/** What two of the misreadings that are looked at give. */
interface Pair extends Coincidence {
  readonly given: readonly [JointValue, JointValue];
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
  const builder = new JointBuilder(locals, program.ids.length);
  const pairs: Pair[] = [];
  for (const { slot, misreadings } of asked) {
    const shown = misreadings.filter(({ malrule }) => enabled.includes(malrule.id));
    const given = shown.map(({ local }) => builder.add(local));
    for (const [i, one] of shown.entries())
      for (const [j, other] of shown.entries()) {
        const malrules = [one.malrule.id, other.malrule.id] as const;
        const isDeclared = inseparable.some((pair) => malrules.every((id) => pair.includes(id)));
        if (i < j && malrules[0] !== malrules[1] && !isDeclared)
          pairs.push({ malrules, slot, given: [given[i]!, given[j]!] });
      }
  }
  const joint = builder.finish(pairs.flatMap(({ given }) => given));
  const moved = program.initial.slice();
  return (values) => {
    const given = runJoint(joint, values);
    const alike = pairs.filter((pair) => isAlike(pair, given) && isWrong(pair, given));
    if (alike.length === 0) return undefined;
    for (let slot = 0; slot < program.givens; slot++) moved[slot] = values[slot]!;
    for (const [i, slot] of drawn.entries()) moved[slot]! *= 1 + 1e-4 * ((0.618 * (i + 1)) % 1);
    evaluate(program, moved, moved);
    // Where a step has gone the other way, other things are computed.
    if (program.whole.some((whole, slot) => whole && values[slot] !== moved[slot]))
      return undefined;
    runJoint(joint, moved);
    return alike.find((pair) => !isAlike(pair, given));
  };

  function isWrong(pair: Pair, given: Float64Array): boolean {
    const key = given[pair.slot]!;
    return Math.abs(given[pair.given[1].slot]! - key) > roundingError(rounding, key);
  }
}

function isAlike({ given: [one, other] }: Pair, given: Float64Array): boolean {
  const value = given[one.slot]!;
  return Math.abs(value - given[other.slot]!) <= same * Math.max(1, Math.abs(value));
}
