import { operandsOf } from "../graph/formula.js";
import {
  CycleError,
  computedFromRounds,
  dependenciesOf,
  type Graph,
  NestedRoundsError,
  needed,
} from "../graph/graph.js";
import { didYouMean } from "../input/nearest.js";
import { all, DeclarationError } from "./declarationError.js";
import type { Exercise } from "./exercise.js";
import { graphOf } from "./graphOf.js";
import { bare, meantId } from "./meantId.js";
import { parsedFormula } from "./parsedFormula.js";

/**
 * Checks that every quantity an exercise names exists, and that none is computed from itself. What
 * the questions ask for and what is drawn is checked where they are read. Throws a DeclarationError
 * for what is wrong.
 */
export function checkReferences(exercise: Exercise): void {
  const { functions, quantities } = exercise;
  all(
    Object.entries(functions).map(([name, { is }]) => () => {
      parsedFormula(is, functions, ["functions", name, "is"]);
    }),
  );
  const graph = graphOf(exercise);
  const used = ownActivationsUsed(exercise);
  all(
    referencesIn(exercise, graph, used).map(
      ([id, path]) =>
        () =>
          known(graph, id, path),
    ),
  );
  nudged(exercise, graph);
  acyclic(graph, exercise, used);
  named(quantities);
}

type Reference = readonly [id: string, path: readonly PropertyKey[]];

/** Every id that an exercise names, and where. */
function referencesIn(
  { functions, quantities, names, mayBeZero, symbols, published }: Exercise,
  graph: Graph,
  activations: readonly string[],
): readonly Reference[] {
  const bareIds = new Set([...graph.keys()].map(bare));
  const printed = [
    { printed: published?.printed ?? {}, under: ["published", "printed"] },
    ...(published?.parts ?? []).map(({ printed }, i) => ({
      printed,
      under: ["published", "parts", i, "printed"],
    })),
  ];
  return [
    ...quantities.flatMap(({ place, id, derivative, rounds, choice }): Reference[] => {
      const path = ["quantities", place];
      return [
        ...(rounds ? [[rounds.until, [...path, "rounds", "until"]] as const] : []),
        ...dependenciesOf(graph.get(id)!).map(
          (operand): Reference => [operand, [...path, choice ? "choice" : "formula"]],
        ),
        ...(derivative
          ? ([
              [derivative.of, [...path, "derivative", "of"]],
              [derivative.by, [...path, "derivative", "by"]],
            ] as const)
          : []),
      ];
    }),
    ...activations.flatMap((name) => {
      const { of, is } = functions[name]!;
      const path = ["functions", name, "is"];
      const operands = new Set(operandsOf(parsedFormula(is, functions, path)));
      return [...operands].flatMap((id): Reference[] => (of.includes(id) ? [] : [[id, path]]));
    }),
    ...Object.entries(names).flatMap(([name, id]): Reference[] =>
      // A name may be for what there is of each example and time: `e1.p`.
      bareIds.has(id) ? [] : [[id, ["names", name]]],
    ),
    ...mayBeZero.map((id, index): Reference => [id, ["mayBeZero", index]]),
    ...Object.keys(symbols).map((id): Reference => [id, ["symbols", id]]),
    ...printed.flatMap(({ printed, under }) =>
      Object.keys(printed).map((id): Reference => [id, [...under, id]]),
    ),
  ];
}

function known(graph: Graph, id: string, path: readonly PropertyKey[]): void {
  if (graph.has(id)) return;
  const hint = id === "e" ? ": e^x is written exp(x)" : meantId(id, graph.keys());
  throw new DeclarationError(path, `there is no quantity ${id}${hint}`);
}

function nudged({ network }: Exercise, graph: Graph): void {
  if (network?.nudge === undefined) return;
  const weights = [...graph.values()]
    .filter(({ role, formula }) => role === "weight" && !formula)
    .map(({ id }) => id);
  if (weights.includes(network.nudge)) return;
  const problem = `there is no weight ${network.nudge}${didYouMean(network.nudge, weights)}`;
  throw new DeclarationError(["network", "nudge"], problem);
}

// The network's quantities are computed from what such a function names beside its variable, too.
const ownActivationsUsed = ({ network, functions }: Exercise): readonly string[] =>
  Object.keys(functions).filter((name) =>
    network?.layers.some(({ activation }) => activation === name),
  );

function acyclic(graph: Graph, { quantities }: Exercise, activations: readonly string[]): void {
  try {
    computedFromRounds(needed(graph, [...quantities.map(({ id }) => id), ...graph.keys()]));
  } catch (error) {
    if (!(error instanceof CycleError || error instanceof NestedRoundsError)) throw error;
    // Where the circle closes in the network, it leads through a quantity or a function of the
    // exercise's own all the same.
    const { place } = quantities.find(({ id }) => id === error.id) ?? quantities[0] ?? {};
    const path = place === undefined ? ["functions", activations[0]!, "is"] : ["quantities", place];
    throw new DeclarationError(path, error.message);
  }
}

// A derivative is written with the symbols of two others, which may be derivatives too.
function named(quantities: Exercise["quantities"]): void {
  const about = new Map(
    quantities.map(({ id, derivative }) => [id, derivative ? [derivative.of, derivative.by] : []]),
  );
  for (const { place, id } of quantities) {
    const reached = new Set(about.get(id));
    for (const other of reached) for (const next of about.get(other) ?? []) reached.add(next);
    if (reached.has(id))
      throw new DeclarationError(
        ["quantities", place, "derivative"],
        `${id} is a derivative of itself`,
      );
  }
}
