import { isOperation } from "./formula.js";
import type { Graph, Quantity, Role } from "./graph.js";

/**
 * How one quantity leads to others, for malrules that put one in another's place:
 * `updated(weight)`. Each gives the ids it may lead to; none where the network has no such
 * quantity.
 */
export const relations = {
  /** The weight or bias after this step's update. */
  updated: (graph, id) => all(graph, (q) => updatedRoles.includes(q.role) && replaces(q) === id),
  /** The weight or bias before the update that made this one. */
  old: (graph, id) => {
    const quantity = graph.get(id);
    const before =
      quantity && updatedRoles.includes(quantity.role) ? replaces(quantity) : undefined;
    return before === undefined ? [] : [before];
  },
  /** The pre-activation of the unit whose activation this is. */
  preActivationOf: (graph, id) =>
    beside(graph, id, (q, self) => q.role === "preActivation" && sameUnit(q, self)),
  /**
   * Another of the same kind: an input or activation of the same layer, a weight that shares an
   * end, any other bias.
   */
  another: (graph, id) =>
    nextFirst(graph, id, (q, self) => {
      if (
        q.id === id ||
        q.role !== self.role ||
        !samePass(q, self) ||
        q.at.recurrent !== self.at.recurrent
      )
        return false;
      if (self.role === "bias" || self.role === "updatedBias") return true;
      if (q.at.layer !== self.at.layer) return false;
      return self.at.from === undefined || q.at.from === self.at.from || q.at.unit === self.at.unit;
    }),
  /** The weight with its two ends exchanged. */
  transposed: (graph, id) =>
    beside(
      graph,
      id,
      (q, self) =>
        q.role === self.role &&
        q.at.step === self.at.step &&
        q.at.pass === self.at.pass &&
        q.at.recurrent === self.at.recurrent &&
        q.at.layer === self.at.layer &&
        q.at.unit === self.at.from &&
        q.at.from === self.at.unit,
    ),
  /** The same in every unit of its layer, or every input. */
  inItsLayer: (graph, id) =>
    beside(
      graph,
      id,
      (q, self) => q.role === self.role && samePass(q, self) && q.at.layer === self.at.layer,
    ),
  /** The unit or input with the same number in the layer before. */
  sameUnitBefore: (graph, id) =>
    beside(
      graph,
      id,
      (q, self) =>
        (q.role === "activation" || q.role === "input") &&
        q.at.layer === (self.at.layer ?? 0) - 1 &&
        q.at.unit === self.at.unit &&
        (q.role === "input" || q.at.step === self.at.step) &&
        q.at.example === self.at.example &&
        q.at.time === self.at.time &&
        q.at.pass === self.at.pass,
    ),
  /** The delta of the unit that a gradient's weight leads to. */
  deltaOf: (graph, id) => beside(graph, id, (q, self) => q.role === "delta" && sameUnit(q, self)),
  /** The same in the units of the next layer. */
  nextLayer: (graph, id) =>
    beside(
      graph,
      id,
      (q, self) =>
        q.role === self.role && samePass(q, self) && q.at.layer === (self.at.layer ?? 0) + 1,
    ),
  /** What the unit of a delta reads: the inputs, or the activations of the layer before. */
  inputOf: (graph, id) =>
    beside(
      graph,
      id,
      (q, self) =>
        (q.role === "activation" || q.role === "input") &&
        q.at.layer === (self.at.layer ?? 0) - 1 &&
        (q.role === "input" || q.at.step === self.at.step) &&
        q.at.example === self.at.example &&
        q.at.time === self.at.time &&
        !q.at.pass,
    ),
} as const satisfies Record<string, (graph: Graph, id: string) => readonly string[]>;

export type RelationName = keyof typeof relations;

const updatedRoles: readonly Role[] = ["updatedWeight", "updatedBias"];

// An update is written from the old value on: old − rate · gradient.
function replaces({ formula }: Quantity): string | undefined {
  let first = formula;
  while (first !== undefined && isOperation(first)) first = first.args[0];
  return typeof first === "string" ? first : undefined;
}

const all = (graph: Graph, fits: (quantity: Quantity) => boolean): readonly string[] =>
  [...graph.values()].filter(fits).map(({ id }) => id);

function beside(
  graph: Graph,
  id: string,
  fits: (quantity: Quantity, self: Quantity) => boolean,
): readonly string[] {
  const self = graph.get(id);
  return self ? all(graph, (quantity) => fits(quantity, self)) : [];
}

// Who takes the next one does so everywhere: of each, the next comes first and the one before last.
function nextFirst(
  graph: Graph,
  id: string,
  fits: (quantity: Quantity, self: Quantity) => boolean,
): readonly string[] {
  const place = [...graph.keys()].indexOf(id);
  const places = new Map([...graph.keys()].map((other, i) => [other, i]));
  const found = beside(graph, id, fits);
  // In the order of the graph, the weights of the same unit come before those of the others.
  if (graph.get(id)?.at.from !== undefined) return found;
  return [
    ...found.filter((other) => places.get(other)! > place),
    ...found.filter((other) => places.get(other)! < place),
  ];
}

const samePass = (a: Quantity, b: Quantity): boolean =>
  a.at.step === b.at.step &&
  a.at.example === b.at.example &&
  a.at.time === b.at.time &&
  a.at.pass === b.at.pass;

const sameUnit = (a: Quantity, b: Quantity): boolean =>
  samePass(a, b) && a.at.layer === b.at.layer && a.at.unit === b.at.unit;
