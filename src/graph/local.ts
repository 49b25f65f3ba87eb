import { alwaysRounds, boundSegment } from "./bound.js";
import { applied, run } from "./evaluate.js";
import { type Formula, isOperation, operandsOf } from "./formula.js";
import { dependenciesOf, type Graph } from "./graph.js";
import { operatorNames } from "./operators.js";
import type { Program, Segment } from "./program.js";
import type { Rounding } from "./rounding.js";

/**
 * One asked quantity computed from the asked quantities and givens next to it: what lies between
 * and is not asked is computed on the way, in scratch slots, so that a local never disturbs the
 * values it reads.
 */
export interface Local {
  readonly steps: readonly {
    readonly slot: number;
    readonly main: Segment;
    readonly orders: readonly Segment[];
  }[];
  /** The main segments of all steps, one after the other. */
  readonly main: Segment;
  readonly result: number;
  /** The slots of the asked quantities it reads. */
  readonly operands: readonly number[];
  /** Whether it takes its one operand over as it is. */
  readonly copies: boolean;
}

/** Locals of one program: their code, and the values it needs, the program's named slots first. */
export interface Locals {
  readonly code: Int32Array;
  readonly initial: Float64Array;
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
export function localBuilder(
  { graph, ids, slots }: Program,
  asked: ReadonlySet<string>,
): LocalBuilder {
  const code: number[] = [];
  const constants = new Map<number, number>();
  let scratch = 0;
  return { add, finish };

  function add(id: string, formulas: ReadonlyMap<string, Formula> = new Map()): Local | undefined {
    const order = between(graph, id, asked, formulas);
    if (!order?.every((inner) => slots.has(inner))) return undefined;
    const own = new Map(order.map((inner, i) => [inner, ids.length + i]));
    let next = ids.length + order.length;
    const operands = new Set<number>();
    const from = code.length;
    const mains = order.map((inner) =>
      segment(formulas.get(inner) ?? graph.get(inner)!.formula ?? inner, own.get(inner)!),
    );
    const main = { from, to: code.length };
    // What only another order reads is no operand: the value does not depend on it.
    const operandsOfMain = [...operands];
    const steps = order.map((inner, i) => {
      const slot = own.get(inner)!;
      // A misread formula has no declared orders of its own.
      const orders = formulas.has(inner) ? [] : (graph.get(inner)!.orders ?? []);
      return { slot, main: mains[i]!, orders: orders.map((other) => segment(other, slot)) };
    });
    scratch = Math.max(scratch, next - ids.length);
    const copies = steps.length === 1 && code[main.from] === operatorNames.indexOf("copy");
    return { steps, main, result: own.get(id)!, operands: operandsOfMain, copies };

    function segment(formula: Formula, slot: number): Segment {
      const from = code.length;
      compute(formula, slot);
      return { from, to: code.length };
    }
    function compute(formula: Formula, slot: number): void {
      const [name, args] = isOperation(formula)
        ? [formula.op, formula.args]
        : (["copy", [formula]] as const);
      const [a = 0, b = 0] = args.map(slotOf);
      code.push(operatorNames.indexOf(name), slot, a, b);
    }
    function slotOf(formula: Formula): number {
      if (typeof formula === "number") {
        if (!constants.has(formula)) constants.set(formula, firstConstant + constants.size);
        return constants.get(formula)!;
      }
      if (typeof formula === "string") {
        const inner = own.get(formula);
        // The quantity itself is computed here; read by a formula of its own, it would be an
        // operand.
        if (inner !== undefined) return inner;
        const slot = slots.get(formula)!;
        if (asked.has(formula)) operands.add(slot);
        return slot;
      }
      const slot = next++;
      compute(formula, slot);
      return slot;
    }
  }

  function finish(): Locals {
    const base = ids.length + scratch;
    const initial = new Float64Array(base + constants.size);
    for (const [value, slot] of constants) initial[base + slot - firstConstant] = value;
    return {
      code: Int32Array.from(code, (slot) =>
        slot >= firstConstant ? base + slot - firstConstant : slot,
      ),
      initial,
      scratch: { values: initial.slice(), bounds: new Float64Array(initial.length) },
    };
  }
}

/** The value of a local from the values of its operands. */
export function localValue({ code }: Locals, local: Local, values: Float64Array): number {
  run(code, local.main, values);
  return values[local.result]!;
}

/** The slots of the program that a local reads: asked quantities and givens. */
export function readBy({ code }: Locals, { main, steps }: Local): readonly number[] {
  const own = Math.min(...steps.map(({ slot }) => slot));
  const read = new Set<number>();
  for (let i = main.from; i < main.to; i += 4) {
    for (const slot of [code[i + 2]!, code[i + 3]!]) if (slot < own) read.add(slot);
  }
  return [...read];
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
      const opcode = code[i]!;
      const value = applied(opcode, values[code[i + 2]!]!, values[code[i + 3]!]!);
      values[code[i + 1]!] = alwaysRounds[opcode] ? carry(value) : value;
    }
    values[slot] = carry(values[slot]!);
  }
  return values[local.result]!;
}

/**
 * The error bound of a local from the values and bounds of its operands, over all orders of
 * computing.
 */
export function localBound(
  { code }: Locals,
  local: Local,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): number {
  for (const { slot, main, orders } of local.steps) {
    boundSegment(code, main, values, bounds, rounding);
    if (orders.length === 0) continue;
    const value = values[slot]!;
    let bound = bounds[slot]!;
    for (const order of orders) {
      boundSegment(code, order, values, bounds, rounding);
      bound = Math.max(bound, bounds[slot]!);
    }
    values[slot] = value;
    bounds[slot] = bound;
  }
  return bounds[local.result]!;
}

// The quantity and the unasked ones it needs, in an order of computing.
function between(
  graph: Graph,
  id: string,
  asked: ReadonlySet<string>,
  formulas: ReadonlyMap<string, Formula>,
): readonly string[] | undefined {
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
    const operands = changed === undefined ? dependenciesOf(quantity) : operandsOf(changed);
    if (!operands.every((operand) => operand !== inner && visit(operand, false))) return false;
    state.set(inner, "done");
    order.push(inner);
    return true;
  }
}
