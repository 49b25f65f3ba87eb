import type { Network } from "../src/network/network.js";
import type { OracleNet } from "./oracle.js";

/**
 * The network as the implementations written apart know networks: fully connected, one example,
 * plain descent; undefined where it is any other.
 */
export function plainNet(network: Network | undefined): OracleNet | undefined {
  if (!network || typeof network.inputs !== "number") return undefined;
  const { layers, loss, train, steps, examples, times, optimiser, delta } = network;
  const widths = [network.inputs];
  const activations: OracleNet["activations"][number][] = [];
  for (const { units, activation, bias, recurrent } of layers) {
    const known = knownActivations.find((name) => name === activation);
    if (
      units === undefined ||
      !known ||
      recurrent ||
      !["none", "layer", "node"].includes(String(bias))
    )
      return undefined;
    widths.push(units);
    activations.push(known);
  }
  const halved = loss.of === "half-squared-error";
  const isPlain =
    (halved || loss.of === "squared-error") &&
    loss.differentiated === undefined &&
    (loss.outputs === "sum" || widths.at(-1) === 1) &&
    examples * times === 1 &&
    steps > 0 &&
    optimiser === "descent" &&
    delta === "derivative";
  return isPlain ? { widths, activations, halved, trainBiases: train === "all", steps } : undefined;
}

const knownActivations = ["sigmoid", "relu", "relu-one-at-zero", "identity", "tanh"] as const;
