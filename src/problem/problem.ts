import { publishedGivens } from "../draw/drawing.js";
import { boundsOf } from "../graph/bound.js";
import { evaluate } from "../graph/evaluate.js";
import { certifiedDraw, type Draw } from "./draws.js";
import { type Key, type KeyPurpose, keyFor } from "./key.js";
import type { Prepared } from "./prepare.js";

/** One variant of an exercise: its numbers and its key. */
export interface Problem extends Key {
  readonly prepared: Prepared;
  /** The seed it was drawn from; absent for a document's own numbers. */
  readonly seed?: string;
  /** What tells variants apart in results. */
  readonly variant: string;
  /** Values by slot of the program, the givens first. */
  readonly values: Float64Array;
  /** The largest absolute value among givens and answers. */
  readonly largest: number;
}

/**
 * The variant of an exercise that belongs to a seed. Throws an UnsoundError where no draw of it is
 * sound.
 */
export const problem = (prepared: Prepared, seed: string): Problem =>
  drawnProblem(prepared, seed, certifiedDraw(prepared, seed));

/**
 * The variant of an exercise that belongs to a seed, whose first sound draw this is. Throws an
 * UnsoundError where it has no key.
 */
export function drawnProblem(prepared: Prepared, seed: string, draw: Draw): Problem {
  const variant = `v${prepared.exercise.version}.${seed}`;
  return problemOf(prepared, draw, { variant, seed, purpose: "drawn" });
}

/**
 * The exercise with its document's own numbers, to be marked or audited. Throws a RangeError where
 * it publishes none, and an UnsoundError where what is asked cannot be computed.
 */
export function publishedProblem(
  prepared: Prepared,
  purpose: Exclude<KeyPurpose, "drawn"> = "given",
): Problem {
  const { exercise, program } = prepared;
  if (!exercise.published) throw new RangeError(`${exercise.name} publishes no numbers`);
  const givens = publishedGivens(
    program.ids.slice(0, program.givens),
    exercise.published.given,
    prepared.drawing.known,
  );
  return undrawn(prepared, givens, `v${exercise.version}.published`, purpose);
}

/**
 * The variant of an exercise that has these values by the ids of its givens: nothing is drawn.
 * Throws a RangeError where one is missing or unknown.
 */
export function problemFromGivens(
  prepared: Prepared,
  given: Readonly<Record<string, number>>,
  variant: string,
): Problem {
  const { exercise, program, drawing } = prepared;
  const ids = program.ids.slice(0, program.givens);
  const missing = ids.find((id) => !Object.hasOwn(given, id));
  if (missing !== undefined)
    throw new RangeError(`variant ${variant} of ${exercise.name} has no value for ${missing}`);
  const unknown = Object.keys(given).find((id) => !drawing.known.includes(id));
  if (unknown !== undefined)
    throw new RangeError(`variant ${variant}: ${exercise.name} has no given ${unknown}`);
  return undrawn(
    prepared,
    ids.map((id) => given[id]!),
    variant,
    "given",
  );
}

function undrawn(
  prepared: Prepared,
  givens: readonly number[],
  variant: string,
  purpose: KeyPurpose,
): Problem {
  const { exercise, program, soundness } = prepared;
  const values = evaluate(program, givens);
  return problemOf(
    prepared,
    { values, bounds: boundsOf(program, values, exercise.rounding, soundness.scratch.bounds) },
    { variant, purpose },
  );
}

/** The values of a problem's givens, by their ids. */
export function givensOf({
  prepared: { program },
  values,
}: Problem): Readonly<Record<string, number>> {
  return Object.fromEntries(
    program.ids.slice(0, program.givens).map((id, slot) => [id, values[slot]!]),
  );
}

function problemOf(
  prepared: Prepared,
  draw: Draw,
  origin: { readonly variant: string; readonly seed?: string; readonly purpose: KeyPurpose },
): Problem {
  const { values } = draw;
  const { variant, seed, purpose } = origin;
  const { key, answers } = keyFor(prepared, draw, purpose);
  let largest = 0;
  for (let slot = 0; slot < values.length; slot++)
    largest = Math.max(largest, Math.abs(values[slot]!));
  return {
    prepared,
    ...(seed === undefined ? {} : { seed }),
    variant,
    values,
    key,
    answers,
    largest,
  };
}

/** The value of a quantity of a problem: of a state after many rounds, its answer's. */
export function exactValue({ prepared: { program }, values, key }: Problem, id: string): number {
  const answer = program.graph.get(id)?.recurrence ? key.get(id) : undefined;
  return answer?.kind === "number" ? answer.value : values[program.slots.get(id)!]!;
}
