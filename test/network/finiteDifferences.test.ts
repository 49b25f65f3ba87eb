import { describe, expect, test } from "vitest";
import { evaluate, givensOf, type Values, valuesById } from "../../src/graph/evaluate.js";
import { needed } from "../../src/graph/graph.js";
import { compile, type Program } from "../../src/graph/program.js";
import { type Activation, activations } from "../../src/network/activations.js";
import type { LossName } from "../../src/network/losses.js";
import { losses } from "../../src/network/losses.js";
import { type Bias, type Layer, type Network, summed } from "../../src/network/network.js";
import { training } from "../../src/network/training.js";
import type { UpdateStyle } from "../../src/network/update.js";

const dense = (
  units: number,
  activation: string,
  bias: Bias = "none",
  recurrent = false,
): Layer => ({
  units,
  activation,
  bias,
  recurrent,
  filters: 1,
  padding: 0,
});

const plain: Omit<Network, "inputs" | "layers"> = {
  loss: summed("half-squared-error"),
  train: "all",
  delta: "derivative",
  weights: "out-in",
  steps: 2,
  rate: "constant",
  optimiser: "descent",
  velocity: "zero",
  examples: 1,
  times: 1,
  targets: "every",
  state: "zero",
};

const shapes: readonly (readonly number[])[] = [
  [1, 1],
  [1, 1, 1],
  [2, 1, 1],
  [2, 2, 2],
  [2, 3, 1],
  [3, 2, 2],
  [2, 2, 2, 2],
];
const biases: readonly Bias[] = [
  "none",
  "layer",
  "node",
  "threshold",
  { index: "first", input: -1 },
];

const smooth = Object.entries(activations as Record<string, Activation>)
  .filter(([, { discrete }]) => !discrete)
  .map(([name]) => name);
const lossNames = (Object.keys(losses) as LossName[]).filter((name) => "of" in losses[name]);

// The logarithm of a cross-entropy wants outputs between 0 and 1.
const outputFor = (loss: LossName, activation: string): string =>
  ({ "binary-cross-entropy": "sigmoid", "cross-entropy": "softmax" })[loss as string] ?? activation;

// Each two of shape, activation and loss meet, each three in a third of the cases.
const everyKind = shapes.flatMap((shape, index) =>
  smooth.flatMap((activation, i) =>
    [...lossNames.entries()]
      .filter(([j, loss]) => (loss !== "none" || shape.at(-1) === 1) && (index + i + j) % 3 === 0)
      .map(([j, loss]): [string, Network] => {
        const bias = biases[(index + i + j) % biases.length]!;
        const [inputs, ...units] = shape;
        const layers = units.map((n, l) =>
          dense(n, l === units.length - 1 ? outputFor(loss, activation) : activation, bias),
        );
        return [
          `${shape.join("-")} ${activation}, ${loss}, bias: ${JSON.stringify(bias)}`,
          { ...plain, inputs: inputs!, layers, loss: summed(loss) },
        ];
      }),
  ),
);

const filter = (given: Partial<Layer>): Layer => ({
  ...dense(1, "tanh", "node"),
  units: undefined,
  ...given,
});
const hidden = dense(2, "tanh", "node");
const out = dense(2, "sigmoid", "layer");
const one = dense(1, "identity");

