import type { Prepared } from "../../src/problem/prepare.js";
import type { Problem } from "../../src/problem/problem.js";
import { plainNet } from "../plainNet.js";
import type { Digits } from "./arithmetic.js";

export type Curve = "sigmoid" | "relu" | "relu-one-at-zero" | "identity" | "tanh";

/**
 * What a worksheet tells a student, apart from the numbers. Layers and units count from 1, as ids
 * count them.
 */
export interface Task {
  /** By layer, the inputs first. */
  readonly widths: readonly number[];
  readonly depth: number;
  /** By layer; nothing for the inputs. */
  readonly curves: readonly (Curve | undefined)[];
  readonly biases: readonly ("none" | "layer" | "node")[];
  readonly halved: boolean;
  readonly trainsBiases: boolean;
  readonly steps: number;
  readonly nudged?: string | undefined;
  /** The loss is differentiated by the first weight of a chain as a whole, not layer by layer. */
  readonly chained: boolean;
  /**
   * The answers to write, and the marks of each. What a program is needed for is not among them.
   */
  readonly points: ReadonlyMap<string, number>;
  readonly digits: Digits;
}

/** The numbers of one variant, by id. */
export type Givens = Readonly<Record<string, number>>;

export function taskOf({ exercise, questions }: Prepared): Task {
  const { network } = exercise;
  const plain = plainNet(network);
  if (!network || !plain)
    throw new RangeError(`${exercise.name}: the simulated students compute plain networks only`);
  const { layers, train, steps, nudge } = network;
  return {
    widths: plain.widths,
    depth: layers.length,
    curves: [undefined, ...plain.activations],
    biases: ["none", ...layers.map(({ bias }) => bias as "none" | "layer" | "node")],
    halved: plain.halved,
    trainsBiases: train === "all",
    steps,
    nudged: nudge,
    chained: questions.some(({ id }) => id === "da2_1_dw1_1_1"),
    points: new Map(
      questions.filter(({ id }) => !id.startsWith("after")).map(({ id, points }) => [id, points]),
    ),
    digits: exercise.rounding,
  };
}

export const givensOf = ({ prepared: { program }, values }: Problem): Givens =>
  Object.fromEntries(program.ids.slice(0, program.givens).map((id, slot) => [id, values[slot]!]));
