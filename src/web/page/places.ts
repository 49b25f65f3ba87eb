import { type Place, quantityOf } from "../../graph/graph.js";
import type { Prepared } from "../../problem/prepare.js";

/** Where in its network a quantity is, in words: `hidden unit 1`; empty where it is of no unit. */
export function placeWords(prepared: Prepared, id: string): string {
  const { role, at } = quantityOf(prepared.graph, id);
  const { layer, unit, from, recurrent } = at;
  if (layer === undefined || prepared.exercise.network === undefined) return "";
  const depth = prepared.exercise.network.layers.length;
  if (unit === undefined) return layerAt(layer, depth);
  if (from === undefined) return unitAt(layer, unit, depth);
  // A contribution goes back from a unit of the next layer; the rest goes on from one before.
  const [before, after] =
    role === "contribution"
      ? [unitAt(layer, from, depth), unitAt(layer + 1, unit, depth)]
      : [unitAt(recurrent ? layer : layer - 1, from, depth), unitAt(layer, unit, depth)];
  if (prepared.exercise.network.layers[layer - 1]?.convolution)
    return `filter ${unit}, place ${from}`;
  return recurrent ? `from ${before} to itself` : `between ${before} and ${after}`;
}

/** The layer that a quantity belongs to, in words; empty where it belongs to none. */
export function layerWords({ graph, exercise }: Prepared, id: string): string {
  const { layer }: Place = quantityOf(graph, id).at;
  return layer === undefined || !exercise.network
    ? ""
    : layerAt(layer, exercise.network.layers.length);
}

function layerAt(layer: number, depth: number): string {
  if (layer === 0) return "inputs";
  if (layer === depth) return "output layer";
  return depth === 2 ? "hidden layer" : `hidden layer ${layer}`;
}

function unitAt(layer: number, unit: number, depth: number): string {
  if (layer === 0) return unit === 0 ? "the constant" : `input ${unit}`;
  if (layer === depth) return `output unit ${unit}`;
  return depth === 2 ? `hidden unit ${unit}` : `unit ${unit} of hidden layer ${layer}`;
}
