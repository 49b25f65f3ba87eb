import type { ActivationName } from "./activations.js";
import type { LossName } from "./losses.js";

/** A layer of units that all read every unit (or input) before them. */
export interface Layer {
  readonly units: number;
  readonly activation: ActivationName;
  /** No bias, one bias that the whole layer shares, or one a node. */
  readonly bias: "none" | "layer" | "node";
}

/** A fully connected network and how it is trained on one example. */
export interface Network {
  readonly inputs: number;
  /** The hidden layers, then the output layer. */
  readonly layers: readonly Layer[];
  readonly loss: LossName;
  /** What the update changes: everything, or the weights alone. */
  readonly train: "all" | "weights";
  readonly steps: number;
  /** One learning rate for all steps, or one a step. */
  readonly rate: "constant" | "per-step";
  /** A weight that is moved a little, to compare the predicted change of the loss with the actual one. */
  readonly nudge?: string | undefined;
  /** The state after so many rounds of training, too many to do by hand. */
  readonly after?: number | undefined;
}
