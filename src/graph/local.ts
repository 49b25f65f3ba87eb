import { alwaysRounds, boundOfWays } from "./bound.js";
import { apply, run } from "./evaluate.js";
import { type Formula, op, operandsOf, partsIn } from "./formula.js";
import { dependenciesOf, quantityOf } from "./graph.js";
import { operatorNames, operators } from "./operators.js";
import { type Assembly, assemble, type Program, type Segment } from "./program.js";
import type { Rounding } from "./rounding.js";
import { hasChoice, operandsOfWays } from "./ways.js";

/**
 * One asked quantity computed from the asked quantities and givens next to it: what lies between
 * and is not asked is computed on the way, in scratch slots, so that a local never disturbs the
 * values it reads.
 */
export interface Local {
  readonly steps: readonly {
    readonly slot: number;
    readonly main: Segment;
    /** The ways of computing it, for its bound. */
    readonly ways: readonly Segment[];
  }[];
  /** The main segments of all steps, one after the other. */
  readonly main: Segment;
  readonly result: number;
  /** The slots of the asked quantities it reads. */
  readonly operands: readonly number[];
  /** Whether it takes its one operand over as it is. */
  readonly isCopy: boolean;
}

/** Locals of one program: their code, and the values it needs, the program's named slots first. */
export interface Locals {
  readonly code: Int32Array;
  readonly initial: Float64Array;
  /** The slots of the program that any of them reads, in any way of computing. */
  readonly reads: readonly number[];
  /**
   * Values and bounds to compute with, for one script or variant at a time: making them anew takes
   * longer than marking.
   */
  readonly scratch: { readonly values: Float64Array; readonly bounds: Float64Array };
}

export interface LocalBuilder {
  /**
   * Adds the local of an asked quantity, with other formulas for some quantities; undefined where
   * they need a quantity that the program does not compute, or need themselves.
   */
  add(id: string, formulas?: ReadonlyMap<string, Formula>): Local | undefined;
  finish(): Locals;
}

// Constants get their places when all scratch is known; until then they are numbered from here.
const firstConstant = 1 << 24;

/** Builds locals for a program in which these quantities are asked. */
export function localBuilder(program: Program, asked: ReadonlySet<string>): LocalBuilder {
  const { graph, ids, slots } = program;
  const code: number[] = [];
  const constants = new Map<number, number>();
  let scratch = 0;
  return { add, finish };

  function add(id: string, formulas: ReadonlyMap<string, Formula> = new Map()): Local | undefined {
    const order = between(program, id, asked, formulas);
    if (!order?.every((inner) => slots.has(inner))) return undefined;
    const own = new Map(order.map((inner, i) => [inner, ids.length + i]));
    let next = ids.length + order.length;
    const operands = new Set<number>();
    const places: Assembly = {
      code,
      temporary: () => next++,
      constant: (value) => {
        const known = constants.get(value) ?? firstConstant + constants.size;
        constants.set(value, known);
        return known;
      },
      // The quantity itself is computed here; read by a formula of its own, it would be an operand.
      quantity: (read) => {
        const inner = own.get(read);
        if (inner !== undefined) return inner;
        const slot = slots.get(read)!;
        if (asked.has(read)) operands.add(slot);
        return slot;
      },
    };
    const from = code.length;
    const mains = order.map((inner) =>
      assemble(places, formulas.get(inner) ?? graph.get(inner)!.formula ?? inner, own.get(inner)!),
    );
    const main = { from, to: code.length };
    // What only another way reads is no operand: the value does not depend on it.
    const operandsOfMain = [...operands];
    const steps = order.map((inner, i) => {
      const slot = own.get(inner)!;
      // A misread formula is computed as it is written.
      const ways = formulas.has(inner)
        ? [mains[i]!]
        : program.ways[slots.get(inner)!]!.map(({ ways }, way) =>
            way === 0 && !hasChoice(ways) ? mains[i]! : assemble(places, ways, slot),
          );
      return { slot, main: mains[i]!, ways };
    });
    scratch = Math.max(scratch, next - ids.length);
    const isCopy = steps.length === 1 && code[main.from] === operatorNames.indexOf("copy");
    return { steps, main, result: own.get(id)!, operands: operandsOfMain, isCopy };
  }

  function finish(): Locals {
    const base = ids.length + scratch;
    const initial = new Float64Array(base + constants.size);
    for (const [value, slot] of constants) initial[base + slot - firstConstant] = value;
    const reads = code.filter((slot, i) => i % 4 >= 2 && slot < ids.length);
    return {
      code: Int32Array.from(code, (slot) =>
        slot >= firstConstant ? base + slot - firstConstant : slot,
      ),
      initial,
      reads: [...new Set(reads)],
      scratch: { values: initial.slice(), bounds: new Float64Array(2 * initial.length) },
    };
  }
}

