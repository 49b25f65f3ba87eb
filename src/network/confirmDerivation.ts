import { derivativeByDuals, derivativePlans } from "../graph/derivative.js";
import { evaluate, givensOf } from "../graph/evaluate.js";
import { operandsOf } from "../graph/formula.js";
import { graph, needed, type Quantity } from "../graph/graph.js";
import { parse } from "../graph/parse.js";
import { compile } from "../graph/program.js";
import type { Derivation } from "./derivations.js";

const points = [-1.7, -0.4, 0.3, 1.1, 2.6];

/**
 * The first step of a derivation that does not hold, if one does not: at several points, a step
 * that rewrites the function must equal it, and every other must equal its derivative by dual
 * numbers.
 */
export function brokenStep(derivation: Derivation): number | undefined {
  const at = { step: 1 };
  const named = Object.entries(derivation.where).map(
    ([id, { is }]): Quantity => ({ id, role: "value", at, formula: parse(is) }),
  );
  const function_: Quantity = { id: "function", role: "value", at, formula: parse(derivation.of) };
  const slope: Quantity = {
    id: "slope",
    role: "derivative",
    at,
    formula: 0,
    derivative: { of: "function", by: derivation.by },
  };
  const steps = derivation.steps.map(
    ({ formula }, i): Quantity => ({ id: `step${i}`, role: "value", at, formula: parse(formula) }),
  );
  const computed = [...named, function_, slope, ...steps];
  const known = new Set(computed.map(({ id }) => id));
  const free = [...new Set(computed.flatMap(({ formula }) => operandsOf(formula!)))].filter(
    (id) => !known.has(id),
  );
  const givens = free.map((id): Quantity => ({ id, role: "constant", at }));
  const program = compile(needed(graph([...givens, ...computed]), known));
  const [plan] = derivativePlans(program);
  for (const point of points) {
    const values = evaluate(
      program,
      givensOf(program, Object.fromEntries(free.map((id, i) => [id, point + 0.7 * i]))),
    );
    const expected = {
      function: values[program.slots.get("function")!]!,
      derivative: derivativeByDuals(program, plan!, values),
    };
    for (const [i, { equals }] of derivation.steps.entries()) {
      if (Math.abs(values[program.slots.get(`step${i}`)!]! - expected[equals]) > 1e-12) return i;
    }
  }
  return undefined;
}
