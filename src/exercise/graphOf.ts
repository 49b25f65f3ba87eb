import type { Formula } from "../graph/formula.js";
import { type Graph, graph, type Quantity } from "../graph/graph.js";
import { type NamedFunction, parse } from "../graph/parse.js";
import { training } from "../network/training.js";
import type { Exercise } from "./exercise.js";

/** What is wrong with a declared quantity, for the reader of the exercise to place. */
export class DeclarationError extends Error {
  override readonly name = "DeclarationError";
  constructor(
    readonly path: readonly PropertyKey[],
    readonly problem: string,
  ) {
    super(problem);
  }
}

/**
 * The graph of an exercise: its network's training, with the quantities it declares itself added, or put in the place
 * of those of the same id. Throws a DeclarationError for a formula that cannot be read.
 */
export function graphOf(exercise: Exercise): Graph {
  const trained = exercise.network ? [...training(exercise.network).values()] : [];
  return graph([...trained, ...declared(exercise)]);
}

function declared({ functions, quantities }: Exercise): readonly Quantity[] {
  return quantities.map(({ id, role, given, formula, orders, derivative, choice }, index) => {
    const at = { step: 1 };
    if (given) return { id, role: role ?? "constant", at };
    const read = (text: string, key: string): Formula => parsed(text, functions, ["quantities", index, key]);
    if (choice) return { id, role: role ?? "value", at, formula: choice.of };
    if (formula === undefined) {
      throw new DeclarationError(["quantities", index], `${id}: expected a formula, a choice, or given: true`);
    }
    return {
      id,
      role: role ?? (derivative ? "derivative" : "value"),
      at,
      formula: read(formula, "formula"),
      orders: orders.map((order) => read(order, "orders")),
      ...(derivative ? { derivative } : {}),
    };
  });
}

function parsed(
  text: string,
  functions: Readonly<Record<string, NamedFunction>>,
  path: readonly PropertyKey[],
): Formula {
  try {
    return parse(text, functions);
  } catch (error) {
    if (error instanceof SyntaxError) throw new DeclarationError(path, error.message);
    throw error;
  }
}