const kinds: readonly [string, Partial<Network> & Pick<Network, "inputs" | "layers">][] = [
  ["a batch, summed", { inputs: 2, layers: [hidden, out], examples: 3 }],
  [
    "a batch, averaged",
    {
      inputs: 2,
      layers: [hidden, out],
      examples: 3,
      loss: { ...summed("squared-error"), examples: "mean" },
    },
  ],
  ["online training", { inputs: 2, layers: [hidden, one], examples: 2, batch: 1 }],
  ["small batches", { inputs: 2, layers: [hidden, one], examples: 4, batch: 2 }],
  [
    "the mean over outputs",
    { inputs: 2, layers: [hidden, out], loss: { ...summed("squared-error"), outputs: "mean" } },
  ],
  [
    "cross-entropy over averaged outputs",
    {
      inputs: 2,
      layers: [hidden, dense(2, "sigmoid")],
      loss: { ...summed("binary-cross-entropy"), outputs: "mean" },
    },
  ],
  [
    "sigmoid and cross-entropy apart",
    {
      inputs: 2,
      layers: [hidden, dense(2, "sigmoid")],
      loss: { ...summed("binary-cross-entropy"), delta: "apart" },
    },
  ],
  [
    "softmax and cross-entropy apart",
    {
      inputs: 2,
      layers: [hidden, dense(3, "softmax")],
      loss: { ...summed("cross-entropy"), delta: "apart" },
    },
  ],
  ["softmax and squared error", { inputs: 2, layers: [hidden, dense(3, "softmax")] }],
  ["a softmax inside", { inputs: 2, layers: [dense(3, "softmax"), one] }],
  ["weights listed from inputs", { inputs: 2, layers: [hidden, out], weights: "in-out" }],
  ["three hidden layers", { inputs: 2, layers: [hidden, hidden, hidden, one] }],
  ["a recurrent layer", { inputs: 1, layers: [dense(2, "tanh", "node", true), one], times: 3 }],
  [
    "a recurrent layer, the last target",
    { inputs: 2, layers: [dense(1, "tanh", "layer", true), one], times: 3, targets: "last" },
  ],
  [
    "a recurrent layer from a given state",
    { inputs: 1, layers: [dense(2, "sigmoid", "none", true), out], times: 2, state: "given" },
  ],
  [
    "two recurrent layers and a batch",
    {
      inputs: 1,
      layers: [dense(2, "tanh", "none", true), dense(1, "tanh", "node", true)],
      times: 2,
      examples: 2,
    },
  ],
  [
    "recurrent softmax",
    {
      inputs: 2,
      layers: [dense(2, "tanh", "none", true), dense(2, "softmax", "node")],
      times: 2,
      loss: summed("cross-entropy"),
    },
  ],
  ["a filter over a row", { inputs: 5, layers: [filter({ convolution: [3, 3] }), one] }],
  [
    "a filter over an image, padded",
    { inputs: [3, 3], layers: [filter({ convolution: [2, 2], padding: 1, stride: 2 }), one] },
  ],
  [
    "two filters, a pool and a dense layer",
    {
      inputs: [4, 4],
      layers: [
        filter({ convolution: [3, 3], filters: 2 }),
        filter({ pool: "max", size: [2, 2], activation: undefined, bias: "none" }),
        out,
      ],
    },
  ],
  [
    "filters over filters",
    {
      inputs: 6,
      layers: [
        filter({ convolution: [2, 2], filters: 2 }),
        filter({ convolution: [2, 2], filters: 2, bias: "layer" }),
        one,
      ],
    },
  ],
  [
    "a mean pool",
    {
      inputs: [2, 4],
      layers: [filter({ pool: "mean", size: [2, 2], activation: undefined, bias: "none" }), out],
    },
  ],
];

const signs = kinds.flatMap(([title, network]): [string, Network][] => [
  [title, { ...plain, ...network }],
  [`${title}, deltas of the opposite sign`, { ...plain, ...network, delta: "negative" }],
]);

describe("every derivative agrees with central finite differences", () => {
  test.each([...everyKind, ...signs])("%s", (_, network) => {
    const program = programOf(network);
    let compared = 0;
    for (let draw = 0; draw < 3; draw++) {
      const givens = {
        ...numbersFor(program.ids.slice(0, program.givens), draw),
        ...(network.loss.of === "cross-entropy" ? oneHot(program.ids) : {}),
      };
      const values = run(program, givens);
      for (const [id, { role, derivative, formula }] of program.graph) {
        const named = ["gradient", "biasGradient", "inputGradient"].includes(role);
        if (
          !named ||
          formula === undefined ||
          !derivative ||
          derivative.share ||
          !(derivative.by in givens)
        )
          continue;
        expect(values[id], `${id}, draw ${draw}`).toBeCloseTo(
          slope(program, givens, derivative.of, derivative.by),
          6,
        );
        compared++;
      }
      // The second step starts from the updated parameters.
      for (const id of Object.keys(givens).filter((name) => `new_${name}` in values)) {
        expect(values[`new_${id}`]).toBeCloseTo(givens[id]! - givens.eta! * values[`d${id}`]!, 9);
      }
      if (network.batch !== undefined) continue;
      const after = run(program, afterStep(givens, values));
      expect(values["s2.loss"]).toBeCloseTo(after.loss!, 9);
      expect(values["s2.dw1_1_1"] ?? 0).toBeCloseTo(after.dw1_1_1 ?? 0, 9);
    }
    expect(compared).toBeGreaterThan(0);
  });

  test("also where another loss is reported", () => {
    const program = programOf({
      ...plain,
      inputs: 2,
      layers: [hidden, out],
      loss: { ...summed("squared-error"), differentiated: "half-squared-error" },
    });
    const givens = numbersFor(program.ids.slice(0, program.givens), 1);
    const values = run(program, givens);
    expect(values.dw1_1_1).toBeCloseTo(slope(program, givens, "loss", "w1_1_1") / 2, 6);
  });
});

