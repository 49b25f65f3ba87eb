import { op } from "../graph/formula.js";
import { type Graph, graph, type Place, type Quantity } from "../graph/graph.js";
import { type Activations, activations } from "./activations.js";
import { startPrefix, statesAfter } from "./after.js";
import { backward } from "./backward.js";
import { forward, lossOverExamples, overExamples } from "./forward.js";
import { givensOf } from "./givens.js";
import { lossNamed } from "./losses.js";
import type { Network } from "./network.js";
import {
  dataPrefix,
  examplePrefix,
  objectiveId,
  type Pass,
  type Setup,
  stepPrefix,
  trainedOf,
} from "./pass.js";
import { parameterBefore, type UpdateStyle, update } from "./update.js";
import { upTo, wiringOf } from "./wiring.js";

/**
 * Training as a graph of quantities: for each step the forward pass, the loss, backpropagation and
 * the update; then the forward pass once more with the updated parameters. Nothing is drawn:
 * inputs, targets, weights, biases and learning rates are givens. Throws a RangeError for layers
 * that do not fit.
 */
export function training(declared: Network, { own = {}, ...style }: Style = {}): Graph {
  return graph(trainingOf(setupOf(declared, own), style));
}

function* trainingOf(setup: Setup, style: UpdateStyle): Generator<Quantity> {
  const { network } = setup;
  const afterTraining = network.steps + 1;
  yield* givensOf(setup);
  for (const step of upTo(network.steps)) {
    const passes = passesOf(setup, step, batchOf(network, step));
    yield* forwardOver(setup, stepPrefix(step), { step }, passes);
    if (step === 1 && network.nudge) yield* nudged(setup, network.nudge, passes);
    for (const pass of passes) yield* backward(setup, pass);
    if (passes.length > 1) yield* gradientsOver(setup, step, passes);
    yield* update(setup, step, passes, style);
  }
  const last = passesOf(setup, afterTraining, upTo(network.examples));
  yield* forwardOver(setup, stepPrefix(afterTraining), { step: afterTraining }, last);
  if (network.steps > 0 && setup.loss.of && seesAll(network)) {
    const formula = op("-", "loss", `${stepPrefix(afterTraining)}loss`);
    yield { id: "drop", role: "drop", at: { step: afterTraining }, formula };
  }
  if (network.after) yield* afterRounds(setup, network.after);
}

function passesOf(setup: Setup, step: number, examples: readonly number[]): readonly Pass[] {
  const { network } = setup;
  return examples.map((example) => ({
    before: `${stepPrefix(step)}${examples.length > 1 ? examplePrefix(example) : ""}`,
    data: dataPrefix(network, example),
    at: { step, ...(network.examples > 1 ? { example } : {}) },
    parameter: parameterBefore(setup, step),
  }));
}

function* forwardOver(
  setup: Setup,
  before: string,
  at: Place,
  passes: readonly Pass[],
): Generator<Quantity> {
  for (const pass of passes) yield* forward(setup, pass);
  yield* lossOverExamples(setup, before, at, passes);
}

/** The gradients over the examples of a step: the sum of theirs, or the mean. */
function* gradientsOver(setup: Setup, step: number, passes: readonly Pass[]): Generator<Quantity> {
  const prefix = stepPrefix(step);
  for (const { id, role, at } of trainedOf(setup)) {
    const derivative = {
      of: objectiveId(setup, prefix),
      by: parameterBefore(setup, step)(id),
    };
    yield {
      id: `${prefix}d${id}`,
      role: role === "bias" ? "biasGradient" : "gradient",
      at: { step, ...at },
      formula: overExamples(
        setup.network,
        passes.map(({ before }) => `${before}d${id}`),
      ),
      ...(setup.objective.of ? { derivative } : {}),
    };
  }
}

/** The loss with one weight moved: as the gradient predicts it, and as it is. */
function* nudged(setup: Setup, weight: string, passes: readonly Pass[]): Generator<Quantity> {
  const at: Place = { step: 1, pass: "nudged" };
  yield { id: "nudged_weight", role: "weight", at, formula: op("+", weight, "nudge") };
  const moved = passes.map((pass) => ({
    ...pass,
    before: `nudged.${pass.before}`,
    at: { ...pass.at, ...at },
    parameter: (id: string) => (id === weight ? "nudged_weight" : id),
  }));
  yield* forwardOver(setup, "nudged.", at, moved);
  const predicted = op("*", `d${weight}`, "nudge");
  yield { id: "predicted", role: "predicted", at: { step: 1 }, formula: predicted };
  const actual = op("-", "nudged.loss", "loss");
  yield { id: "actual", role: "actual", at: { step: 1 }, formula: actual };
}

/** A pass over all examples, whichever of them a step sees, and all that is trained. */
function* afterRounds(setup: Setup, counts: readonly number[]): Generator<Quantity> {
  const { network } = setup;
  const isWhole = seesAll(network);
  const before = isWhole ? "" : startPrefix;
  const at: Place = { step: 1, ...(isWhole ? {} : { pass: { rounds: 0 } }) };
  const passes = passesOf(setup, 1, upTo(network.examples)).map((pass) => ({
    ...pass,
    before: `${before}${pass.before}`,
    at: { ...pass.at, ...at },
  }));
  const pass = [...forwardOver(setup, before, at, passes)];
  if (!isWhole) yield* pass;
  const trained = trainedOf(setup);
  const parameters = trained.map(
    ({ id, role, at }): Quantity => ({ id, role, at: { step: 1, ...at } }),
  );
  const feed = trained.map(({ id }) => [id, `${stepPrefix(network.steps)}new_${id}`] as const);
  yield* statesAfter(counts, [...pass, ...parameters], feed);
}

/** What an exercise adds to the network it trains. */
export interface Style extends UpdateStyle {
  /** Activations besides the known ones. */
  readonly own?: Activations;
}

function setupOf(declared: Network, own: Activations): Setup {
  const objective = lossNamed(declared.loss.differentiated ?? declared.loss.of);
  // A rule without a loss has errors, and no derivatives.
  const network: Network = objective.of ? declared : { ...declared, delta: "negative" };
  const wiring = wiringOf(network);
  const depth = network.layers.length;
  return {
    network,
    wiring,
    depth,
    outputs: wiring.widths[depth]!,
    loss: lossNamed(network.loss.of),
    objective,
    activationOf: (layer) => {
      const name = network.layers[layer - 1]!.activation ?? "identity";
      return own[name] ?? activations[name as keyof typeof activations];
    },
  };
}

/** Whether each step sees all examples. */
const seesAll = (network: Network): boolean => batchOf(network, 1).length === network.examples;

/** The examples that a step sees. */
function batchOf({ examples, batch = examples }: Network, step: number): readonly number[] {
  const batches = Math.ceil(examples / batch);
  const first = ((step - 1) % batches) * batch;
  return upTo(examples).slice(first, first + batch);
}
