import type { Graph, Place, Quantity } from "../../graph/graph.js";
import type { Network } from "../../network/network.js";
import type { Spot } from "../../network/wiring.js";

/** What a unit or an input is called where a diagram has names: `2.1`, or `2.1@3` at time 3. */
export const spotName = ({ layer, unit, time }: Spot): string =>
  `${layer}.${unit}${time > 0 ? `@${time}` : ""}`;

/** What the target of an output is called. */
export const targetName = (spot: Spot): string => `t${spotName(spot)}`;

/**
 * What a quantity is about in a diagram: the names of units, of a target, and of weights and biases
 * by their ids. None where it is about the whole network, such as the loss.
 */
export function namesIn(network: Network, graph: Graph, quantity: Quantity): readonly string[] {
  const { role, at, derivative } = quantity;
  const { layer, unit, from } = at;
  if (layer === undefined) return [];
  if (ofParameters.has(role)) return parameterNames(network, at);
  if (unit === undefined) return [];
  if (role === "target") return [targetName(spotAt(at, layer, unit))];
  const own = spotName(spotAt(at, layer, unit));
  if (from === undefined) return [own];
  switch (role) {
    // It goes back to a hidden unit from one of the next layer.
    case "contribution":
      return [spotName(spotAt(at, layer, from)), spotName(spotAt(at, layer + 1, unit))];
    case "inputFactor":
    case "weightFactor": {
      const by = role === "inputFactor" && derivative ? graph.get(derivative.by) : undefined;
      return [
        own,
        spotName(spotAt(at, layer - 1, from)),
        ...(by ? namesIn(network, graph, by) : []),
      ];
    }
    default:
      return [own, spotName(spotAt(at, layer, from))];
  }
}

const ofParameters: ReadonlySet<string> = new Set([
  "weight",
  "bias",
  "gradient",
  "biasGradient",
  "velocity",
  "initialVelocity",
  "scaledGradient",
  "weightChange",
  "biasChange",
  "updatedWeight",
  "updatedBias",
]);

const spotAt = ({ time = 0 }: Place, layer: number, unit: number): Spot => ({ layer, unit, time });

function parameterNames(network: Network, { layer, unit, from, recurrent }: Place): string[] {
  if (from !== undefined) return [`${recurrent ? "u" : "w"}${layer}_${unit}_${from}`];
  const isShared = network.layers[layer! - 1]?.bias === "layer" || unit === undefined;
  return [isShared ? `b${layer}` : `b${layer}_${unit}`];
}
