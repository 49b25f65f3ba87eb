import { stateAfter } from "../graph/evaluate.js";
import { quantityOf, type Recurrence } from "../graph/graph.js";
import type { BySlot } from "../graph/program.js";
import { choicesOf, wordFor, wordsOf } from "../question/choice.js";
import { isConfirmed, keyDisagreement } from "../question/confirmation.js";
import { criteria, infiniteIn } from "../question/criteria.js";
import { inspectionOf } from "../question/soundness.js";
import { isExact, rangeOf } from "../question/tolerance.js";
import type { Range } from "../question/within.js";
import type { Draw } from "./draws.js";
import type { Prepared } from "./prepare.js";
import { UnsoundError } from "./unsoundError.js";

/**
 * The right answer to one question: a number and how far from it an answer may be, or a word from a
 * list.
 */
export type Answer =
  | {
      readonly kind: "number";
      readonly value: number;
      readonly range: Range;
      /** It is worked out and written down without any rounding. */
      readonly isExact: boolean;
    }
  | { readonly kind: "choice"; readonly word: string; readonly words: readonly string[] };

/** The right answers to the questions of a drawn variant: by id, and by slot of the program. */
export interface Key {
  readonly key: ReadonlyMap<string, Answer>;
  /** The same by slot: marking looks each answer up many times. */
  readonly answers: BySlot<Answer>;
}

/**
 * The key of a draw. Throws an UnsoundError where it is none: a number too large, or one that a
 * second route denies.
 */
export function keyFor(prepared: Prepared, { values, bounds }: Draw): Key {
  const { exercise, program, questions, slots, soundness } = prepared;
  const infinite = infiniteIn(program, values);
  if (infinite !== undefined)
    throw new UnsoundError(`${exercise.name}: ${infinite} ${criteria.infinite.reason}`);
  const worst = keyDisagreement(soundness.plans, program, values, soundness.scratch.tangents);
  // At a kink, where a text's own numbers may lie and no drawn ones do, a derivative is a
  // convention.
  const atKink = criteria.atKink.brokenBy(inspectionOf(soundness, values, bounds)) !== undefined;
  if (!isConfirmed(worst) && !atKink) {
    throw new UnsoundError(`${exercise.name}: ${worst.id} is not confirmed by dual numbers`);
  }
  const choices = choicesOf(exercise);
  const key = new Map<string, Answer>();
  const answers: (Answer | undefined)[] = program.ids.map(() => undefined);
  for (const [i, { id }] of questions.entries()) {
    const slot = slots[i]!;
    const answer = answerTo(id, slot);
    key.set(id, answer);
    answers[slot] = answer;
  }
  return { key, answers };

  function answerTo(id: string, slot: number): Answer {
    const { recurrence } = quantityOf(program.graph, id);
    if (recurrence)
      return recurrence.below === undefined ? stateAnswer(recurrence) : countAnswer(id, recurrence);
    const value = values[slot]!;
    const choice = choices.get(id);
    if (choice) {
      const word = wordFor(choice, value);
      if (word === undefined)
        throw new UnsoundError(`${exercise.name}: no word of ${id} fits ${value}`);
      return { kind: "choice", word, words: wordsOf(choice) };
    }
    const range = rangeOf(
      exercise.tolerance,
      value,
      bounds[slot]!,
      exercise.rounding,
      program.whole[slot],
      soundness.inspected.stepOf(slot, values),
    );
    if (!Number.isFinite(range.tolerance)) {
      throw new UnsoundError(`${exercise.name}: ${id} becomes too large to be computed`);
    }
    return {
      kind: "number",
      value,
      range,
      isExact: isExact(exercise.rounding, value, bounds[slot]!),
    };
  }

  function countAnswer(id: string, recurrence: Recurrence): Answer {
    const count = stateAfter(program, recurrence, values);
    if (Number.isNaN(count)) {
      const { rounds, of, below } = recurrence;
      throw new UnsoundError(
        `${exercise.name}: ${id}: after ${rounds} rounds ${of} is not below ${below}`,
      );
    }
    return { kind: "number", value: count, range: { tolerance: 0, open: false }, isExact: true };
  }

  // A thousand rounds take as long as a thousand keys, and few readers look.
  function stateAnswer(recurrence: Recurrence): Answer {
    let known: number | undefined;
    const state = (): number => (known ??= stateAfter(program, recurrence, values));
    return {
      kind: "number",
      isExact: false,
      get value() {
        return state();
      },
      get range() {
        return rangeOf(exercise.tolerance, state(), 0, exercise.rounding);
      },
    };
  }
}