/**
 * A local as one formula, in which `named` says what stands for a slot of the program; what needs
 * no operand is worked out. Undefined where it has more than `most` parts.
 */
export function localFormula(
  { code, initial }: Locals,
  { main, result, steps }: Local,
  named: (slot: number) => Formula,
  most: number,
): Formula | undefined {
  const own = Math.min(...steps.map(({ slot }) => slot));
  const found = new Map<number, Formula>();
  const of = (slot: number): Formula =>
    found.get(slot) ?? (slot < own ? named(slot) : initial[slot]!);
  for (let i = main.from; i < main.to; i += 4) {
    const name = operatorNames[code[i]!]!;
    const { arity, of: value } = operators[name];
    const args = [of(code[i + 2]!), of(code[i + 3]!)].slice(0, arity);
    const [a = 0, b = 0] = args;
    const part =
      name === "copy"
        ? a
        : typeof a === "number" && typeof b === "number"
          ? value(a, b)
          : op(name, ...args);
    if (partsIn(part) > most) return undefined;
    found.set(code[i + 1]!, part);
  }
  return of(result);
}

/** The value of a local from the values of its operands. */
export function localValue({ code }: Locals, local: Local, values: Float64Array): number {
  run(code, local.main, values);
  return values[local.result]!;
}

/** Whether a local reads any such slot of the program: of an asked quantity or a given. */
export function readsAny(
  { code }: Locals,
  { main, steps }: Local,
  isSuch: (slot: number) => boolean,
): boolean {
  let own = Number.POSITIVE_INFINITY;
  for (const { slot } of steps) own = Math.min(own, slot);
  for (let i = main.from; i < main.to; i += 4) {
    const [a, b] = [code[i + 2]!, code[i + 3]!];
    if ((a < own && isSuch(a)) || (b < own && isSuch(b))) return true;
  }
  return false;
}

/** The same, carrying every result on the way with the digits that `carry` leaves it. */
export function localCarried(
  { code }: Locals,
  local: Local,
  values: Float64Array,
  carry: (value: number) => number,
): number {
  for (const { slot, main } of local.steps) {
    for (let i = main.from; i < main.to; i += 4) {
      apply(code, i, values);
      const result = code[i + 1]!;
      if (alwaysRounds[code[i]!]) values[result] = carry(values[result]!);
    }
    values[slot] = carry(values[slot]!);
  }
  return values[local.result]!;
}

/**
 * The error bound of a local from the values and bounds of its operands, over all ways of
 * computing.
 */
export function localBound(
  { code }: Locals,
  local: Local,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): number {
  for (const { slot, main, ways } of local.steps)
    boundOfWays(code, ways, main, slot, values, bounds, rounding);
  return bounds[local.result]!;
}

/** The same, where everything is computed as its formula is written. */
export function boundAsWritten(
  { code }: Locals,
  local: Local,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): number {
  for (const { slot, main } of local.steps)
    boundOfWays(code, [main], main, slot, values, bounds, rounding);
  return bounds[local.result]!;
}

// The quantity and the unasked ones it needs, in an order of computing.
function between(
  program: Program,
  id: string,
  asked: ReadonlySet<string>,
  formulas: ReadonlyMap<string, Formula>,
): readonly string[] | undefined {
  const { graph } = program;
  const state = new Map<string, "open" | "done">();
  const order: string[] = [];
  return visit(id, true) ? order : undefined;

  function visit(inner: string, top: boolean): boolean {
    const quantity = graph.get(inner);
    if (!quantity) return false;
    if (!top && (asked.has(inner) || quantity.formula === undefined)) return true;
    if (state.get(inner) === "done") return true;
    if (state.get(inner) === "open") return false;
    state.set(inner, "open");
    const changed = formulas.get(inner);
    const operands = changed === undefined ? operandsIn(program, inner) : operandsOf(changed);
    if (!operands.every((operand) => operand !== inner && visit(operand, false))) return false;
    state.set(inner, "done");
    order.push(inner);
    return true;
  }
}

// What any way of computing a quantity reads.
function operandsIn({ graph, slots, ways }: Program, id: string): readonly string[] {
  const slot = slots.get(id);
  const ofWays =
    slot === undefined ? [] : ways[slot]!.flatMap((one) => [...operandsOfWays(one.ways)]);
  return [...new Set([...dependenciesOf(quantityOf(graph, id)), ...ofWays])];
}
