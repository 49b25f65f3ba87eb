import { describe, expect, test } from "vitest";
import type { Quantity } from "../../src/graph/graph.js";
import { type Layer, type Network, summed } from "../../src/network/network.js";
import { training } from "../../src/network/training.js";
import { infix } from "../infix.js";

const dense = (units: number, given: Partial<Layer> = {}): Layer => ({
  units,
  activation: "sigmoid",
  bias: "none",
  recurrent: false,
  filters: 1,
  padding: 0,
  ...given,
});
const linear = dense(1, { activation: "identity" });
const window = (given: Partial<Layer>): Layer => ({ ...dense(0, given), units: undefined });
const pool = (given: Partial<Layer>): Layer => window({ activation: undefined, ...given });

const plain: Network = {
  inputs: 1,
  layers: [linear],
  loss: summed("half-squared-error"),
  train: "all",
  delta: "derivative",
  weights: "out-in",
  steps: 1,
  rate: "constant",
  optimiser: "descent",
  velocity: "zero",
  examples: 1,
  times: 1,
  targets: "every",
  state: "zero",
};

const loss = (of: Parameters<typeof summed>[0], given = {}) => ({ ...summed(of), ...given });
const node = { bias: "node" } as const;

/** One network for each thing that may be declared. */
const networks: Readonly<Record<string, Partial<Network>>> = {
  "dense layers": { inputs: 2, layers: [dense(2, { bias: "layer" }), dense(2, { bias: "layer" })] },
  "dense layers, three deep": { layers: [dense(1, node), dense(2, node), dense(1, node)] },
  "deltas of the opposite sign": {
    inputs: 2,
    layers: [dense(2, { bias: "threshold" }), dense(2, node)],
    delta: "negative",
  },
  thresholds: { layers: [dense(1, { bias: "threshold" }), linear] },
  "a constant input before the others": {
    layers: [dense(1, { bias: { index: "first", input: -1 } })],
  },
  "a constant input after the others": {
    inputs: 2,
    layers: [dense(2, { bias: { index: "last", input: 1 } }), linear],
  },
  "weights by input, and biases that stay": {
    inputs: 2,
    layers: [dense(2, node), linear],
    weights: "in-out",
    train: "weights",
  },
  "a forward pass alone": { layers: [dense(2)], loss: loss("none"), steps: 0 },
  "a batch, averaged": {
    layers: [dense(1, node), linear],
    examples: 2,
    loss: loss("squared-error", { examples: "mean" }),
  },
  "small batches, two steps, a rate each": {
    layers: [linear],
    examples: 3,
    batch: 2,
    steps: 2,
    rate: "per-step",
  },
  "a mean over outputs": {
    layers: [linear, dense(2)],
    loss: loss("squared-error", { outputs: "mean" }),
  },
  "another loss reported": {
    layers: [linear, dense(2)],
    loss: loss("squared-error", { differentiated: "half-squared-error" }),
  },
  "cross-entropy of two": { layers: [dense(2)], loss: loss("binary-cross-entropy") },
  "cross-entropy of two, factor by factor": {
    layers: [linear, dense(1)],
    loss: loss("binary-cross-entropy", { delta: "apart" }),
  },
  softmax: {
    inputs: 1,
    layers: [linear, dense(2, { activation: "softmax" })],
    loss: loss("cross-entropy"),
  },
  "softmax, factor by factor": {
    layers: [linear, dense(2, { activation: "softmax" })],
    loss: loss("cross-entropy", { delta: "apart" }),
  },
  "a softmax inside": { layers: [dense(2, { activation: "softmax" }), linear] },
  "errors corrected without a loss": {
    inputs: 2,
    layers: [dense(1, { activation: "sign", bias: "threshold" })],
    loss: loss("perceptron"),
  },
  momentum: { optimiser: "momentum", steps: 2 },
  "heavy ball": { optimiser: "heavy-ball", velocity: "given" },
  "averaged momentum": { optimiser: "averaged-momentum", steps: 2 },
  nesterov: { optimiser: "nesterov", layers: [dense(1, node)], velocity: "given" },
  "a nudged weight": { layers: [linear, linear], nudge: "w1_1_1" },
  "many rounds": { layers: [dense(1, node)], after: [2, 100] },
  "a recurrent layer": {
    layers: [dense(2, { bias: "node", recurrent: true })],
    times: 2,
  },
  "a recurrent layer, its last target and a given state": {
    layers: [dense(1, { recurrent: true }), dense(1)],
    times: 3,
    targets: "last",
    state: "given",
  },
  "recurrent layers, examples and times averaged": {
    layers: [dense(1, { recurrent: true }), linear],
    times: 2,
    examples: 2,
    loss: loss("half-squared-error", { times: "mean", examples: "mean" }),
  },
  "a filter over a row": {
    inputs: 3,
    layers: [window({ convolution: [2, 2], bias: "node" }), linear],
  },
  "two filters over an image, padded, and a largest": {
    inputs: [2, 2],
    layers: [
      window({ convolution: [2, 2], filters: 2, padding: 1, stride: 2 }),
      pool({ pool: "max", size: [2, 2] }),
      linear,
    ],
  },
  "filters over filters, and a mean": {
    inputs: 4,
    layers: [
      window({ convolution: [2, 2], filters: 2, bias: "layer" }),
      window({ convolution: [2, 2] }),
      pool({ pool: "mean", size: [2, 2], stride: 1 }),
      linear,
    ],
  },
};

