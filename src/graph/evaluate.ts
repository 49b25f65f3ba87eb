import type { Recurrence } from "./graph.js";
import { operatorNames, operators } from "./operators.js";
import type { Program, Segment } from "./program.js";

/** Values by id. */
export type Values = Readonly<Record<string, number>>;

/**
 * The value of every slot of a program for these givens (by slot order: `program.ids`, the first
 * `program.givens`). Writes into `values` where one is handed in, which must have come from an
 * earlier call on the same program. Recurrences that no formula reads stay 0: `stateAfter` gives
 * them.
 */
export function evaluate(
  program: Program,
  givens: ArrayLike<number>,
  values: Float64Array = program.initial.slice(),
): Float64Array {
  for (let slot = 0; slot < program.givens; slot++) values[slot] = givens[slot]!;
  run(program.code, program.main, values);
  for (const { slot, recurrence, isRead } of program.recurrences)
    if (isRead) values[slot] = stateAfter(program, recurrence, values);
  run(program.code, program.afterRounds, values);
  return values;
}

// By opcode; functions in an array are called faster than methods of objects.
const operations = operatorNames.map((name) => operators[name].of);
const { "+": sum, "-": difference, "*": product, "/": quotient, negate, copy, exp } = operators;
const plus = operatorNames.indexOf("+");
const minus = operatorNames.indexOf("-");
const times = operatorNames.indexOf("*");
const over = operatorNames.indexOf("/");
const negating = operatorNames.indexOf("negate");
const copying = operatorNames.indexOf("copy");
const raising = operatorNames.indexOf("exp");

/** Runs one segment's instructions on these slots. */
export function run(code: Int32Array, { from, to }: Segment, values: Float64Array): void {
  for (let i = from; i < to; i += 4) apply(code, i, values);
}

/**
 * Runs one instruction. The commonest operations are called by name, so that they can be inlined: a
 * call takes longer than they. Each result is written down where it is found: a number that comes
 * now from a call and now from inlined code would be made an object.
 */
export function apply(code: Int32Array, i: number, values: Float64Array): void {
  const opcode = code[i]!;
  const slot = code[i + 1]!;
  const a = values[code[i + 2]!]!;
  const b = values[code[i + 3]!]!;
  if (opcode === times) values[slot] = product.of(a, b);
  else if (opcode === plus) values[slot] = sum.of(a, b);
  else if (opcode === minus) values[slot] = difference.of(a, b);
  else if (opcode === over) values[slot] = quotient.of(a, b);
  else if (opcode === copying) values[slot] = copy.of(a);
  else if (opcode === negating) values[slot] = negate.of(a);
  else if (opcode === raising) values[slot] = exp.of(a, b);
  else values[slot] = operations[opcode]!(a, b);
}

/** The givens of a program in slot order. Throws where one is missing. */
export function givensOf(program: Program, values: Values): Float64Array {
  return Float64Array.from({ length: program.givens }, (_, slot) => {
    const value = values[program.ids[slot]!];
    if (value === undefined) throw new RangeError(`no value for ${program.ids[slot]}`);
    return value;
  });
}

/** The named values of a run, by id. */
export function valuesById(program: Program, values: ArrayLike<number>): Values {
  return Object.fromEntries(program.ids.map((id, slot) => [id, values[slot]!]));
}

/**
 * The state that a recurrence is about: the program run, its updated values fed back, and so on for
 * all rounds. Or the number of rounds it takes; NaN where they do not suffice. `givens` are the
 * first values of an evaluation. `seen` is told the state after each round.
 */
export function stateAfter(
  program: Program,
  { rounds, of, feed, below }: Recurrence,
  givens: ArrayLike<number>,
  seen: (round: number, state: number) => void = () => {},
): number {
  const state = program.initial.slice();
  for (let slot = 0; slot < program.givens; slot++) state[slot] = givens[slot]!;
  const pairs = feed.map(
    ([given, updated]) => [program.slots.get(given)!, program.slots.get(updated)!] as const,
  );
  const watched = program.slots.get(of)!;
  for (let round = 0; round < rounds; round++) {
    run(program.code, program.main, state);
    if (below !== undefined && state[watched]! < below) return round;
    if (round > 0) seen(round, state[watched]!);
    for (const [given, updated] of pairs) state[given] = state[updated]!;
  }
  run(program.code, program.main, state);
  seen(rounds, state[watched]!);
  if (below !== undefined) return state[watched]! < below ? rounds : Number.NaN;
  return state[watched]!;
}
