import { type Place, quantityOf } from "../../graph/graph.js";
import type { Language } from "../../language/language.js";
import type { Prepared } from "../../problem/prepare.js";

/** Where in its network a quantity is, in words: `hidden unit 1`; empty where it is of no unit. */
export function placeWords(prepared: Prepared, id: string): string {
  const { language } = prepared;
  const { role, at } = quantityOf(prepared.graph, id);
  const { layer, unit, from, recurrent } = at;
  if (layer === undefined || prepared.exercise.network === undefined) return "";
  const depth = prepared.exercise.network.layers.length;
  if (unit === undefined) return layerAt(layer, depth, language);
  const named = (layer: number, unit: number) => unitAt(layer, unit, depth, language);
  if (from === undefined) return named(layer, unit);
  // A contribution goes back from a unit of the next layer; the rest goes on from one before.
  const [before, after] =
    role === "contribution"
      ? [named(layer, from), named(layer + 1, unit)]
      : [named(recurrent ? layer : layer - 1, from), named(layer, unit)];
  if (prepared.exercise.network.layers[layer - 1]?.convolution)
    return language.say("atFilter", { unit, from });
  return recurrent
    ? language.say("atItself", { unit: before })
    : language.say("atBetween", { before, after });
}

/** The layer that a quantity belongs to, in words; empty where it belongs to none. */
export function layerWords({ graph, exercise, language }: Prepared, id: string): string {
  const { layer }: Place = quantityOf(graph, id).at;
  return layer === undefined || !exercise.network
    ? ""
    : layerAt(layer, exercise.network.layers.length, language);
}

function layerAt(layer: number, depth: number, language: Language): string {
  if (layer === 0) return language.say("atInputs");
  if (layer === depth) return language.say("atOutputLayer");
  return depth === 2
    ? language.say("atHiddenLayer")
    : language.say("atHiddenLayerNumber", { layer });
}

function unitAt(layer: number, unit: number, depth: number, language: Language): string {
  if (layer === 0)
    return unit === 0 ? language.say("atConstant") : language.say("atInput", { unit });
  if (layer === depth) return language.say("atOutputUnit", { unit });
  return depth === 2
    ? language.say("atHiddenUnit", { unit })
    : language.say("atUnitOfLayer", { unit, layer });
}
