import { type DerivativePlan, derivativeByDuals } from "../graph/derivative.js";
import type { Program } from "../graph/program.js";

/**
 * How far the key's derivatives may be from those by dual numbers, relative to their size (at least
 * 1).
 */
const agreement = 1e-9;

/**
 * The largest disagreement of a derivative with dual numbers, relative to its size (at least 1),
 * and where it is. `tangents` has a 0 for every slot, and is left so.
 */
export function keyDisagreement(
  plans: readonly DerivativePlan[],
  program: Program,
  values: Float64Array,
  tangents: Float64Array,
): { readonly id: string; readonly by: number } {
  let worst = { id: "", by: 0 };
  for (const plan of plans) {
    const value = values[plan.slot]!;
    const by =
      Math.abs(value - derivativeByDuals(program, plan, values, tangents)) /
      Math.max(1, Math.abs(value));
    if (!(by <= worst.by)) worst = { id: plan.id, by };
  }
  return worst;
}

/** Whether the second route confirms the key. */
export const isConfirmed = ({ by }: { readonly by: number }): boolean => by <= agreement;
