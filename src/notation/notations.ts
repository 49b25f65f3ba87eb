/**
 * The letters one text uses, as small pieces of TeX with places to fill in: `<unit>` and `<from>`
 * count within a layer (`<unit?>`, `<from?>` and `<layer?>` are left out where there is only one,
 * with the brackets around them); `<node>` and `<fromNode>` count units through the whole network
 * (`<fromNode>` counts inputs where it comes from one), `<afterInputs>` and `<fromAfterInputs>`
 * through inputs and units; `<n>` counts weights or biases through the network; `<layer>`, and
 * `<nextLayer>`, which counts the inputs as the first. Quantities without an entry are written as
 * derivatives, from the symbols of what they are derivatives of.
 */
export interface Notation {
  readonly input: string;
  /** What the circle of a unit says in the picture of the network. */
  readonly unit: ByLayer;
  readonly target: string;
  readonly weight: string;
  /**
   * The order in which `<n>` counts the weights of a layer: all that lead to a unit together, or
   * all that leave one.
   */
  readonly weightOrder: "by-unit" | "by-source";
  readonly bias: { readonly layer: string; readonly node: string };
  readonly learningRate: string;
  readonly preActivation: ByLayer;
  readonly activation: ByLayer;
  readonly loss: string;
  readonly outputLoss: string;
  readonly delta?: ByLayer;
  /** `<activation>` stands for the unit's activation. */
  readonly activationDerivative?: string;
  /** What becomes of a symbol `<symbol>` by an update: w⁺, w′. */
  readonly updated: string;
  /** In a later pass or step. */
  readonly later: string;
}

/** What texts seldom have letters for; a notation may have its own. */
export interface Rarer {
  /** What becomes of a symbol `<symbol>` in one example of several, and at one time of several. */
  readonly example: string;
  readonly time: string;
  /** In a later step of several; absent, (2) or, beside the mark of a layer, s2. */
  readonly step?: string;
  /** The weight that leads to a unit from its own layer, one time earlier. */
  readonly recurrentWeight: string;
  /**
   * A unit's part of a softmax, where `<preActivation>` is its pre-activation, and the sum of the
   * parts.
   */
  readonly exponential: string;
  readonly total: string;
  /** The opposite of ∂L/∂a. */
  readonly error: ByLayer;
  /** The delta, in notations that have no letter for it, where it is the opposite of ∂L/∂z. */
  readonly negativeDelta: ByLayer;
  readonly momentum: string;
  /** `<symbol>` is that of the weight or bias. */
  readonly velocity: string;
  readonly initialVelocity: string;
  readonly change: string;
}

export interface ByLayer {
  readonly hidden: string;
  readonly output: string;
}

const both = (pattern: string): ByLayer => ({ hidden: pattern, output: pattern });

const rarer: Rarer = {
  example: "<symbol>^{[<example>]}",
  time: "<symbol>^{⟨<time>⟩}",
  recurrentWeight: "u^{(<layer?>)}_{<unit><from>}",
  exponential: "e^{<preActivation>}",
  total: "\\Sigma",
  error: both("e^{(<layer?>)}_<unit>"),
  negativeDelta: both("\\delta^{(<layer?>)}_<unit>"),
  momentum: "\\mu",
  velocity: "v_{<symbol>}",
  initialVelocity: "v_{<symbol>}^{(0)}",
  change: "\\Delta <symbol>",
};

