import type { Exercise } from "../exercise/exercise.js";
import { type Graph, type Quantity, quantityOf } from "../graph/graph.js";
import { type Network, widthsOf } from "../network/network.js";
import { type ByLayer, type Notation, notationOf, type Rarer } from "../notation/notations.js";
import type { Prepared } from "../problem.js";
import { symbol } from "./symbol.js";
import { fraction, name, row, sign, type Typeset } from "./typeset.js";

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
  return symbolsOf(exercise.network ?? noNetwork, graph, notationOf(exercise.notation), own);
}

/** What is wrong with a notation of an exercise's own; undefined where nothing is. */
export function notationMistake(prepared: Prepared): Mistake | undefined {
  if (typeof prepared.exercise.notation === "string") return undefined;
  try {
    const symbols = symbolsFor(prepared);
    for (const id of prepared.graph.keys()) symbols.of(id);
  } catch (error) {
    if (error instanceof SyntaxError) return { path: ["notation"], message: `notation: ${error.message}` };
    throw error;
  }
  return undefined;
}

/** What is wrong with a symbol that an exercise declares, and where it stands; undefined where nothing is. */
export function symbolMistake({ symbols, quantities }: Exercise): Mistake | undefined {
  const own = [
    ...Object.entries(symbols).map(([id, tex]) => ({ path: ["symbols", id], tex })),
    ...quantities.map(({ symbol, place }) => ({ path: ["quantities", place, "symbol"], tex: symbol ?? "" })),
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
  notation: Notation & Rarer,
  declared: ReadonlyMap<string, string>,
): Symbols {
  const known = new Map<string, Typeset>();
  const widths = widthsOf(network);
  const depth = network.layers.length;
  const weights = [...graph.values()].filter((q) => q.role === "weight" && q.formula === undefined);
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
    const exact = declared.get(quantity.id);
    const own = exact ?? declared.get(quantity.id.replace(/^([a-z]+\d*\.)+/, ""));
    if (own !== undefined)
      return symbol(quantity.at.layer === undefined ? own : later(quantity, own, exact !== undefined));
    const { derivative } = quantity;
    if (derivative) {
      const letter = letterOf(quantity);
      if (letter) return symbol(letter);
      const fraction = partial(symbolFor(derivative.of), symbolFor(derivative.by));
      if (derivative.negated) return row(sign("−", "before"), fraction);
      const { time } = quantity.at;
      return derivative.share && time !== undefined && quantity.role !== "inputFactor"
        ? row(fraction, symbol(notation.time.replace("<symbol>", "{}").replace("<time>", String(time))))
        : fraction;
    }
    return symbol(letterOf(quantity) ?? texOf(quantity));
  }

  function letterOf(quantity: Quantity): string | undefined {
    if (quantity.at.layer === undefined) return undefined;
    const { role, derivative } = quantity;
    const negative = derivative === undefined || derivative.negated === true;
    if (role === "lossDerivative" && negative)
      return later(quantity, filled(byLayer(notation.error, quantity), quantity));
    const letter = role === "delta" ? (notation.delta ?? (negative ? notation.negativeDelta : undefined)) : undefined;
    if (letter) return later(quantity, filled(byLayer(letter, quantity), quantity));
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
        return later(quantity, filled(notation.input, quantity));
      case "target":
        return later(quantity, filled(notation.target, quantity));
      case "weight":
        return at.pass === "nudged" ? "w" : parameter(quantity);
      case "bias":
        return parameter(quantity);
      case "momentum":
        return notation.momentum;
      case "initialVelocity":
        return notation.initialVelocity.replaceAll("<symbol>", parameter(quantity));
      case "velocity":
        return atStep(quantity, notation.velocity.replaceAll("<symbol>", parameter(quantity)));
      case "weightChange":
      case "biasChange":
        return atStep(quantity, notation.change.replaceAll("<symbol>", parameter(quantity)));
      case "exponential":
        return later(
          quantity,
          at.unit === undefined
            ? notation.total
            : notation.exponential.replace(
                "<preActivation>",
                filled(byLayer(notation.preActivation, quantity), quantity),
              ),
        );
      case "initialState":
      case "activation":
        return later(quantity, filled(byLayer(notation.activation, quantity), quantity));
      case "learningRate":
        return network.rate === "per-step" ? `${notation.learningRate}^{(${at.step})}` : notation.learningRate;
      case "preActivation":
        return later(quantity, filled(byLayer(notation.preActivation, quantity), quantity));
      case "loss":
        return later(quantity, notation.loss);
      case "outputLoss":
        return later(quantity, filled(notation.outputLoss, quantity));
      case "updatedWeight":
      case "updatedBias":
        return updated(quantity, parameter(quantity));
      case "change":
        return `\\Delta ${parameter(quantityOf(graph, network.nudge ?? id))}`;
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

  // The marks of time, example and pass, from the inside out; an id with a symbol of its own has said them.
  function later({ id, at, role }: Quantity, tex: string, said = false): string {
    let marked = tex;
    if (!said && at.time !== undefined)
      marked = notation.time.replace("<symbol>", braced(marked)).replace("<time>", String(at.time));
    // Where each step has an example of its own, the step says which.
    if (!said && at.example !== undefined && /(^|\.)e\d+\./.test(id)) {
      marked = notation.example.replace("<symbol>", braced(marked)).replace("<example>", String(at.example));
    }
    if (at.pass === "nudged") return `${braced(marked)}^{*}`;
    if (at.pass) return `${braced(marked)}^{(${at.pass.rounds})}`;
    if (at.step === 1 || role === "input" || role === "target") return marked;
    return network.steps === 1 ? notation.later.replace("<symbol>", braced(marked)) : atStep({ at }, marked);
  }

  function atStep({ at }: Pick<Quantity, "at">, tex: string): string {
    return at.step === 1 ? tex : `${braced(tex)}^{(${at.step})}`;
  }

  function parameter(quantity: Quantity): string {
    if (quantity.at.recurrent) return filled(notation.recurrentWeight, quantity);
    return filled(quantity.at.from === undefined ? biasPattern(quantity) : notation.weight, quantity);
  }

  // A step among several leaves the weights of the next: w^(2).
  function updated({ at }: Quantity, tex: string): string {
    return network.steps === 1 ? notation.updated.replace("<symbol>", tex) : `${braced(tex)}^{(${at.step + 1})}`;
  }

  function byLayer(pattern: ByLayer, { at }: Quantity): string {
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
      afterInputs: layer === 0 ? unit : widths[0]! + nodesBefore(layer) + unit,
      fromAfterInputs: layer === 1 ? from : widths[0]! + nodesBefore(layer - 1) + from,
      nextLayer: layer + 1,
      n: at.from !== undefined ? weightNumber(layer, unit, from) : nodesBefore(layer) + unit,
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
    const byUnit = notation.weightOrder === "by-unit";
    const place = (l: number, to: number, source: number): number =>
      l * 1e6 + (byUnit ? to * 1e3 + source : source * 1e3 + to);
    const own = place(layer, unit, from);
    return weights.filter(({ at }) => place(at.layer ?? 0, at.unit ?? 0, at.from ?? 0) <= own).length;
  }
}

/** ∂of/∂by */
const partial = (of: Typeset, by: Typeset): Typeset => fraction(row(name("∂"), of), row(name("∂"), by));

// A symbol that already has an exponent keeps it inside braces.
const braced = (tex: string): string => (tex.includes("^") || tex.includes("'") ? `{${tex}}` : tex);
