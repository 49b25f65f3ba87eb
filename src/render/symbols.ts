import type { Exercise } from "../exercise/exercise.js";
import { type Graph, type Quantity, quantityOf, type Role } from "../graph/graph.js";
import { type Network, widthsOf } from "../network/network.js";
import { type ByLayer, type Notation, notationOf, type Rarer } from "../notation/notations.js";
import type { Prepared } from "../problem/prepare.js";
import { plain } from "./plain.js";
import { symbol } from "./symbol.js";
import { fraction, name, row, sign, type Typeset } from "./typeset.js";

/** How one notation writes the quantities and the units of a network. */
export interface Symbols {
  of(id: string): Typeset;
  /**
   * The symbol without the marks of step, example and time: what stands at the head of a row or
   * column.
   */
  unmarked(id: string): Typeset;
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
    if (error instanceof SyntaxError)
      return { path: ["notation"], message: `notation: ${error.message}` };
    throw error;
  }
  return undefined;
}

/**
 * What is wrong with a symbol that an exercise declares, and where it stands; undefined where
 * nothing is.
 */
export function symbolMistake({ symbols, quantities }: Exercise): Mistake | undefined {
  const own = [
    ...Object.entries(symbols).map(([id, tex]) => ({ path: ["symbols", id], tex })),
    ...quantities.map(({ symbol, place }) => ({
      path: ["quantities", place, "symbol"],
      tex: symbol ?? "",
    })),
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

/** The letters of the exercise for the marks it uses: `[1]` for an example, `⟨1⟩` for a time. */
export function marksOf({
  exercise,
  graph,
}: Prepared): readonly { readonly mark: Typeset; readonly of: string }[] {
  const notation = notationOf(exercise.notation);
  const { network } = exercise;
  if (!network) return [];
  const marked = [...graph.values()].filter(({ id }) => /(^|\.)(e|time)\d+\./.test(id));
  const has = (key: "example" | "time"): boolean => marked.some(({ at }) => at[key] !== undefined);
  const shown = [
    ...(network.layers.length > 1 && marked.length > 0
      ? [{ pattern: layerMark(notation.activation.hidden), of: "layer" }]
      : []),
    ...(has("time") ? [{ pattern: notation.time, of: "time" }] : []),
    ...(has("example") ? [{ pattern: notation.example, of: "example" }] : []),
    ...(network.steps > 1 && marked.length > 0
      ? [{ pattern: stepMark(notation, network.layers.length), of: "step" }]
      : []),
  ];
  return shown.flatMap(({ pattern, of }) => {
    const [, mark] = /^<symbol>\^\{(.*)\}$/.exec(pattern) ?? [];
    const number = of === "step" ? "2" : "1";
    return mark === undefined ? [] : [{ mark: symbol(mark.replace(/<[a-z]+>/, number)), of }];
  });
}

// What stands above a symbol for its layer, as a pattern of its own.
const layerMark = (pattern: string): string => {
  const [mark = ""] = /\^\{\(<layer\??>\)\}/.exec(pattern) ?? [];
  return `<symbol>${mark.replace("?", "")}`;
};

// Where layers are marked above the symbol, a step in brackets would be taken for one.
const stepMark = ({ step, weight }: Notation & Rarer, depth: number): string =>
  step ??
  (depth > 1 && weight.includes("^") ? "<symbol>^{\\text{s<step>}}" : "<symbol>^{(<step>)}");

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
  const weights = [...graph.values()].filter(
    ({ role, formula, at }) => role === "weight" && formula === undefined && !at.recurrent,
  );
  // Of two numbers side by side, neither may have two digits.
  const between = [...graph.values()].some(({ at }) => (at.unit ?? 0) > 9 || (at.from ?? 0) > 9)
    ? ","
    : "";
  return {
    of: symbolFor,
    unmarked,
    unit: (layer, unit) => {
      const own = declared.get(layer === 0 ? `x${unit}` : `a${layer}_${unit}`);
      if (own !== undefined) return symbol(own);
      const place = { role: "activation", id: "", at: { step: 1, layer, unit } } as const;
      return joined(filled(layer === 0 ? notation.input : byLayer(notation.unit, place), place));
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

  function unmarked(id: string): Typeset {
    const { at, derivative, ...rest } = quantityOf(graph, id);
    const { example: _, time: __, ...bare } = at;
    const quantity = {
      ...rest,
      id: id.replace(/^((s|e|time)\d+\.)+/, ""),
      at: { ...bare, step: 1 },
    };
    if (!derivative) return make(quantity);
    const letter = letterOf({ ...quantity, derivative });
    if (letter) return joined(letter);
    const fraction = partial(unmarked(derivative.of), unmarked(derivative.by));
    return derivative.negated ? row(sign("−", "before"), fraction) : fraction;
  }

  function make(quantity: Quantity): Typeset {
    const exact = declared.get(quantity.id);
    const own = exact ?? declared.get(quantity.id.replace(/^([a-z]+\d*\.)+/, ""));
    if (own !== undefined)
      return quantity.at.layer === undefined && !quantity.at.pass
        ? symbol(own)
        : joined(later(quantity, own, exact !== undefined));
    const { derivative } = quantity;
    if (derivative) {
      const letter = letterOf(quantity);
      if (letter) return joined(letter);
      const fraction = partial(symbolFor(derivative.of), symbolFor(derivative.by));
      if (derivative.negated) return row(sign("−", "before"), fraction);
      const { time } = quantity.at;
      return derivative.share && time !== undefined && quantity.role !== "inputFactor"
        ? row(fraction, symbol(put(notation.time, { symbol: "{}", time })))
        : fraction;
    }
    return joined(letterOf(quantity) ?? texOf(quantity));
  }

  function letterOf(quantity: Quantity): string | undefined {
    if (quantity.at.layer === undefined) return undefined;
    const { role, derivative } = quantity;
    const negative = derivative === undefined || derivative.negated === true;
    if (role === "lossDerivative" && negative)
      return later(quantity, filled(byLayer(notation.error, quantity), quantity));
    const letter =
      role === "delta"
        ? (notation.delta ?? (negative ? notation.negativeDelta : undefined))
        : undefined;
    if (letter) return later(quantity, filled(byLayer(letter, quantity), quantity));
    if (quantity.role === "activationDerivative" && notation.activationDerivative) {
      return later(
        quantity,
        put(notation.activationDerivative, {
          activation: filled(byLayer(notation.activation, quantity), quantity),
        }),
      );
    }
    return undefined;
  }

  function texOf(quantity: Quantity): string {
    const { role, at, id } = quantity;
    // A quantity of the exercise's own stands nowhere in a network, whatever its role.
    if (at.layer === undefined && placedRoles.includes(role) && !at.pass) return `\\text{${id}}`;
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
        return put(notation.initialVelocity, { symbol: parameter(quantity) });
      case "velocity":
        return atStep(quantity, put(notation.velocity, { symbol: parameter(quantity) }));
      case "weightChange":
      case "biasChange":
        return atStep(quantity, put(notation.change, { symbol: parameter(quantity) }));
      case "exponential": {
        if (at.unit === undefined) return later(quantity, notation.total);
        const z = filled(byLayer(notation.preActivation, quantity), quantity);
        // A power is marked at its exponent.
        return notation.exponential.includes("^{<preActivation>}")
          ? put(notation.exponential, { preActivation: later(quantity, z) })
          : later(quantity, put(notation.exponential, { preActivation: z }));
      }
      case "initialState":
      case "activation":
        return later(quantity, filled(byLayer(notation.activation, quantity), quantity));
      case "learningRate":
        return network.rate === "per-step"
          ? `${notation.learningRate}^{(${at.step})}`
          : notation.learningRate;
      case "preActivation":
        return later(quantity, filled(byLayer(notation.preActivation, quantity), quantity));
      case "loss":
        return later(quantity, notation.loss);
      case "outputLoss":
        return later(quantity, filled(notation.outputLoss, quantity));
      case "updatedWeight":
      case "updatedBias":
        return at.pass
          ? later(quantity, parameter(quantity))
          : updated(quantity, parameter(quantity));
      case "change":
        return `\\Delta ${parameter(quantityOf(graph, network.nudge ?? id))}`;
      case "predicted":
        return `\\Delta ${notation.loss}_{predicted}`;
      case "actual":
        return `\\Delta ${notation.loss}_{actual}`;
      case "drop":
        return `${notation.loss}-${put(notation.later, { symbol: notation.loss })}`;
      default:
        return `\\text{${id}}`;
    }
  }

  // The marks of time, example and pass, from the inside out; an id with a symbol of its own has
  // said them.
  function later({ id, at, role }: Quantity, tex: string, said = false): string {
    let marked = tex;
    if (!said && at.time !== undefined)
      marked = put(notation.time, { symbol: braced(marked), time: at.time });
    // Where each step has an example of its own, the step says which.
    if (!said && at.example !== undefined && /(^|\.)e\d+\./.test(id)) {
      marked = put(notation.example, { symbol: braced(marked), example: at.example });
    }
    if (at.pass === "nudged") return `${braced(marked)}^{*}`;
    if (at.pass) return `${braced(marked)}^{(${at.pass.rounds})}`;
    if (at.step === 1 || role === "input" || role === "target") return marked;
    return network.steps === 1
      ? put(notation.later, { symbol: braced(marked) })
      : atStep({ at }, marked);
  }

  function atStep({ at }: Pick<Quantity, "at">, tex: string): string {
    return at.step === 1 ? tex : stepped(tex, at.step);
  }

  function parameter(quantity: Quantity): string {
    if (quantity.at.recurrent) return filled(notation.recurrentWeight, quantity);
    return filled(
      quantity.at.from === undefined ? biasPattern(quantity) : notation.weight,
      quantity,
    );
  }

  // A step among several leaves the weights of the next: w^(2).
  function updated({ at }: Quantity, tex: string): string {
    return network.steps === 1 ? put(notation.updated, { symbol: tex }) : stepped(tex, at.step + 1);
  }

  function stepped(tex: string, step: number): string {
    return put(stepMark(notation, depth), { symbol: braced(tex), step });
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
      "layer?": depth > 1 ? layer : "",
      "unit?": (widths[layer] ?? 1) > 1 ? unit : "",
      "from?": (widths[layer - 1] ?? 1) > 1 ? from : "",
    };
    const spaced = pattern.replace("<unit><from>", `<unit>${between}<from>`);
    const text = spaced.replace(/<([a-zA-Z]+\??)>/g, (whole, place: string) => {
      const value = Object.hasOwn(places, place) ? places[place] : undefined;
      if (value === undefined)
        throw new SyntaxError(`${pattern}: there is no place called ${whole}`);
      return value === "" ? "{}" : String(value).length > 1 ? `{${value}}` : String(value);
    });
    return text.replace("({})", "");
  }

  function nodesBefore(layer: number): number {
    return widths.slice(1, layer).reduce((sum, width) => sum + width, 0);
  }

  function weightNumber(layer: number, unit: number, from: number): number {
    const byUnit = notation.weightOrder === "by-unit";
    const place = (l: number, to: number, source: number): number =>
      l * 1e6 + (byUnit ? to * 1e3 + source : source * 1e3 + to);
    const own = place(layer, unit, from);
    return weights.filter(({ at }) => place(at.layer ?? 0, at.unit ?? 0, at.from ?? 0) <= own)
      .length;
  }
}

/** A symbol with its marks side by side: a^{(1)[2]}, where the text has one inside another. */
const joined = (tex: string): Typeset => sideBySide(symbol(tex));

function sideBySide(math: Typeset): Typeset {
  if (math.kind !== "script" || !math.sup) return math;
  const base = sideBySide(math.base);
  const [last] = base.kind === "row" ? base.items.slice(-1) : [base];
  if (last?.kind !== "script" || (last.sup && isPrime(math.sup)) || math.sub)
    return { ...math, base };
  const above = last.sup ? row(last.sup, ...between(last.sup, math.sup), math.sup) : math.sup;
  const merged: Typeset = { ...last, sup: above };
  return base.kind === "row" ? row(...base.items.slice(0, -1), merged) : merged;
}

// Brackets of different shapes keep marks apart; (1) and ⟨1⟩ are too alike, and a letter or number
// needs a comma.
const between = (left: Typeset, right: Typeset): readonly Typeset[] => {
  const sides = `${plain(left).at(-1)}${plain(right).at(0)}`;
  return /^[)\]⟩]|[([⟨]$/.test(sides) && sides !== ")⟨" ? [] : [sign(",", "tight")];
};

const isPrime = (math: Typeset): boolean => math.kind === "sign" && math.text === "′";

const placedRoles: readonly Role[] = [
  "input",
  "target",
  "weight",
  "bias",
  "preActivation",
  "activation",
  "outputLoss",
  "updatedWeight",
  "updatedBias",
];

/** ∂of/∂by */
const partial = (of: Typeset, by: Typeset): Typeset =>
  fraction(row(name("∂"), of), row(name("∂"), by));

// A symbol that already has an exponent keeps it inside braces.
const braced = (tex: string): string => (tex.includes("^") || tex.includes("'") ? `{${tex}}` : tex);

/** A pattern with texts in its places; what the texts say is no place. */
const put = (pattern: string, texts: Readonly<Record<string, string | number>>): string =>
  pattern.replace(/<(\w+)>/g, (place, of: string) =>
    Object.hasOwn(texts, of) ? String(texts[of]) : place,
  );
