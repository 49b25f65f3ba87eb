import type { Place, Quantity } from "../graph/graph.js";
import { losses } from "./losses.js";
import { type Optimiser, optimisers } from "./optimisers.js";
import { dataPrefix, type Setup, stepPrefix, timePrefix, trainedOf } from "./pass.js";
import { upTo } from "./wiring.js";

/**
 * What is drawn: inputs, targets and initial states, weights and biases, and what the optimiser
 * needs, in the order in which it is listed.
 */
export function* givensOf(setup: Setup): Generator<Quantity> {
  yield* inputsOf(setup);
  if (setup.loss !== losses.none) yield* targetsOf(setup);
  if (setup.network.state === "given") yield* initialStates(setup);
  for (const { id, role, at } of setup.wiring.parameters)
    yield { id, role, at: { ...first, ...at } };
  yield* ratesOf(setup);
  if (setup.network.nudge) yield { id: "nudge", role: "change", at: first };
}

const first: Place = { step: 1 };

/** Where each example and time has its own: the beginning of the ids, and the place. */
interface DataPlace {
  readonly prefix: string;
  readonly at: { readonly example?: number; readonly time?: number };
}

const dataPlaces = ({ network, wiring }: Setup): readonly DataPlace[] =>
  upTo(network.examples).flatMap((example) =>
    wiring.times.map((time) => ({
      prefix: `${dataPrefix(network, example)}${timePrefix(time)}`,
      at: { ...(network.examples > 1 ? { example } : {}), ...(time > 0 ? { time } : {}) },
    })),
  );

function* inputsOf(setup: Setup): Generator<Quantity> {
  for (const { prefix, at } of dataPlaces(setup)) {
    for (const unit of upTo(setup.wiring.widths[0]!))
      yield { id: `${prefix}x${unit}`, role: "input", at: { ...first, ...at, layer: 0, unit } };
  }
}

function* targetsOf(setup: Setup): Generator<Quantity> {
  const { network, depth, outputs } = setup;
  for (const { prefix, at } of dataPlaces(setup)) {
    const { time } = at;
    if (network.targets === "last" && time !== undefined && time !== network.times) continue;
    for (const unit of upTo(outputs))
      yield {
        id: `${prefix}t${unit}`,
        role: "target",
        at: { ...first, ...at, layer: depth, unit },
      };
  }
}

function* initialStates({ network, wiring }: Setup): Generator<Quantity> {
  for (const { layer, unit, time } of wiring.units) {
    if (time !== 1 || !network.layers[layer - 1]!.recurrent) continue;
    const at = { ...first, time: 0, layer, unit };
    yield { id: `time0.a${layer}_${unit}`, role: "initialState", at };
  }
}

function* ratesOf(setup: Setup): Generator<Quantity> {
  const { network } = setup;
  const optimiser: Optimiser = optimisers[network.optimiser];
  const once = network.steps > 0 ? [1] : [];
  for (const step of network.rate === "per-step" ? upTo(network.steps) : once)
    yield { id: `${stepPrefix(step)}eta`, role: "learningRate", at: { step } };
  if (optimiser.velocity) yield { id: "mu", role: "momentum", at: first };
  if (network.velocity !== "given") return;
  for (const { id, at } of trainedOf(setup))
    yield { id: `v0_${id}`, role: "initialVelocity", at: { ...first, ...at } };
}
