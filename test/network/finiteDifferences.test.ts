import { describe, expect, test } from "vitest";
import { evaluate, givensOf, type Values, valuesById } from "../../src/graph/evaluate.js";
import { needed } from "../../src/graph/graph.js";
import { compile } from "../../src/graph/program.js";
import { type ActivationName, activations } from "../../src/network/activations.js";
import { type LossName, losses } from "../../src/network/losses.js";
import type { Network } from "../../src/network/network.js";
import { training } from "../../src/network/training.js";

const shapes: readonly (readonly number[])[] = [
  [1, 1],
  [1, 1, 1],
  [2, 1, 1],
  [2, 2, 2],
  [2, 3, 1],
  [3, 2, 2],
  [2, 2, 2, 2],
];
const biases = ["none", "layer", "node"] as const;

const cases = shapes.flatMap((shape) =>
  (Object.keys(activations) as ActivationName[]).flatMap((activation) =>
    (Object.keys(losses) as LossName[]).flatMap((loss) => biases.map((bias) => ({ shape, activation, loss, bias }))),
  ),
);

describe("every gradient agrees with central finite differences", () => {
  test.each(cases)("$shape $activation, $loss, bias: $bias", ({ shape, activation, loss, bias }) => {
    const [inputs, ...units] = shape;
    const network: Network = {
      inputs: inputs!,
      layers: units.map((n) => ({ units: n, activation, bias })),
      loss,
      train: "all",
      steps: 2,
      rate: "constant",
    };
    const graph = training(network);
    const program = compile(needed(graph, graph.keys()));
    const run = (values: Values): Values => valuesById(program, evaluate(program, givensOf(program, values)));
    let compared = 0;
    for (let draw = 0; draw < 4; draw++) {
      const givens = numbersFor(program.ids.slice(0, program.givens), draw);
      const values = run(givens);
      for (const id of Object.keys(givens).filter((name) => /^[wb]/.test(name))) {
        const h = 1e-6;
        const slope =
          (run({ ...givens, [id]: givens[id]! + h }).loss! - run({ ...givens, [id]: givens[id]! - h }).loss!) / (2 * h);
        expect(values[`d${id}`], `d${id}, draw ${draw}`).toBeCloseTo(slope, 6);
        expect(values[`new_${id}`]).toBeCloseTo(givens[id]! - givens.eta! * slope, 6);
        compared++;
      }
      // The second step starts from the updated parameters.
      const after = run({
        ...givens,
        ...Object.fromEntries(
          Object.entries(givens).flatMap(([id]) => (`new_${id}` in values ? [[id, values[`new_${id}`]!]] : [])),
        ),
      });
      expect(values["s2.loss"]).toBeCloseTo(after.loss!, 9);
      expect(values["s2.dw1_1_1"]).toBeCloseTo(after.dw1_1_1!, 9);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

// Irregular numbers, so that no ReLU sits at its kink.
function numbersFor(ids: readonly string[], draw: number): Values {
  return Object.fromEntries(
    ids.map((id, i) => [id, id === "eta" ? 0.3 : Math.sin(1 + 12.9898 * (i + 1) + 78.233 * (draw + 1)) * 0.9]),
  );
}
