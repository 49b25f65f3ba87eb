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
import { DeclarationError } from "./declarationError.js";
import type { Exercise } from "./exercise.js";
import { graphOf } from "./graphOf.js";
import { bare, meantId } from "./meantId.js";
import { parsedFormula } from "./parsedFormula.js";

/**
 * Checks that every quantity an exercise names exists, and that none is computed from itself. What
 * the questions ask for and what is drawn is checked where they are read. Throws a DeclarationError
 * for the first that is wrong.
 */
export function checkReferences(exercise: Exercise): void {
  const { network, functions, quantities, names, mayBeZero, symbols, published } = exercise;
  for (const [name, { is }] of Object.entries(functions)) {
    parsedFormula(is, functions, ["functions", name, "is"]);
  }
  const graph = graphOf(exercise);
  const known = (id: string, path: readonly PropertyKey[]): void => {
    if (!graph.has(id))
      throw new DeclarationError(path, `there is no quantity ${id}${meantId(id, graph.keys())}`);
  };
  if (network?.nudge !== undefined) {
    const weights = [...graph.values()]
      .filter(({ role, formula }) => role === "weight" && !formula)
      .map(({ id }) => id);
    if (!weights.includes(network.nudge)) {
      const problem = `there is no weight ${network.nudge}${didYouMean(network.nudge, weights)}`;
      throw new DeclarationError(["network", "nudge"], problem);
    }
  }
  for (const { place, id, derivative, rounds, choice } of quantities) {
    const path = ["quantities", place];
    if (rounds) known(rounds.until, [...path, "rounds", "until"]);
    for (const operand of dependenciesOf(graph.get(id)!))
      known(operand, [...path, choice ? "choice" : "formula"]);
    if (derivative) {
      known(derivative.of, [...path, "derivative", "of"]);
      known(derivative.by, [...path, "derivative", "by"]);
    }
  }
  const used = ownActivationsUsed(exercise);
  for (const name of used) {
    const { of, is } = functions[name]!;
    const path = ["functions", name, "is"];
    const operands = new Set(operandsOf(parsedFormula(is, functions, path)));
    for (const operand of operands) if (!of.includes(operand)) known(operand, path);
  }
  acyclic(graph, exercise, used);
  named(quantities);
  const bareIds = new Set([...graph.keys()].map(bare));
  for (const [name, id] of Object.entries(names)) {
    // A name may be for what there is of each example and time: `e1.p`.
    if (!bareIds.has(id)) known(id, ["names", name]);
  }
  for (const [index, id] of mayBeZero.entries()) known(id, ["mayBeZero", index]);
  for (const id of Object.keys(symbols)) known(id, ["symbols", id]);
  for (const id of Object.keys(published?.printed ?? {})) known(id, ["published", "printed", id]);
  for (const [i, { printed }] of (published?.parts ?? []).entries())
    for (const id of Object.keys(printed)) known(id, ["published", "parts", i, "printed", id]);
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
