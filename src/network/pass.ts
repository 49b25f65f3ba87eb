import type { Formula } from "../graph/formula.js";
import type { Place } from "../graph/graph.js";
import type { Activation } from "./activations.js";
import type { Loss } from "./losses.js";
import type { Network } from "./network.js";
import type { Parameter, Source, Spot, Wiring } from "./wiring.js";

/** What all parts of training share. */
export interface Setup {
  readonly network: Network;
  readonly wiring: Wiring;
  readonly depth: number;
  readonly outputs: number;
  /** The reported loss, and the one that is differentiated. */
  readonly loss: Loss;
  readonly objective: Loss;
  activationOf(layer: number): Activation;
}

/** One run over one example with one set of parameters. */
export interface Pass {
  /** What the ids of its quantities begin with: `s2.e1.` */
  readonly before: string;
  /** What the ids of its inputs and targets begin with: `e1.` */
  readonly data: string;
  readonly at: Place;
  /** The id of the parameter that this pass uses where the first used `id`. */
  readonly parameter: (id: string) => string;
}

/** The beginning of ids from the second step on. */
export const stepPrefix = (step: number): string => (step <= 1 ? "" : `s${step}.`);
export const examplePrefix = (example: number): string => `e${example}.`;
export const timePrefix = (time: number): string => (time === 0 ? "" : `time${time}.`);

/** The beginning of the ids of an example's inputs and targets. */
export const dataPrefix = ({ examples }: Network, example: number): string =>
  examples > 1 ? examplePrefix(example) : "";

/** What an update changes. */
export const trainedOf = ({ network, wiring }: Setup): readonly Parameter[] =>
  wiring.parameters.filter(({ role }) => network.train === "all" || role === "weight");

/** The id of something that belongs to a unit: `unitId(pass, unit, "z")` is `s2.z1_1`. */
export const unitId = ({ before }: Pass, { layer, unit, time }: Spot, letter: string): string =>
  `${before}${timePrefix(time)}${letter}${layer}_${unit}`;

/** The place of something that belongs to a unit. */
export const placeOf = ({ at }: Pass, { layer, unit, time }: Spot): Place => ({
  ...at,
  ...(time === 0 ? {} : { time }),
  layer,
  unit,
});

/**
 * What a source carries: an input, an activation, the initial state, or the number that never
 * changes.
 */
export function carriedBy({ wiring }: Setup, pass: Pass, { spot, constant }: Source): Formula {
  if (constant !== undefined) return constant;
  const { layer, unit, time } = spot;
  if (layer === 0) return `${pass.data}${timePrefix(time)}x${unit}`;
  return time === 0 && wiring.times[0] !== 0 ? `time0.a${layer}_${unit}` : unitId(pass, spot, "a");
}

/** The id of an output's target. */
export const targetId = ({ data }: Pass, { unit, time }: Spot): string =>
  `${data}${timePrefix(time)}t${unit}`;

/** Whether there is a target for this output. */
export const hasTarget = ({ network, depth, wiring }: Setup, { layer, time }: Spot): boolean =>
  layer === depth && (network.targets === "every" || time === wiring.times.at(-1));

/** The id of the loss that is differentiated. */
export const objectiveId = ({ network }: Setup, before: string): string =>
  `${before}${network.loss.differentiated === undefined ? "loss" : "objective"}`;

/**
 * What the sum of all outputs' losses is divided by: 1, the number of outputs, that of the times
 * with a target, or both.
 */
export function shareOf(setup: Setup): number {
  const { loss } = setup.network;
  const times = setup.wiring.times.filter((time) =>
    hasTarget(setup, { layer: setup.depth, unit: 1, time }),
  );
  return (loss.outputs === "mean" ? setup.outputs : 1) * (loss.times === "mean" ? times.length : 1);
}
