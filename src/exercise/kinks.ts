import type { Graph, Quantity } from "../graph/graph.js";
import { lossNamed } from "../network/losses.js";
import { examplePrefix, timePrefix } from "../network/pass.js";
import { activationNamed } from "./activationNamed.js";
import type { Exercise } from "./exercise.js";

/** A quantity that has kinks: values beside which a draw is no good. */
export interface Kinked {
  readonly id: string;
  /** The kinks, where the target is this number. */
  readonly kinks: (target: number) => readonly number[];
  /** The id of that target, where the kinks are a loss's. */
  readonly target?: string;
  /** Exactly at a kink, the definition decides: a threshold unit. */
  readonly discrete: boolean;
}

/**
 * The pre-activations and outputs of an exercise's network that have kinks: those of the
 * activations, and of the losses.
 */
export function kinksOf(exercise: Exercise, graph: Graph): readonly Kinked[] {
  const { network } = exercise;
  if (!network) return [];
  const { of, differentiated = of } = network.loss;
  const lossKinks = [...new Set([of, differentiated])].flatMap(
    (name) => lossNamed(name).kinks ?? [],
  );
  const curves = network.layers.map(({ activation }) => activationNamed(exercise, activation));
  return [...graph.values()].flatMap((quantity): readonly Kinked[] => {
    const { id, role, at, recurrence } = quantity;
    if (!at.layer || recurrence || at.pass) return [];
    const { kinks, discrete = false } = curves[at.layer - 1]!;
    if (role === "preActivation") return kinks ? [{ id, kinks: () => kinks, discrete }] : [];
    if (role !== "activation" || at.layer < curves.length) return [];
    const target = targetOf(quantity);
    return graph.has(target)
      ? lossKinks.map((kinks) => ({ id, kinks, target, discrete: false }))
      : [];
  });
}

const targetOf = ({ at: { example, time = 0, unit } }: Quantity): string =>
  `${example === undefined ? "" : examplePrefix(example)}${timePrefix(time)}t${unit}`;