describe("a network too large to be worked with says how many connections it has:", () => {
  const filters = { convolution: [3, 3], filters: 4 } as const;
  test.each<[string, Partial<Network>, number]>([
    [
      "a layer, in both passes of each example",
      { inputs: 64, layers: [dense(20)], examples: 4 },
      64 * 20 * 4 * 2,
    ],
    [
      "a recurrent layer, at each time",
      { layers: [dense(20, { recurrent: true })], times: 8 },
      20 * (1 + 20) * 8 * 2,
    ],
    [
      "filters over filters, and a pool",
      {
        inputs: [8, 8],
        layers: [window(filters), window(filters), pool({ pool: "max", size: [2, 2] }), linear],
      },
      // 6 × 6 and 4 × 4 places of four filters, 2 × 2 of four pools.
      (144 * 9 + 64 * 9 * 4 + 16 * 4 + 16) * 2,
    ],
    ["one too many", { inputs: 51, layers: [dense(10)], examples: 5 }, 5100],
  ])("%s", (_, network, count) => {
    expect(() => training({ ...plain, ...network })).toThrow(`are ${count}, at most 5000`);
  });

  test("and 5000 are not too many", () => {
    const network = { ...plain, inputs: 50, layers: [dense(10)], examples: 5 };
    expect(training(network).has("e5.a1_10")).toBe(true);
  });
});

/** What a quantity is, where, of what it is a derivative, and each way to compute it. */
const written = ({ id, role, at, formula, orders, derivative, ...more }: Quantity): string =>
  [
    [id, role, ...Object.entries(at).map(([of, place]) => `${of} ${JSON.stringify(place)}`)].join(),
    ...[formula, ...(orders ?? [])].flatMap((way) => (way === undefined ? [] : [infix(way)])),
    ...(derivative ? [JSON.stringify(derivative).replaceAll('"', "")] : []),
    ...(Object.keys(more).length > 0 ? [JSON.stringify(more)] : []),
  ].join("\n  = ");

describe("training as a graph: each quantity, its formula, and the order of its terms", () => {
  test.each(Object.entries(networks))("%s", async (title, network) => {
    const lines = [...training({ ...plain, ...network }).values()].map(written);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(
      `graphs/${title.replace(/\W+/g, "-")}.txt`,
    );
  });

  test("biases that stay have no gradients, at all times together neither", () => {
    const ids = (train: Network["train"]): readonly string[] => [
      ...training({
        ...plain,
        layers: [dense(1, { ...node, recurrent: true })],
        times: 2,
        train,
      }).keys(),
    ];
    expect(ids("all")).toEqual(expect.arrayContaining(["dw1_1_1", "db1_1", "new_b1_1"]));
    expect(ids("weights")).toEqual(expect.arrayContaining(["dw1_1_1", "new_w1_1_1"]));
    expect(ids("weights").filter((id) => /db1|new_b1/.test(id))).toEqual([]);
  });

  test("changes of weights as steps of their own", async () => {
    const lines = [...training({ ...plain, layers: [dense(1, node)] }, { changes: true }).values()];
    await expect(`${lines.map(written).join("\n")}\n`).toMatchFileSnapshot("graphs/changes.txt");
  });
});