export const notations = {
  /** The units as they are called in the code: for exercises that follow no document. */
  plain: {
    input: "x_<unit>",
    unit: { hidden: "a^{(<layer?>)}_<unit>", output: "a^{(<layer?>)}_<unit>" },
    target: "t_<unit?>",
    weight: "w^{(<layer?>)}_{<unit><from>}",
    weightOrder: "by-unit",
    bias: { layer: "b^{(<layer?>)}", node: "b^{(<layer?>)}_<unit>" },
    learningRate: "\\eta",
    preActivation: { hidden: "z^{(<layer?>)}_<unit>", output: "z^{(<layer?>)}_<unit>" },
    activation: { hidden: "a^{(<layer?>)}_<unit>", output: "a^{(<layer?>)}_<unit>" },
    loss: "L",
    outputLoss: "L_<unit>",
    delta: { hidden: "\\delta^{(<layer?>)}_<unit>", output: "\\delta^{(<layer?>)}_<unit>" },
    updated: "<symbol>'",
    later: "<symbol>'",
  },
  /** H. Mao's exercise: units numbered through, weights by from and to. */
  mao: {
    input: "x_<unit>",
    unit: { hidden: "h_<unit>", output: "o_<node>" },
    target: "o_{<node>,true}",
    weight: "w_{<fromNode>,<node>}",
    weightOrder: "by-source",
    bias: { layer: "b_<layer>", node: "b_<node>" },
    learningRate: "\\eta",
    preActivation: { hidden: "S_{h<unit>}", output: "S_{o<node>}" },
    activation: { hidden: "h_<unit>", output: "o_<node>" },
    loss: "E",
    outputLoss: "E_{o<node>}",
    delta: { hidden: "\\delta_{h<unit>}", output: "\\delta_{o<node>}" },
    activationDerivative: "<activation>'",
    recurrentWeight: "u_{<from>,<unit>}",
    // Not w′: the prime is the derivative's.
    updated: "<symbol>^{new}",
    later: "<symbol>^{new}",
  },
  /** The step-by-step example of M. Mazur, which COMP9444 follows: net, out, flat weights. */
  mazur: {
    input: "i_<unit>",
    unit: { hidden: "h<unit>", output: "o<unit>" },
    target: "target_{o<unit>}",
    weight: "w_<n>",
    weightOrder: "by-unit",
    bias: { layer: "b_<layer>", node: "b_<n>" },
    learningRate: "\\eta",
    preActivation: { hidden: "net_{h<unit>}", output: "net_{o<unit>}" },
    activation: { hidden: "out_{h<unit>}", output: "out_{o<unit>}" },
    loss: "E_{total}",
    outputLoss: "E_{o<unit>}",
    delta: { hidden: "\\delta_{h<unit>}", output: "\\delta_{o<unit>}" },
    recurrentWeight: "u_{<unit><from>}",
    updated: "<symbol>^+",
    later: "<symbol>^+",
  },
  /** Build a Simple Neural Network: predictions ŷ, units numbered through, α. */
  prediction: {
    input: "x_{<unit?>}",
    unit: { hidden: "h_<unit>", output: "\\hat{y}" },
    target: "y",
    weight: "w_<n>",
    weightOrder: "by-unit",
    bias: { layer: "b_<layer>", node: "b_<n>" },
    learningRate: "\\alpha",
    preActivation: { hidden: "z_<node>", output: "z_<node>" },
    activation: { hidden: "h_<unit>", output: "\\hat{y}" },
    loss: "\\loss",
    outputLoss: "\\loss_<unit>",
    recurrentWeight: "u_{<unit><from>}",
    updated: "<symbol>^{new}",
    later: "<symbol>^{new}",
  },
  /** The ReLU notebook: as Mazur, with inputs x and updates marked (next). */
  next: {
    input: "x_<unit>",
    unit: { hidden: "h<unit>", output: "o<unit>" },
    target: "target_{o<unit>}",
    weight: "w_<n>",
    weightOrder: "by-unit",
    bias: { layer: "b_<layer>", node: "b_<n>" },
    learningRate: "\\eta",
    preActivation: { hidden: "net_{h<unit>}", output: "net_{o<unit>}" },
    activation: { hidden: "out_{h<unit>}", output: "out_{o<unit>}" },
    loss: "E_{total}",
    outputLoss: "E_{o<unit>}",
    recurrentWeight: "u_{<unit><from>}",
    updated: "<symbol>^{(next)}",
    later: "<symbol>^{(next)}",
  },
  /** Neural network, math experimentation: the names of its variables. */
  code: {
    input: "\\text{input<unit>}",
    unit: { hidden: "\\text{n<node>}", output: "\\text{n<node>}" },
    target: "\\text{true_value}",
    weight: "\\text{w<n>}",
    weightOrder: "by-source",
    bias: { layer: "\\text{b<layer>}", node: "\\text{b<n>}" },
    learningRate: "\\text{LR}",
    preActivation: { hidden: "\\text{sum<node>}", output: "\\text{sum<node>}" },
    activation: { hidden: "\\text{node_<node>_output}", output: "\\text{node_<node>_output}" },
    loss: "\\text{loss}",
    outputLoss: "\\text{loss_<unit>}",
    recurrentWeight: "\\text{u<unit><from>}",
    updated: "\\text{new_}<symbol>",
    later: "<symbol>^{new}",
  },
  /** COMP9444's descent by hand: a function of one weight. */
  descent: {
    input: "x",
    unit: { hidden: "h", output: "f" },
    target: "t",
    weight: "w",
    weightOrder: "by-unit",
    bias: { layer: "b", node: "b" },
    learningRate: "\\eta",
    preActivation: { hidden: "wx", output: "wx" },
    activation: { hidden: "h", output: "f(x)" },
    loss: "E",
    outputLoss: "E",
    updated: "<symbol>^{new}",
    later: "<symbol>^{new}",
  },
  /**
   * M. Nielsen, Neural Networks and Deep Learning: layers above, weights by to and from, C for the
   * cost.
   */
  nielsen: {
    input: "x_<unit>",
    unit: { hidden: "a^{<nextLayer>}_<unit>", output: "a^{<nextLayer>}_<unit>" },
    target: "y_<unit>",
    weight: "w^{<nextLayer>}_{<unit><from>}",
    weightOrder: "by-unit",
    bias: { layer: "b^{<nextLayer>}", node: "b^{<nextLayer>}_<unit>" },
    learningRate: "\\eta",
    preActivation: { hidden: "z^{<nextLayer>}_<unit>", output: "z^{<nextLayer>}_<unit>" },
    activation: { hidden: "a^{<nextLayer>}_<unit>", output: "a^{<nextLayer>}_<unit>" },
    loss: "C",
    outputLoss: "C_<unit>",
    delta: { hidden: "\\delta^{<nextLayer>}_<unit>", output: "\\delta^{<nextLayer>}_<unit>" },
    updated: "<symbol>'",
    later: "<symbol>'",
  },
  /**
   * C. Bishop, Pattern Recognition and Machine Learning: a before the activation, z after it, y at
   * the output.
   */
  bishop: {
    input: "x_<unit>",
    unit: { hidden: "z_<unit>", output: "y_<unit>" },
    target: "t_<unit>",
    weight: "w^{(<layer?>)}_{<unit><from>}",
    weightOrder: "by-unit",
    bias: { layer: "w^{(<layer?>)}_0", node: "w^{(<layer?>)}_{<unit>0}" },
    learningRate: "\\eta",
    preActivation: { hidden: "a_<unit>", output: "a^{(<layer?>)}_<unit>" },
    activation: { hidden: "z_<unit>", output: "y_<unit>" },
    loss: "E",
    outputLoss: "E_<unit>",
    delta: { hidden: "\\delta_<unit>", output: "\\delta^{(<layer?>)}_<unit>" },
    updated: "<symbol>^{new}",
    later: "<symbol>^{new}",
  },
  /**
   * S. Russell and P. Norvig, Artificial Intelligence: in and a, units numbered through, weights by
   * from and to.
   */
  "russell-norvig": {
    input: "x_<unit>",
    unit: { hidden: "<afterInputs>", output: "<afterInputs>" },
    target: "y_<afterInputs>",
    weight: "w_{<fromAfterInputs>,<afterInputs>}",
    weightOrder: "by-source",
    bias: { layer: "w_{0}^{(<layer>)}", node: "w_{0,<afterInputs>}" },
    learningRate: "\\alpha",
    preActivation: { hidden: "in_<afterInputs>", output: "in_<afterInputs>" },
    activation: { hidden: "a_<afterInputs>", output: "a_<afterInputs>" },
    loss: "Loss",
    outputLoss: "Loss_<afterInputs>",
    delta: { hidden: "\\Delta_<afterInputs>", output: "\\Delta_<afterInputs>" },
    recurrentWeight: "u_{<from>,<unit>}",
    updated: "<symbol>'",
    later: "<symbol>'",
  },
} as const satisfies Record<string, Notation & Partial<Rarer>>;

export type NotationName = keyof typeof notations;

/** A notation of an exercise's own: a known one, with other letters for some things. */
export type OwnNotation = { readonly like: NotationName } & {
  readonly [Part in keyof (Notation & Rarer)]?: (Notation & Rarer)[Part] | undefined;
};

/**
 * The whole table of a notation, known or an exercise's own. A unit is called as its activation
 * where an exercise has letters of its own for that and not for the other.
 */
export function notationOf(notation: NotationName | OwnNotation): Notation & Rarer {
  if (typeof notation === "string") return { ...rarer, ...notations[notation] };
  const { like, ...own } = notation;
  const given = Object.entries(own).filter(([, pattern]) => pattern !== undefined);
  const { unit = own.activation ?? notations[like].unit } = own;
  return { ...rarer, ...notations[like], ...Object.fromEntries(given), unit };
}
