import { type Formula, op, product } from "../graph/formula.js";

/** How an update makes a new parameter from the old one. */
export interface Optimiser {
  /** What print calls it. */
  readonly name: string;
  /**
   * Absent where nothing is kept from step to step. `before` is the velocity of the step before, if
   * there is one.
   */
  velocity?(
    gradient: Formula,
    rate: Formula,
    momentum: Formula,
    before: Formula | undefined,
  ): Formula;
  /** The step that is added to the old value. */
  updated(old: Formula, moved: Moved): Formula;
}

export interface Moved {
  readonly gradient: Formula;
  readonly rate: Formula;
  readonly momentum: Formula;
  readonly velocity: Formula;
  readonly before: Formula | undefined;
}

/**
 * What is kept of the velocity, and something added; the latter alone where there is no velocity
 * yet.
 */
const carried = (
  momentum: Formula,
  before: Formula | undefined,
  add: (kept?: Formula) => Formula,
): Formula => (before === undefined ? add() : add(product(momentum, before)));

const down = (kept: Formula | undefined, step: Formula): Formula =>
  kept === undefined ? op("negate", step) : op("-", kept, step);

const up = (kept: Formula | undefined, step: Formula): Formula =>
  kept === undefined ? step : op("+", kept, step);

export const optimisers = {
  descent: {
    name: "gradient descent",
    updated: (old, { rate, gradient }) => op("-", old, op("*", rate, gradient)),
  },
  /**
   * v ← μv − ηg, w ← w + v: the velocity is the change of the weight (Rumelhart, Hinton and
   * Williams, 1986).
   */
  momentum: {
    name: "gradient descent with momentum",
    velocity: (gradient, rate, momentum, before) =>
      carried(momentum, before, (kept) => down(kept, product(rate, gradient))),
    updated: (old, { velocity }) => op("+", old, velocity),
  },
  /** v ← μv + g, w ← w − ηv. */
  "heavy-ball": {
    name: "gradient descent with momentum",
    velocity: (gradient, _, momentum, before) =>
      carried(momentum, before, (kept) => up(kept, gradient)),
    updated: (old, { rate, velocity }) => op("-", old, product(rate, velocity)),
  },
  /** v ← μv + (1 − μ)g, w ← w − ηv. */
  "averaged-momentum": {
    name: "gradient descent with averaged gradients",
    velocity: (gradient, _, momentum, before) =>
      carried(momentum, before, (kept) => up(kept, product(op("-", 1, momentum), gradient))),
    updated: (old, { rate, velocity }) => op("-", old, product(rate, velocity)),
  },
  /** v ← μv − ηg, w ← w − μ·(v before) + (1 + μ)v, with the gradient at w itself. */
  nesterov: {
    name: "gradient descent with Nesterov momentum",
    velocity: (gradient, rate, momentum, before) =>
      carried(momentum, before, (kept) => down(kept, product(rate, gradient))),
    updated: (old, { momentum, velocity, before }) => {
      const ahead = product(op("+", 1, momentum), velocity);
      return before === undefined
        ? op("+", old, ahead)
        : op("+", op("-", old, product(momentum, before)), ahead);
    },
  },
} as const satisfies Record<string, Optimiser>;

export type OptimiserName = keyof typeof optimisers;
