import { op } from "../graph/formula.js";
import { type Graph, graph, type Place, type Quantity } from "../graph/graph.js";
import { type Activations, activations } from "./activations.js";
import { startPrefix, statesAfter } from "./after.js";
import { backward } from "./backward.js";
import { forward, lossOverExamples, overExamples } from "./forward.js";
import { losses, lossNamed } from "./losses.js";
import type { Network } from "./network.js";
import { type Optimiser, optimisers } from "./optimisers.js";
import {
  examplePrefix,
  objectiveId,
  type Pass,
  type Setup,
  stepPrefix,
  timePrefix,
} from "./pass.js";
import { parameterBefore, update } from "./update.js";
import { upTo, wiringOf } from "./wiring.js";

/**
 * Training as a graph of quantities: for each step the forward pass, the loss, backpropagation and
 * the update; then the forward pass once more with the updated parameters. Nothing is drawn:
 * inputs, targets, weights, biases and learning rates are givens. Throws a RangeError for layers
 * that do not fit.
 */
export function training(declared: Network, { own = {}, changes = false }: Style = {}): Graph {
  const setup = setupOf(declared, own);
  const { network } = setup;
  const { wiring, depth } = setup;
  const optimiser: Optimiser = optimisers[network.optimiser];
  const all = upTo(network.examples);
  const afterTraining = network.steps + 1;
  const trained = wiring.parameters.filter(
    ({ role }) => network.train === "all" || role === "weight",
  );
  return graph(quantities());

  function* quantities(): Generator<Quantity> {
    yield* givens();
    for (const step of upTo(network.steps)) {
      const passes = passesOf(step, batchOf(network, step));
      yield* forwardOver(stepPrefix(step), { step }, passes);
      if (step === 1 && network.nudge) yield* nudged(network.nudge, passes);
      for (const pass of passes) yield* backward(setup, pass);
      if (passes.length > 1) yield* gradientsOver(step, passes);
      yield* update(setup, step, passes, changes);
    }
    yield* forwardOver(
      stepPrefix(afterTraining),
      { step: afterTraining },
      passesOf(afterTraining, all),
    );
    if (network.steps > 0 && setup.loss.of && batchOf(network, 1).length === all.length) {
      yield {
        id: "drop",
        role: "drop",
        at: { step: afterTraining },
        formula: op("-", "loss", `${stepPrefix(afterTraining)}loss`),
      };
    }
    if (network.after) yield* afterRounds(network.after);
  }

  function* givens(): Generator<Quantity> {
    const at: Place = { step: 1 };
    for (const data of dataPlaces()) {
      for (const unit of upTo(wiring.widths[0]!)) {
        yield {
          id: `${data.prefix}x${unit}`,
          role: "input",
          at: { ...at, ...data.at, layer: 0, unit },
        };
      }
    }
    for (const data of setup.loss === losses.none ? [] : dataPlaces()) {
      if (
        network.targets === "last" &&
        data.at.time !== undefined &&
        data.at.time !== network.times
      )
        continue;
      for (const unit of upTo(setup.outputs)) {
        yield {
          id: `${data.prefix}t${unit}`,
          role: "target",
          at: { ...at, ...data.at, layer: depth, unit },
        };
      }
    }
    if (network.state === "given") {
      for (const { layer, unit, time } of wiring.units) {
        if (time !== 1 || !network.layers[layer - 1]!.recurrent) continue;
        yield {
          id: `time0.a${layer}_${unit}`,
          role: "initialState",
          at: { ...at, time: 0, layer, unit },
        };
      }
    }
    for (const { id, role, at: place } of wiring.parameters)
      yield { id, role, at: { ...at, ...place } };
    for (const step of network.rate === "per-step"
      ? upTo(network.steps)
      : network.steps > 0
        ? [1]
        : []) {
      yield { id: `${stepPrefix(step)}eta`, role: "learningRate", at: { step } };
    }
    if (optimiser.velocity) yield { id: "mu", role: "momentum", at };
    if (network.velocity === "given") {
      for (const { id, at: place } of trained)
        yield { id: `v0_${id}`, role: "initialVelocity", at: { ...at, ...place } };
    }
    if (network.nudge) yield { id: "nudge", role: "change", at };
  }

  function dataPlaces(): readonly {
    readonly prefix: string;
    readonly at: { example?: number; time?: number };
  }[] {
    return all.flatMap((example) =>
      wiring.times.map((time) => ({
        prefix: `${dataPrefix(example)}${timePrefix(time)}`,
        at: { ...(network.examples > 1 ? { example } : {}), ...(time > 0 ? { time } : {}) },
      })),
    );
  }

  function dataPrefix(example: number): string {
    return network.examples > 1 ? examplePrefix(example) : "";
  }

  function passesOf(step: number, examples: readonly number[]): readonly Pass[] {
    return examples.map((example) => ({
      before: `${stepPrefix(step)}${examples.length > 1 ? examplePrefix(example) : ""}`,
      data: dataPrefix(example),
      at: { step, ...(network.examples > 1 ? { example } : {}) },
      parameter: parameterBefore(setup, step),
    }));
  }

  function* forwardOver(before: string, at: Place, passes: readonly Pass[]): Generator<Quantity> {
    for (const pass of passes) yield* forward(setup, pass);
    yield* lossOverExamples(setup, before, at, passes);
  }

  function* gradientsOver(step: number, passes: readonly Pass[]): Generator<Quantity> {
    for (const { id, role, at } of trained) {
      const each = passes.map(({ before }) => `${before}d${id}`);
      yield {
        id: `${stepPrefix(step)}d${id}`,
        role: role === "bias" ? "biasGradient" : "gradient",
        at: { step, ...at },
        formula: overExamples(network, each),
        ...(setup.objective.of
          ? {
              derivative: {
                of: objectiveId(setup, stepPrefix(step)),
                by: parameterBefore(setup, step)(id),
              },
            }
          : {}),
      };
    }
  }

  /** The loss with one weight moved: as the gradient predicts it, and as it is. */
  function* nudged(weight: string, passes: readonly Pass[]): Generator<Quantity> {
    const at: Place = { step: 1, pass: "nudged" };
    yield { id: "nudged_weight", role: "weight", at, formula: op("+", weight, "nudge") };
    const moved = passes.map((pass) => ({
      ...pass,
      before: `nudged.${pass.before}`,
      at: { ...pass.at, ...at },
      parameter: (id: string) => (id === weight ? "nudged_weight" : id),
    }));
    yield* forwardOver("nudged.", at, moved);
    yield {
      id: "predicted",
      role: "predicted",
      at: { step: 1 },
      formula: op("*", `d${weight}`, "nudge"),
    };
    yield {
      id: "actual",
      role: "actual",
      at: { step: 1 },
      formula: op("-", "nudged.loss", "loss"),
    };
  }

  /** A pass over all examples, whichever of them a step sees, and all that is trained. */
  function* afterRounds(counts: readonly number[]): Generator<Quantity> {
    const isWhole = batchOf(network, 1).length === all.length;
    const before = isWhole ? "" : startPrefix;
    const at: Place = { step: 1, ...(isWhole ? {} : { pass: { rounds: 0 } }) };
    const passes = passesOf(1, all).map((pass) => ({
      ...pass,
      before: `${before}${pass.before}`,
      at: { ...pass.at, ...at },
    }));
    const pass = [...forwardOver(before, at, passes)];
    if (!isWhole) yield* pass;
    const parameters = trained.map(
      ({ id, role, at }): Quantity => ({ id, role, at: { step: 1, ...at } }),
    );
    const feed = trained.map(({ id }) => [id, `${stepPrefix(network.steps)}new_${id}`] as const);
    yield* statesAfter(counts, [...pass, ...parameters], feed);
  }
}

/** What an exercise adds to the network it trains. */
export interface Style {
  /** Activations besides the known ones. */
  readonly own?: Activations;
  /** Whether the change of a weight is a step of its own. */
  readonly changes?: boolean;
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

/** The examples that a step sees. */
function batchOf({ examples, batch = examples }: Network, step: number): readonly number[] {
  const batches = Math.ceil(examples / batch);
  const first = ((step - 1) % batches) * batch;
  return upTo(examples).slice(first, first + batch);
}
