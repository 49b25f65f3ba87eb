import type { Exercise } from "../exercise/exercise.js";
import { type Graph, type Quantity, quantityOf } from "../graph/graph.js";
import type { Network } from "../network/network.js";
import { type Notation, notations } from "../notation/notations.js";
import type { Prepared } from "../problem.js";
import { symbol } from "./symbol.js";
import { fraction, name, row, type Typeset } from "./typeset.js";

/** How one notation writes the quantities and the units of a network. */
export interface Symbols {
  of(id: string): Typeset;
  unit(layer: number, unit: number): Typeset;
}

/** The symbols of an exercise, in the notation it names. */
export function symbolsFor({ exercise, graph }: Prepared): Symbols {
  const own = new Map([
    ...Object.entries(exercise.symbols),
    ...exercise.quantities.flatMap(({ id, symbol }): [string, string][] =>
      symbol === undefined ? [] : [[id, symbol]],
    ),
  ]);
  return symbolsOf(exercise.network ?? noNetwork, graph, notations[exercise.notation], own);
}

/** What is wrong with a symbol that an exercise declares, and where it stands; undefined where nothing is. */
export function symbolMistake({ symbols, quantities }: Exercise): Mistake | undefined {
  const own = [
    ...Object.entries(symbols).map(([id, tex]) => ({ path: ["symbols", id], tex })),
    ...quantities.map(({ symbol }, index) => ({ path: ["quantities", index, "symbol"], tex: symbol ?? "" })),
  ];
  for (const { path, tex } of own) {
    try {
      symbol(tex);
    } catch (error) {
      if (error instanceof SyntaxError) return { path, message: error.message };
      throw error;
    }
  }
  return undefined;
}

