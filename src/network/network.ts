import type { LossName } from "./losses.js";
import type { OptimiserName } from "./optimisers.js";

/**
 * A layer: units that all read everything before them; or filters that move over it, or a pool that
 * shrinks it. One of `units`, `convolution` and `pool` says which.
 */
export interface Layer {
  readonly units?: number | undefined;
  /** Rows and columns of a filter. */
  readonly convolution?: Size | undefined;
  readonly filters: number;
  /** How far a filter or pool moves; a pool moves by its size where this is absent. */
  readonly stride?: number | undefined;
  /** Rows and columns of zeros around what a filter reads. */
  readonly padding: number;
  readonly pool?: "max" | "mean" | undefined;
  readonly size?: Size | undefined;
  /** The name of an activation; pools have none. */
  readonly activation?: string | undefined;
  readonly bias: Bias;
  /** Whether each unit also reads the whole layer as it was one time earlier. */
  readonly recurrent: boolean;
}

/**
 * No bias; one that the whole layer shares, or one a node (a filter); a threshold a node, which is
 * subtracted; or the weight of an input that never changes, counted before the others or after
 * them.
 */
export type Bias =
  | "none"
  | "layer"
  | "node"
  | "threshold"
  | { readonly index: "first" | "last"; readonly input: 1 | -1 };

export type Size = readonly [rows: number, columns: number];

/** What is trained on, and how outputs, times and examples are put together. */
export interface LossChoice {
  readonly of: LossName;
  /** The loss that is differentiated, where it is not the one reported. */
  readonly differentiated?: LossName | undefined;
  readonly outputs: "sum" | "mean";
  readonly examples: "sum" | "mean";
  /** In a recurrent network, over the times that have a target. */
  readonly times: "sum" | "mean";
  /**
   * Whether a delta is taken from loss and activation in one step, where that is simpler, or factor
   * by factor.
   */
  readonly delta: "together" | "apart";
}

/** A layered network and how it is trained. */
export interface Network {
  /** How many, or the rows and columns of an image. */
  readonly inputs: number | Size;
  /** The hidden layers, then the output layer. */
  readonly layers: readonly Layer[];
  readonly loss: LossChoice;
  /** What the update changes: everything, or the weights alone. */
  readonly train: "all" | "weights";
  /** The sign of a delta: δ = ∂L/∂z, or the opposite, with errors t − a. */
  readonly delta: "derivative" | "negative";
  /**
   * The order in which a layer's weights are listed: all that lead to a unit together, or all that
   * leave one.
   */
  readonly weights: "out-in" | "in-out";
  /** How many updates; 0 for a forward pass alone. */
  readonly steps: number;
  /** One learning rate for all steps, or one a step. */
  readonly rate: "constant" | "per-step";
  readonly optimiser: OptimiserName;
  /** The velocity before the first step. */
  readonly velocity: "zero" | "given";
  readonly examples: number;
  /** How many examples a step sees, taken in turn; all of them where absent. */
  readonly batch?: number | undefined;
  /** How many times a recurrent network is run. */
  readonly times: number;
  /** Whether there is a target at each time, or at the last. */
  readonly targets: "every" | "last";
  /** The state before the first time. */
  readonly state: "zero" | "given";
  /**
   * A weight that is moved a little, to compare the predicted change of the loss with the actual
   * one.
   */
  readonly nudge?: string | undefined;
  /** After how many rounds of training the state is known too: too many to do by hand. */
  readonly after?: readonly number[] | undefined;
}

/** Whether a network has thresholds, and no biases beside them. */
export function hasThresholds({ layers }: Network): boolean {
  const biases = layers.flatMap(({ bias, pool }) => (pool ? [] : [bias]));
  return biases.includes("threshold") && !biases.includes("node") && !biases.includes("layer");
}

/** The loss of this name, summed over outputs, times and examples. */
export const summed = (of: LossName): LossChoice => ({
  of,
  outputs: "sum",
  examples: "sum",
  times: "sum",
  delta: "together",
});

/**
 * A layer as an arrangement of units: so many channels of rows and columns; a dense layer is one
 * column.
 */
export interface Shape {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The shapes of the inputs and of each layer. Throws a RangeError for a filter or pool that does
 * not fit.
 */
export function shapesOf({ inputs, layers }: Pick<Network, "inputs" | "layers">): readonly Shape[] {
  const [rows, columns] = typeof inputs === "number" ? [1, inputs] : inputs;
  const shapes: Shape[] = [{ channels: 1, rows, columns }];
  for (const [index, layer] of layers.entries()) {
    const before = shapes[index]!;
    const window = windowOf(layer, before);
    if (!window) {
      shapes.push({ channels: 1, rows: layer.units!, columns: 1 });
      continue;
    }
    const places = (length: number, size: number): number =>
      Math.floor((length + 2 * window.padding - size) / window.stride) + 1;
    const shape = {
      channels: layer.pool ? before.channels : layer.filters,
      rows: places(before.rows, window.rows),
      columns: places(before.columns, window.columns),
    };
    if (shape.rows < 1 || shape.columns < 1) {
      throw new RangeError(`layer ${index + 1} does not fit on ${before.rows} × ${before.columns}`);
    }
    shapes.push(shape);
  }
  return shapes;
}

/** How many units, or inputs, there are in each layer, the inputs first. */
export const widthsOf = (network: Pick<Network, "inputs" | "layers">): readonly number[] =>
  shapesOf(network).map(sizeOf);

export const sizeOf = ({ channels, rows, columns }: Shape): number => channels * rows * columns;

/** What a filter or pool covers, and how it moves; a row of inputs is covered by a row. */
export function windowOf(
  { convolution, pool, size, stride, padding }: Layer,
  { rows }: Shape,
):
  | {
      readonly rows: number;
      readonly columns: number;
      readonly stride: number;
      readonly padding: number;
    }
  | undefined {
  const covered = convolution ?? (pool ? size : undefined);
  if (!covered) return undefined;
  const [height, width] = covered;
  return {
    rows: Math.min(height, rows),
    columns: width,
    stride: stride ?? (pool ? width : 1),
    padding,
  };
}
