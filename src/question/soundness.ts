import type { Exercise } from "../exercise/exercise.js";
import { type DerivativePlan, derivativeByDuals, derivativePlans } from "../graph/derivative.js";
import type { Program } from "../graph/program.js";
import { figuresShown, type Rounding } from "../graph/rounding.js";
import { type Activation, activations } from "../network/activations.js";
import { choicesOf } from "./choice.js";

/** Why a draw is no good problem. */
export type Rejection =
  | { readonly kind: "saturated"; readonly id: string }
  | { readonly kind: "atKink"; readonly id: string }
  | { readonly kind: "gates"; readonly id: string }
  | { readonly kind: "lossRises"; readonly id: string }
  | { readonly kind: "fewFigures"; readonly id: string };

/** What a draw is checked for, found once an exercise. */
export interface Soundness {
  readonly ranges: readonly { readonly slot: number; readonly low: number; readonly high: number }[];
  readonly kinks: readonly {
    readonly slot: number;
    readonly at: number;
    readonly step: number;
    readonly output: boolean;
  }[];
  /** How many hidden units are to be closed, in every step. */
  readonly closedGates: number;
  /** The losses of the steps in order: descent that goes uphill is no example. */
  readonly losses: readonly number[];
  readonly asked: readonly { readonly slot: number; readonly mayBeZero: boolean }[];
  readonly plans: readonly DerivativePlan[];
}

export function soundnessOf(program: Program, exercise: Exercise, asked: readonly string[]): Soundness {
  const { network, mayBeZero, closedGates } = exercise;
  const choices = choicesOf(exercise);
  const units = network ? [...program.graph.values()].filter((q) => q.at.layer && !q.recurrence) : [];
  const activationOf = (layer: number): Activation => activations[network!.layers[layer - 1]!.activation];
  return {
    ranges: units.flatMap((q) => {
      const { saturation } = activationOf(q.at.layer!);
      return q.role === "activation" && saturation ? [{ slot: slotOf(q.id), ...saturation }] : [];
    }),
    kinks: units.flatMap((q) => {
      const { kink } = activationOf(q.at.layer!);
      if (q.role !== "preActivation" || kink === undefined || q.at.pass) return [];
      return [{ slot: slotOf(q.id), at: kink, step: q.at.step, output: q.at.layer === network!.layers.length }];
    }),
    closedGates,
    losses: [...program.graph.values()]
      .filter((q) => network && q.role === "loss" && !q.at.pass)
      .map((q) => slotOf(q.id)),
    asked: asked
      .filter((id) => !choices.has(id) && !program.graph.get(id)?.recurrence)
      .map((id) => ({ slot: slotOf(id), mayBeZero: closedGates > 0 || mayBeZero.includes(id) })),
    plans: derivativePlans(program),
  };

  function slotOf(id: string): number {
    return program.slots.get(id)!;
  }
}

/** The first reason not to hand these values out, if there is one. `bounds` are those of the values. */
export function rejectionOf(
  { ranges, kinks, closedGates, losses, asked }: Soundness,
  program: Program,
  values: Float64Array,
  bounds: Float64Array,
  rounding: Rounding,
): Rejection | undefined {
  for (const { slot, low, high } of ranges) {
    if (values[slot]! <= low || values[slot]! >= high) return { kind: "saturated", id: program.ids[slot]! };
  }
  for (const { slot, at } of kinks) {
    if (Math.abs(values[slot]! - at) <= bounds[slot]!) return { kind: "atKink", id: program.ids[slot]! };
  }
  const closed = new Map<number, number>();
  for (const { slot, at, step, output } of kinks) {
    const isClosed = values[slot]! < at;
    // A closed output learns nothing at all.
    if (isClosed && output) return { kind: "gates", id: program.ids[slot]! };
    closed.set(step, (closed.get(step) ?? 0) + (isClosed ? 1 : 0));
  }
  for (const [step, count] of closed) if (count !== closedGates) return { kind: "gates", id: `step ${step}` };
  for (const [i, slot] of losses.entries()) {
    if (i > 0 && values[slot]! > values[losses[i - 1]!]!) return { kind: "lossRises", id: program.ids[slot]! };
  }
  for (const { slot, mayBeZero } of asked) {
    if (mayBeZero && Math.abs(values[slot]!) < 1e-12) continue;
    if (figuresShown(rounding, values[slot]!) < 2) return { kind: "fewFigures", id: program.ids[slot]! };
  }
  return undefined;
}

/** How far the key's derivatives may be from those by dual numbers, relative to their size (at least 1). */
const agreement = 1e-9;

/** The derivative that disagrees with dual numbers, if one does. */
export function disagreement({ plans }: Soundness, program: Program, values: Float64Array): string | undefined {
  const tangents = new Float64Array(values.length);
  for (const plan of plans) {
    const value = values[plan.slot]!;
    const confirmed = derivativeByDuals(program, plan, values, tangents);
    if (!(Math.abs(value - confirmed) <= agreement * Math.max(1, Math.abs(value)))) return plan.id;
  }
  return undefined;
}
