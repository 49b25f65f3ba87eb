import { type Formula, substitute } from "./formula.js";
import type { Graph } from "./graph.js";

/**
 * The formula with every quantity that is not `kept` replaced by its own formula, all the way down
 * to kept ones and givens.
 */
export function inlined(graph: Graph, formula: Formula, kept: (id: string) => boolean): Formula {
  return substitute(formula, (id) => {
    const own = graph.get(id)?.formula;
    return own === undefined || kept(id) ? undefined : inlined(graph, own, kept);
  });
}
