import type { Formula } from "./formula.js";
import {
  computedFromRounds,
  dependenciesOf,
  type Graph,
  type Quantity,
  type Recurrence,
} from "./graph.js";
import { either, eitherFrom, type OperatorName, operatorNames } from "./operators.js";
import { hasChoice, searchIn, type Ways, waysOf } from "./ways.js";
import { wholeIn } from "./whole.js";

/** Instructions `from` (inclusive) to `to` (exclusive), as offsets into a code. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/** A way of computing a quantity, and the instructions that do. */
export interface Way extends Segment {
  readonly ways: Ways;
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
  /**
   * Slot → the ways of computing it, for bounds; each leaves the value of the first way. What
   * several share is computed once, by the first that needs it.
   */
  readonly ways: readonly (readonly Way[])[];
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
 * Compiles a graph whose quantities stand in an order of computing (as `needed` gives it).
 * `bySignificance`: significant figures are carried, so that the order of adding matters. Throws a
 * NestedRoundsError where a recurrence is about something that is computed from a recurrence.
 */
export function compile(graph: Graph, bySignificance = false): Program {
  const quantities = [...graph.values()];
  const slots = new Map(quantities.map((q, slot) => [q.id, slot]));
  const initial: number[] = quantities.map(() => 0);
  const constants = new Map<number, number>();
  const code: number[] = [];
  const place: Assembly = {
    code,
    temporary: () => initial.push(0) - 1,
    constant: (value) => {
      const known = constants.get(value) ?? initial.push(value) - 1;
      constants.set(value, known);
      return known;
    },
    quantity: (id) => {
      const slot = slots.get(id);
      if (slot === undefined) throw new RangeError(`unknown quantity: ${id}`);
      return slot;
    },
  };
  const late = computedFromRounds(graph);
  const segments = quantities.map(() => nothing);
  const segmentsOf = (belongs: (quantity: Quantity) => boolean): Segment => {
    const from = code.length;
    for (const [slot, q] of quantities.entries())
      if (q.formula !== undefined && belongs(q)) segments[slot] = assemble(place, q.formula, slot);
    return { from, to: code.length };
  };
  const main = segmentsOf(({ id }) => !late.has(id));
  const afterRounds = segmentsOf(({ id }) => late.has(id));
  const read = new Set([...late].flatMap((id) => dependenciesOf(graph.get(id)!)));
  const whole = wholeIn(graph);
  const search = searchIn(graph, bySignificance);
  const shared = new Map<Ways, number>();
  const ways = quantities.map((q, slot) =>
    waysOf(search, q).map((ways, i): Way => {
      const asWritten = i === 0 && !hasChoice(ways);
      return { ways, ...(asWritten ? segments[slot]! : assemble(place, ways, slot, shared)) };
    }),
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
    ways,
    whole: quantities.map(({ id }) => whole.has(id)),
    recurrences: quantities.flatMap((q: Quantity, slot) =>
      q.recurrence ? [{ slot, recurrence: q.recurrence, isRead: read.has(q.id) }] : [],
    ),
  };
}

/** Where the numbers of a program stand, and the code that is written. */
export interface Assembly {
  readonly code: number[];
  temporary(): number;
  constant(value: number): number;
  quantity(id: string): number;
}

/**
 * Writes the code that computes a formula, or ways of computing one, into a slot. What several ways
 * share is computed once: `known` is where what was computed before stands.
 */
export function assemble(
  places: Assembly,
  formula: Formula | Ways,
  slot: number,
  known = new Map<Ways, number>(),
): Segment {
  const { code } = places;
  const from = code.length;
  compute(formula, slot);
  return { from, to: code.length };

  function compute(part: Ways, into: number): void {
    const [op, args] = typeof part === "object" ? [part.op, part.args] : ["copy" as const, [part]];
    const [a = 0, b = 0] = args.map(slotOf);
    const choice = { either, eitherFrom }[op as string];
    code.push(choice ?? operatorNames.indexOf(op as OperatorName), into, a, b);
  }
  function slotOf(part: Ways): number {
    if (typeof part === "string") return places.quantity(part);
    if (typeof part === "number") return places.constant(part);
    const computed = known.get(part) ?? places.temporary();
    if (!known.has(part)) {
      compute(part, computed);
      known.set(part, computed);
    }
    return computed;
  }
}
