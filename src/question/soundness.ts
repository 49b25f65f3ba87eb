import { type DerivativePlan, derivativeByDuals, derivativePlans } from "../graph/derivative.js";
import type { Program } from "../graph/program.js";
import { figuresShown, type Rounding } from "../graph/rounding.js";
import { type Activation, activations } from "../network/activations.js";
import type { Network } from "../network/network.js";

/** Why a draw is no good problem. */
export type Rejection =
  | { readonly kind: "saturated"; readonly id: string }
  | { readonly kind: "atKink"; readonly id: string }
  | { readonly kind: "fewFigures"; readonly id: string };

/** What a draw is checked for, found once an exercise. */
export interface Soundness {
  readonly ranges: readonly { readonly slot: number; readonly low: number; readonly high: number }[];
  readonly kinks: readonly { readonly slot: number; readonly at: number }[];
  readonly asked: readonly number[];
  readonly plans: readonly DerivativePlan[];
}

export function soundnessOf(program: Program, network: Network, asked: readonly string[]): Soundness {
  const units = [...program.graph.values()].filter((q) => q.at.layer && !q.recurrence);
  const activationOf = (layer: number): Activation => activations[network.layers[layer - 1]!.activation];
  return {
    ranges: units.flatMap((q) => {
      const { saturation } = activationOf(q.at.layer!);
      return q.role === "activation" && saturation ? [{ slot: slotOf(q.id), ...saturation }] : [];
    }),
    kinks: units.flatMap((q) => {
      const { kink } = activationOf(q.at.layer!);
      return q.role === "preActivation" && kink !== undefined ? [{ slot: slotOf(q.id), at: kink }] : [];
    }),
    asked: asked.map(slotOf).filter((slot) => !program.recurrences.some((r) => r.slot === slot)),
    plans: derivativePlans(program),
  };

  function slotOf(id: string): number {
    return program.slots.get(id)!;
  }
}

/** The first reason not to hand these values out, if there is one. `bounds` are those of the values. */
export function rejectionOf(
  { ranges, kinks, asked }: Soundness,
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
  for (const slot of asked) {
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