/** What is wrong with an exercise, and where in it. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const noNetwork: Pick<Network, "inputs" | "layers" | "steps" | "rate"> = {
  inputs: 0,
  layers: [],
  steps: 1,
  rate: "constant",
};

function symbolsOf(
  network: typeof noNetwork & Partial<Network>,
  graph: Graph,
  notation: Notation,
  declared: ReadonlyMap<string, string>,
): Symbols {
  const known = new Map<string, Typeset>();
  const widths = [network.inputs, ...network.layers.map(({ units }) => units)];
  const depth = network.layers.length;
  return {
    of: symbolFor,
    unit: (layer, unit) => {
      const own = declared.get(layer === 0 ? `x${unit}` : `a${layer}_${unit}`);
      if (own !== undefined) return symbol(own);
      const place = { role: "activation", id: "", at: { step: 1, layer, unit } } as const;
      return symbol(filled(layer === 0 ? notation.input : byLayer(notation.unit, place), place));
    },
  };

  function symbolFor(id: string): Typeset {
    let found = known.get(id);
    if (!found) {
      found = make(quantityOf(graph, id));
      known.set(id, found);
    }
    return found;
  }

  function make(quantity: Quantity): Typeset {
    const own = declared.get(quantity.id) ?? declared.get(quantity.id.replace(/^(s\d+|nudged)\./, ""));
    if (own !== undefined) return symbol(quantity.at.layer === undefined ? own : later(quantity, own));
    if (quantity.derivative) {
      const letter = letterOf(quantity);
      return letter ? symbol(letter) : partial(symbolFor(quantity.derivative.of), symbolFor(quantity.derivative.by));
    }
    return symbol(texOf(quantity));
  }

  function letterOf(quantity: Quantity): string | undefined {
    if (quantity.at.layer === undefined) return undefined;
    if (quantity.role === "delta" && notation.delta)
      return later(quantity, filled(byLayer(notation.delta, quantity), quantity));
    if (quantity.role === "activationDerivative" && notation.activationDerivative) {
      return later(
        quantity,
        notation.activationDerivative.replace("<activation>", filled(byLayer(notation.activation, quantity), quantity)),
      );
    }
    return undefined;
  }

  function texOf(quantity: Quantity): string {
    const { role, at, id } = quantity;
    switch (role) {
      case "input":
        return filled(notation.input, quantity);
      case "target":
        return filled(notation.target, quantity);
      case "weight":
        return at.pass === "nudged" ? "w" : filled(notation.weight, quantity);
      case "bias":
        return filled(biasPattern(quantity), quantity);
      case "learningRate":
        return network.rate === "per-step" ? `${notation.learningRate}^{(${at.step})}` : notation.learningRate;
      case "preActivation":
        return later(quantity, filled(byLayer(notation.preActivation, quantity), quantity));
      case "activation":
        return later(quantity, filled(byLayer(notation.activation, quantity), quantity));
      case "loss":
        return later(quantity, notation.loss);
      case "outputLoss":
        return later(quantity, filled(notation.outputLoss, quantity));
      case "updatedWeight":
        return updated(quantity, filled(notation.weight, quantity));
      case "updatedBias":
        return updated(quantity, filled(biasPattern(quantity), quantity));
      case "change":
        return `\\Delta ${filled(notation.weight, quantityOf(graph, network.nudge ?? id))}`;
      case "predicted":
        return `\\Delta ${notation.loss}_{predicted}`;
      case "actual":
        return `\\Delta ${notation.loss}_{actual}`;
      case "drop":
        return `${notation.loss}-${notation.later.replace("<symbol>", notation.loss)}`;
      default:
        return `\\text{${id}}`;
    }
  }

  function later({ at }: Quantity, tex: string): string {
    if (at.pass === "nudged") return `${braced(tex)}^{*}`;
    if (at.pass) return `${braced(tex)}^{(${at.pass.rounds})}`;
    if (at.step === 1) return tex;
    return network.steps === 1 ? notation.later.replace("<symbol>", braced(tex)) : `${braced(tex)}^{(${at.step})}`;
  }

  // A step among several leaves the weights of the next: w^(2).
  function updated({ at }: Quantity, tex: string): string {
    return network.steps === 1 ? notation.updated.replace("<symbol>", tex) : `${braced(tex)}^{(${at.step + 1})}`;
  }

  function byLayer(pattern: { hidden: string; output: string }, { at }: Quantity): string {
    return at.layer === depth ? pattern.output : pattern.hidden;
  }

  function biasPattern({ at }: Quantity): string {
    return at.unit === undefined ? notation.bias.layer : notation.bias.node;
  }

  function filled(pattern: string, { at }: Quantity): string {
    const { layer = 0, unit = 0, from = 0 } = at;
    const places: Record<string, string | number> = {
      unit,
      from,
      layer,
      node: layer === 0 ? unit : nodesBefore(layer) + unit,
      fromNode: layer === 1 ? from : nodesBefore(layer - 1) + from,
      n: from ? weightNumber(layer, unit, from) : nodesBefore(layer) + unit,
      "unit?": (widths[layer] ?? 1) > 1 ? unit : "",
      "from?": (widths[layer - 1] ?? 1) > 1 ? from : "",
    };
    return pattern.replace(/<([a-zA-Z]+\??)>/g, (whole, place: string) => {
      const value = places[place];
      if (value === undefined) throw new SyntaxError(`${pattern}: there is no place called ${whole}`);
      return value === "" ? "{}" : String(value).length > 1 ? `{${value}}` : String(value);
    });
  }

  function nodesBefore(layer: number): number {
    return widths.slice(1, layer).reduce((sum, width) => sum + width, 0);
  }

  function weightNumber(layer: number, unit: number, from: number): number {
    const before = widths.slice(1, layer).reduce((sum, width, i) => sum + width * widths[i]!, 0);
    const within =
      notation.weightOrder === "by-unit" ? (unit - 1) * widths[layer - 1]! + from : (from - 1) * widths[layer]! + unit;
    return before + within;
  }
}

/** ∂of/∂by */
const partial = (of: Typeset, by: Typeset): Typeset => fraction(row(name("∂"), of), row(name("∂"), by));

// A symbol that already has an exponent keeps it inside braces.
const braced = (tex: string): string => (tex.includes("^") || tex.includes("'") ? `{${tex}}` : tex);
