/**
 * The letters one text uses, as small pieces of TeX with places to fill in:
 * `<unit>` and `<from>` count within a layer (`<unit?>` and `<layer?>` are left out where there is only one);
 * `<node>` and `<fromNode>` count units through the whole network (`<fromNode>` counts inputs where it comes from one);
 * `<n>` counts weights or biases through the network; `<layer>`, `<step>`.
 * Quantities without an entry are written as derivatives, from the symbols of what they are derivatives of.
 */
export interface Notation {
  readonly input: string;
  /** What the circle of a unit says in the picture of the network. */
  readonly unit: ByLayer;
  readonly target: string;
  readonly weight: string;
  /** The order in which `<n>` counts the weights of a layer: all that lead to a unit together, or all that leave one. */
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

interface ByLayer {
  readonly hidden: string;
  readonly output: string;
}

export const notations = {
  /** The units as they are called in the code: for exercises that follow no document. */
  plain: {
    input: "x_<unit>",
    unit: { hidden: "h_<node>", output: "o_<unit?>" },
    target: "t_<unit?>",
    weight: "w^{(<layer>)}_{<unit><from>}",
    weightOrder: "by-unit",
    bias: { layer: "b^{(<layer>)}", node: "b^{(<layer>)}_<unit>" },
    learningRate: "\\eta",
    preActivation: { hidden: "z^{(<layer>)}_<unit>", output: "z^{(<layer>)}_<unit>" },
    activation: { hidden: "a^{(<layer>)}_<unit>", output: "a^{(<layer>)}_<unit>" },
    loss: "L",
    outputLoss: "L_<unit>",
    delta: { hidden: "\\delta^{(<layer>)}_<unit>", output: "\\delta^{(<layer>)}_<unit>" },
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
    updated: "<symbol>'",
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
} as const satisfies Record<string, Notation>;

export type NotationName = keyof typeof notations;
