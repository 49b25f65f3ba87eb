import { type Quantity, quantityOf, type Role } from "../../graph/graph.js";
import { byLayer, type Lettering } from "./lettering.js";
import { inStep, marked, updated } from "./marks.js";
import { numbered, put } from "./patterns.js";

/**
 * The letter of a quantity by its role, as TeX. What stands in no network, and what no notation has
 * a letter for, is called by its id.
 */
export function letterByRole(lettering: Lettering, quantity: Quantity): string {
  const { role, at, id } = quantity;
  const isOwn = at.layer === undefined && inNetwork.includes(role) && !at.pass;
  const write = isOwn ? undefined : letters[role];
  if (write) return write(lettering, quantity);
  // A single letter is one of mathematics, a word is not.
  return id.length === 1 ? id : `\\text{${id}}`;
}

/**
 * The letter of a derivative, as TeX, where the notation has one for it: a delta, an error, f′.
 * Undefined where it is written as the derivative it is.
 */
export function derivativeLetter(lettering: Lettering, quantity: Quantity): string | undefined {
  const { notation } = lettering;
  const { role, at, derivative } = quantity;
  if (at.layer === undefined) return undefined;
  const isNegative = derivative === undefined || derivative.negated === true;
  if (role === "lossDerivative" && isNegative)
    return marked(lettering, quantity, numberedByLayer(lettering, notation.error, quantity));
  const delta = notation.delta ?? (isNegative ? notation.negativeDelta : undefined);
  if (role === "delta" && delta)
    return marked(lettering, quantity, numberedByLayer(lettering, delta, quantity));
  if (role === "activationDerivative" && notation.activationDerivative) {
    const activation = numberedByLayer(lettering, notation.activation, quantity);
    return marked(lettering, quantity, put(notation.activationDerivative, { activation }));
  }
  return undefined;
}

// A quantity of the exercise's own stands nowhere in a network, whatever its role.
const inNetwork: readonly Role[] = [
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

type Write = (lettering: Lettering, quantity: Quantity) => string;

const letters: Partial<Record<Role, Write>> = {
  input: (of, quantity) => marked(of, quantity, numbered(of, of.notation.input, quantity.at)),
  target: (of, quantity) => marked(of, quantity, numbered(of, of.notation.target, quantity.at)),
  weight: (of, quantity) => (quantity.at.pass === "nudged" ? "w" : parameter(of, quantity)),
  bias: (of, quantity) => parameter(of, quantity),
  momentum: ({ notation }) => notation.momentum,
  initialVelocity: (of, quantity) =>
    put(of.notation.initialVelocity, { symbol: parameter(of, quantity) }),
  velocity: (of, quantity) =>
    inStep(of, put(of.notation.velocity, { symbol: parameter(of, quantity) }), quantity.at.step),
  weightChange: parameterChange,
  biasChange: parameterChange,
  exponential,
  initialState: activation,
  activation,
  learningRate: ({ notation, rate }, { at }) =>
    rate === "per-step" ? `${notation.learningRate}^{(${at.step})}` : notation.learningRate,
  preActivation: (of, quantity) =>
    marked(of, quantity, numberedByLayer(of, of.notation.preActivation, quantity)),
  loss: (of, quantity) => marked(of, quantity, of.notation.loss),
  outputLoss: (of, quantity) =>
    marked(of, quantity, numbered(of, of.notation.outputLoss, quantity.at)),
  updatedWeight: updatedParameter,
  updatedBias: updatedParameter,
  change: (of, { id }) => `\\Delta ${parameter(of, quantityOf(of.graph, of.nudge ?? id))}`,
  predicted: ({ notation, language }) =>
    `\\Delta ${notation.loss}_{${language.say("symbolPredicted")}}`,
  actual: ({ notation, language }) => `\\Delta ${notation.loss}_{${language.say("symbolActual")}}`,
  drop: ({ notation }) => `${notation.loss}-${put(notation.later, { symbol: notation.loss })}`,
};

function activation(of: Lettering, quantity: Quantity): string {
  return marked(of, quantity, numberedByLayer(of, of.notation.activation, quantity));
}

// After many rounds it is marked with them, as all that belongs to that state.
function updatedParameter(of: Lettering, quantity: Quantity): string {
  const symbol = parameter(of, quantity);
  return quantity.at.pass ? marked(of, quantity, symbol) : updated(of, quantity, symbol);
}

function parameterChange(of: Lettering, quantity: Quantity): string {
  const change = put(of.notation.change, { symbol: parameter(of, quantity) });
  return inStep(of, change, quantity.at.step);
}

function exponential(of: Lettering, quantity: Quantity): string {
  const { notation } = of;
  if (quantity.at.unit === undefined) return marked(of, quantity, notation.total);
  const preActivation = numberedByLayer(of, notation.preActivation, quantity);
  // A power is marked at its exponent.
  return notation.exponential.includes("^{<preActivation>}")
    ? put(notation.exponential, { preActivation: marked(of, quantity, preActivation) })
    : marked(of, quantity, put(notation.exponential, { preActivation }));
}

/** The weight or bias that a quantity is, or belongs to. */
function parameter(of: Lettering, { at }: Quantity): string {
  const { recurrentWeight, weight, bias } = of.notation;
  if (at.recurrent) return numbered(of, recurrentWeight, at);
  if (at.from !== undefined) return numbered(of, weight, at);
  return numbered(of, at.unit === undefined ? bias.layer : bias.node, at);
}

const numberedByLayer = (
  of: Lettering,
  pattern: Parameters<typeof byLayer>[1],
  quantity: Quantity,
): string => numbered(of, byLayer(of, pattern, quantity), quantity.at);
