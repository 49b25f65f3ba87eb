import { type Formula, isOperation } from "./formula.js";
import {
  computedFromRounds,
  dependenciesOf,
  type Graph,
  type Quantity,
  type Recurrence,
} from "./graph.js";
import { operatorNames } from "./operators.js";
import { wholeIn } from "./whole.js";

/** Instructions `from` (inclusive) to `to` (exclusive), as offsets into a code. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/**
 * A graph as a flat program: every quantity has a slot, in an order in which each can be computed,
 * and a segment of instructions of four integers (opcode, result slot, operand slots) that computes
 * it.
 */
export interface Program {
  readonly graph: Graph;
  /** Slot → id: the givens, then the computed quantities. */
  readonly ids: readonly string[];
  readonly slots: ReadonlyMap<string, number>;
  readonly givens: number;
  /** A value for every slot, constants in place. */
  readonly initial: Float64Array;
  readonly code: Int32Array;
  /** The segments of all computed quantities that need no recurrence, one after the other. */
  readonly main: Segment;
  /** The segments of those that do. */
  readonly afterRounds: Segment;
  /** Slot → its segment (empty for givens and recurrences). */
  readonly segments: readonly Segment[];
  /** Slot → the segments of its other orders of computing. */
  readonly orders: readonly (readonly Segment[])[];
  /** Slot → whether its quantity can only be a whole number. */
  readonly whole: readonly boolean[];
  readonly recurrences: readonly {
    readonly slot: number;
    readonly recurrence: Recurrence;
    /** Whether a formula reads it. */
    readonly isRead: boolean;
  }[];
}

const nothing: Segment = { from: 0, to: 0 };

/** What some slots of a program have, by slot. */
export type BySlot<T> = readonly (T | undefined)[];

/**
 * Compiles a graph whose quantities stand in an order of computing (as `needed` gives it). Throws a
 * NestedRoundsError where a recurrence is about something that is computed from a recurrence.
 */
export function compile(graph: Graph): Program {
  const quantities = [...graph.values()];
  const slots = new Map(quantities.map((q, slot) => [q.id, slot]));
  const initial: number[] = quantities.map(() => 0);
  const constants = new Map<number, number>();
  const code: number[] = [];
  const late = computedFromRounds(graph);
  const segments = quantities.map(() => nothing);
  const main = segmentsOf(({ id }) => !late.has(id));
  const afterRounds = segmentsOf(({ id }) => late.has(id));
  const read = new Set([...late].flatMap((id) => dependenciesOf(graph.get(id)!)));
  const whole = wholeIn(graph);
  const orders = quantities.map((q, slot) =>
    (q.orders ?? []).map((formula) => segment(formula, slot)),
  );
  return {
    graph,
    ids: quantities.map((q) => q.id),
    slots,
    givens: quantities.filter((q) => q.formula === undefined && !q.recurrence).length,
    initial: Float64Array.from(initial),
    code: Int32Array.from(code),
    main,
    afterRounds,
    segments,
    orders,
    whole: quantities.map(({ id }) => whole.has(id)),
    recurrences: quantities.flatMap((q: Quantity, slot) =>
      q.recurrence ? [{ slot, recurrence: q.recurrence, isRead: read.has(q.id) }] : [],
    ),
  };

  function segmentsOf(belongs: (quantity: Quantity) => boolean): Segment {
    const from = code.length;
    for (const [slot, q] of quantities.entries()) {
      if (q.formula !== undefined && belongs(q)) segments[slot] = segment(q.formula, slot);
    }
    return { from, to: code.length };
  }
  function segment(formula: Formula, slot: number): Segment {
    const from = code.length;
    compute(formula, slot);
    return { from, to: code.length };
  }
  function compute(formula: Formula, slot: number): void {
    if (!isOperation(formula)) {
      emit("copy", slot, slotOf(formula), 0);
      return;
    }
    const [a = 0, b = 0] = formula.args.map(slotOf);
    emit(formula.op, slot, a, b);
  }
  function slotOf(formula: Formula): number {
    if (typeof formula === "string") {
      const slot = slots.get(formula);
      if (slot === undefined) throw new RangeError(`unknown quantity: ${formula}`);
      return slot;
    }
    if (typeof formula === "number") {
      const known = constants.get(formula);
      if (known !== undefined) return known;
      constants.set(formula, initial.length);
      return initial.push(formula) - 1;
    }
    const temporary = initial.push(0) - 1;
    compute(formula, temporary);
    return temporary;
  }
  function emit(name: (typeof operatorNames)[number], slot: number, a: number, b: number): void {
    code.push(operatorNames.indexOf(name), slot, a, b);
  }
}
