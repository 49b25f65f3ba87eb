import type { Choice } from "../exercise/exercise.js";
import { stateAfter } from "../graph/evaluate.js";
import type { Recurrence } from "../graph/graph.js";
import type { BySlot } from "../graph/program.js";
import { wordFor, wordsOf } from "../question/choice.js";
import { isConfirmed, keyDisagreement } from "../question/confirmation.js";
import { criteria, infiniteIn } from "../question/criteria.js";
import { inspectionOf } from "../question/soundness.js";
import { isExact, rangeOf } from "../question/tolerance.js";
import type { Range } from "../question/within.js";
import type { Draw } from "./draws.js";
import type { AskedSlot, Prepared } from "./prepare.js";
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
 * What a key is for: numbers that were drawn, all of which have to be sound; those of a document or
 * a record, of which what is asked has to be; or a text that is audited, where an answer may be
 * further from its value than can be said, since each step is judged by the numbers before it.
 */
export type KeyPurpose = "drawn" | "given" | "audited";

/**
 * The key of a draw. Throws an UnsoundError where it is none: a number too large, or one that a
 * second route denies.
 */
export function keyFor(prepared: Prepared, draw: Draw, purpose: KeyPurpose): Key {
  confirm(prepared, draw, purpose);
  const { program, asked } = prepared;
  const key = new Map<string, Answer>();
  const answers: (Answer | undefined)[] = program.ids.map(() => undefined);
  for (let place = 0; place < asked.length; place++) {
    const one = asked[place]!;
    const answer = answerTo(prepared, draw, one, purpose);
    key.set(one.id, answer);
    answers[one.slot] = answer;
  }
  return { key, answers };
}

/**
 * Every number is finite (of what is not drawn, every one that is asked), and dual numbers come to
 * the derivatives of the key.
 */
function confirm(prepared: Prepared, { values, bounds }: Draw, purpose: KeyPurpose): void {
  const { exercise, program, soundness, slots } = prepared;
  const infinite = infiniteIn(program, values, purpose === "drawn" ? undefined : slots);
  if (infinite !== undefined)
    throw new UnsoundError(`${exercise.name}: ${infinite} ${criteria.infinite.reason}`);
  const worst = keyDisagreement(soundness.plans, program, values, soundness.scratch.tangents);
  // At a kink, where a text's own numbers may lie and no drawn ones do, a derivative is a
  // convention.
  const isAtKink = () =>
    criteria.atKink.brokenBy(inspectionOf(soundness, values, bounds)) !== undefined;
  if (!isConfirmed(worst) && !isAtKink())
    throw new UnsoundError(`${exercise.name}: ${worst.id} is not confirmed by dual numbers`);
}

function answerTo(
  prepared: Prepared,
  draw: Draw,
  { id, slot, choice, recurrence }: AskedSlot,
  purpose: KeyPurpose,
): Answer {
  if (recurrence)
    return recurrence.below === undefined
      ? stateAnswer(prepared, draw, recurrence)
      : countAnswer(prepared, draw, id, recurrence);
  return choice
    ? choiceAnswer(prepared, draw.values[slot]!, id, choice)
    : numberAnswer(prepared, draw, slot, purpose);
}

function choiceAnswer({ exercise }: Prepared, value: number, id: string, choice: Choice): Answer {
  const word = wordFor(choice, value);
  if (word === undefined)
    throw new UnsoundError(`${exercise.name}: no word of ${id} fits ${value}`);
  return { kind: "choice", word, words: wordsOf(choice) };
}

function numberAnswer(
  { exercise, program, soundness }: Prepared,
  { values, bounds }: Draw,
  slot: number,
  purpose: KeyPurpose,
): Answer {
  const { tolerance, rounding, name } = exercise;
  const value = values[slot]!;
  const bound = bounds[slot]!;
  const step = soundness.inspected.stepOf(slot, values);
  const range = rangeOf(tolerance, value, bound, rounding, program.whole[slot], step);
  if (!Number.isFinite(range.tolerance) && purpose !== "audited")
    throw new UnsoundError(`${name}: ${program.ids[slot]} becomes too large to be computed`);
  return { kind: "number", value, range, isExact: isExact(rounding, value, bound) };
}

function countAnswer(
  { exercise, program }: Prepared,
  { values }: Draw,
  id: string,
  recurrence: Recurrence,
): Answer {
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
function stateAnswer(
  { exercise, program }: Prepared,
  { values }: Draw,
  recurrence: Recurrence,
): Answer {
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
