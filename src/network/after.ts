import type { Quantity, Recurrence, Role } from "../graph/graph.js";

/** What the ids of a pass over all examples begin with, before a step has seen any of them. */
export const startPrefix = "start.";

/**
 * What these quantities are after so many rounds of training, for each count of rounds: `after50.`
 * before the id, with what each round feeds into the next.
 */
export function* statesAfter(
  counts: readonly number[],
  quantities: readonly Quantity[],
  feed: Recurrence["feed"],
): Generator<Quantity> {
  for (const rounds of counts) {
    for (const { id, role, at } of quantities) {
      yield {
        id: `after${rounds}.${id.startsWith(startPrefix) ? id.slice(startPrefix.length) : id}`,
        role: changed[role] ?? role,
        at: { ...at, pass: { rounds } },
        recurrence: { rounds, of: id, feed },
      };
    }
  }
}

const changed: Partial<Record<Role, Role>> = { weight: "updatedWeight", bias: "updatedBias" };
