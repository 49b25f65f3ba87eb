import { type Formula, operandsOf } from "./formula.js";

/** What a quantity is in a training step; `given` roles are drawn, the others computed. */
export const roles = [
  "input",
  "initialState",
  "target",
  "weight",
  "bias",
  "learningRate",
  "momentum",
  "initialVelocity",
  "change",
  "constant",
  "preActivation",
  "exponential",
  "activation",
  "activationDerivative",
  "outputLoss",
  "loss",
  "lossDerivative",
  "contribution",
  "inputFactor",
  "weightFactor",
  "delta",
  "gradient",
  "biasGradient",
  "inputGradient",
  "velocity",
  "scaledGradient",
  "weightChange",
  "biasChange",
  "updatedWeight",
  "updatedBias",
  "predicted",
  "actual",
  "drop",
  "value",
  "derivative",
] as const;

export type Role = (typeof roles)[number];

/**
 * Where in a network a quantity sits. Units, inputs and layers count from 1; the inputs are layer
 * 0.
 */
export interface Place {
  /** The training step; the pass after the last update is one more. */
  readonly step: number;
  /** The example, where there are several and the quantity is of one of them. */
  readonly example?: number;
  /** The time, in a recurrent network. */
  readonly time?: number;
  readonly layer?: number;
  /** The unit the quantity belongs to; for a weight, the unit it leads to. */
  readonly unit?: number;
  /**
   * For a weight, the unit or input it comes from; for a contribution, the hidden unit it goes to.
   */
  readonly from?: number;
  /** For a weight: it leads from the layer itself, one time earlier. */
  readonly recurrent?: true;
  /**
   * `nudged`: in the pass with one weight moved a little. `rounds`: after so many training rounds.
   */
  readonly pass?: "nudged" | { readonly rounds: number };
}

/** Something a student can write down: what it is, where it sits, and how it is computed. */
export interface Quantity {
  readonly id: string;
  readonly role: Role;
  readonly at: Place;
  /** Absent where the quantity is given. */
  readonly formula?: Formula;
  /** Other orders of computing the same value that a careful person may choose. */
  readonly orders?: readonly Formula[];
  readonly derivative?: Derivative;
  /**
   * For a state after many rounds: feed the updated values back in, so many times, then read `of`.
   */
  readonly recurrence?: Recurrence;
}

/**
 * Of which quantity a quantity is a derivative, by which: it names it in print, and lets dual
 * numbers confirm it.
 */
export interface Derivative {
  readonly of: string;
  readonly by: string;
  /** It has the opposite sign. */
  readonly negated?: boolean;
  /**
   * It is the part that one use of a shared weight has in the derivative, which dual numbers do not
   * tell apart.
   */
  readonly share?: boolean;
}

/**
 * A state after so many rounds; or, with `below`, the number of rounds, at most so many, until it
 * is less than that.
 */
export interface Recurrence {
  readonly rounds: number;
  readonly of: string;
  readonly below?: number;
  /** Pairs of a given and the quantity that replaces it in the next round. */
  readonly feed: readonly (readonly [given: string, updated: string])[];
}

/** Quantities by id. */
export type Graph = ReadonlyMap<string, Quantity>;

/** A graph of these quantities; a later one of the same id replaces the earlier, in its place. */
export const graph = (quantities: Iterable<Quantity>): Graph =>
  new Map([...quantities].map((q) => [q.id, q]));

/** The quantity of this id. Throws where the graph has none. */
export function quantityOf(graph: Graph, id: string): Quantity {
  const quantity = graph.get(id);
  if (!quantity) throw new RangeError(`unknown quantity: ${id}`);
  return quantity;
}

/** What a quantity is computed from, whichever order of computing is chosen. */
export const dependenciesOf = (quantity: Quantity): readonly string[] => [
  ...new Set(
    quantity.recurrence
      ? [quantity.recurrence.of, ...quantity.recurrence.feed.flat()]
      : [quantity.formula ?? 0, ...(quantity.orders ?? [])].flatMap(operandsOf),
  ),
];

/** Rounds that need a state after many rounds in each of them. */
export class NestedRoundsError extends RangeError {
  override readonly name = "NestedRoundsError";
  constructor(readonly id: string) {
    super(`${id} needs a state after many rounds in each of its own rounds`);
  }
}

/**
 * The ids of what is computed from a state after many rounds, in a graph whose quantities stand in
 * an order of computing. Throws a NestedRoundsError where the rounds themselves need such a state.
 */
export function computedFromRounds(graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const quantity of graph.values()) {
    const needsState = dependenciesOf(quantity).some(
      (id) => found.has(id) || graph.get(id)?.recurrence !== undefined,
    );
    if (!needsState) continue;
    if (quantity.recurrence) throw new NestedRoundsError(quantity.id);
    found.add(quantity.id);
  }
  return found;
}

/** A quantity that is computed from itself. */
export class CycleError extends RangeError {
  override readonly name = "CycleError";
  constructor(readonly id: string) {
    super(`${id} is computed from itself`);
  }
}

/**
 * Only what the wanted quantities need, givens first, then each after what it is computed from.
 * Throws where a formula names an unknown quantity or needs itself.
 */
export function needed(graph: Graph, wanted: Iterable<string>): Graph {
  const state = new Map<string, "open" | "done">();
  const ordered: Quantity[] = [];
  for (const id of wanted) visit(id, id);
  const given = (q: Quantity): boolean => q.formula === undefined && q.recurrence === undefined;
  const givens = [...graph.values()].filter((q) => given(q) && state.has(q.id));
  return new Map([...givens, ...ordered.filter((q) => !given(q))].map((q) => [q.id, q]));

  function visit(id: string, from: string): void {
    if (state.get(id) === "done") return;
    if (state.get(id) === "open") throw new CycleError(id);
    const quantity = graph.get(id);
    if (!quantity) throw new RangeError(`${from}: unknown quantity: ${id}`);
    state.set(id, "open");
    for (const operand of dependenciesOf(quantity)) visit(operand, id);
    state.set(id, "done");
    ordered.push(quantity);
  }
}