describe("momentum keeps part of the last step", () => {
  const [mu, eta] = [0.9, 0.3];
  const network = { ...plain, inputs: 2, layers: [hidden, one], steps: 3 };
  // Written as each text defines it, for one parameter.
  const rules: Record<string, (w: number, v: number, g: number) => [number, number]> = {
    momentum: (w, v, g) => [w + (mu * v - eta * g), mu * v - eta * g],
    "heavy-ball": (w, v, g) => [w - eta * (mu * v + g), mu * v + g],
    "averaged-momentum": (w, v, g) => [w - eta * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g],
    nesterov: (w, v, g) => {
      const next = mu * v - eta * g;
      return [w - mu * v + (1 + mu) * next, next];
    },
  };

  test.each(Object.entries(rules))("as %s", (optimiser, rule) => {
    for (const velocity of ["zero", "given"] as const) {
      const program = programOf({
        ...network,
        optimiser: optimiser as Network["optimiser"],
        velocity,
      });
      const givens = { ...numbersFor(program.ids.slice(0, program.givens), 2), mu, eta };
      const values = run(program, givens);
      let [w, v] = [values.w1_1_2!, velocity === "given" ? values.v0_w1_1_2! : 0];
      for (const before of ["", "s2.", "s3."]) {
        [w, v] = rule(w, v, values[`${before}dw1_1_2`]!);
        expect(values[`${before}new_w1_1_2`]).toBeCloseTo(w, 12);
        expect(values[`${before}vw1_1_2`]).toBeCloseTo(v, 12);
      }
    }
  });
});

describe("changes of weights", () => {
  test.each(["derivative", "negative"] as const)(
    "are what an update adds, with deltas as %s",
    (delta) => {
      const network = { ...plain, inputs: 2, layers: [hidden, one], delta };
      const graph = training(network, { changes: true });
      const program = compile(needed(graph, graph.keys()));
      const values = run(program, numbersFor(program.ids.slice(0, program.givens), 0));
      expect(values.new_w1_2_1).toBeCloseTo(values.w1_2_1! + values.change_w1_2_1!, 12);
      expect(values.change_b1_1).toBeCloseTo(-values.eta! * values.db1_1!, 12);
    },
  );

  test.each([
    { scaled: true },
    { negated: true },
    { scaled: true, changes: true },
    { negated: true, changes: true },
    { scaled: true, negated: true, changes: true },
  ])("with the steps on the way to them as %j, are the same", (style) => {
    const network = { ...plain, inputs: 2, layers: [hidden, one], examples: 2 };
    const valuesWith = (style: UpdateStyle) => {
      const graph = training(network, style);
      const program = compile(needed(graph, graph.keys()));
      return run(program, numbersFor(program.ids.slice(0, program.givens), 0));
    };
    const [values, plainly] = [valuesWith(style), valuesWith({})];
    expect(values.new_w1_2_1).toBeCloseTo(plainly.new_w1_2_1!, 12);
    expect(values.new_b1_1).toBeCloseTo(plainly.new_b1_1!, 12);
    if (style.scaled) expect(values.scaled_dw1_2_1).toBeCloseTo(values.eta! * values.dw1_2_1!, 12);
    if (style.negated) expect(values.neg_dw1_2_1).toBeCloseTo(-values.dw1_2_1!, 12);
  });
});

function programOf(network: Network): Program {
  const graph = training(network);
  return compile(needed(graph, graph.keys()));
}

const run = (program: Program, values: Values): Values =>
  valuesById(program, evaluate(program, givensOf(program, values)));

function slope(program: Program, givens: Values, of: string, by: string): number {
  const h = 1e-6;
  const at = (value: number): number => run(program, { ...givens, [by]: value })[of]!;
  return (at(givens[by]! + h) - at(givens[by]! - h)) / (2 * h);
}

const afterStep = (givens: Values, values: Values): Values => ({
  ...givens,
  ...Object.fromEntries(
    Object.keys(givens).flatMap((id) =>
      `new_${id}` in values ? [[id, values[`new_${id}`]!]] : [],
    ),
  ),
});

/** The targets of cross-entropy: every example is of the first class. */
const oneHot = (ids: readonly string[]): Values =>
  Object.fromEntries(
    ids.filter((id) => /(^|\.)t\d+$/.test(id)).map((id) => [id, /t1$/.test(id) ? 1 : 0]),
  );

// Irregular numbers, so that no ReLU sits at its kink; targets between 0 and 1, for logarithms.
function numbersFor(ids: readonly string[], draw: number): Values {
  return Object.fromEntries(
    ids.map((id, i) => {
      const number = Math.sin(1 + 12.9898 * (i + 1) + 78.233 * (draw + 1)) * 0.9;
      return [id, id === "eta" ? 0.3 : /(^|\.)t\d+$/.test(id) ? Math.abs(number) : number];
    }),
  );
}
