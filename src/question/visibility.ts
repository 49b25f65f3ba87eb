import { localBound } from "../graph/local.js";
import { figuresShown, type Rounding, roundingError } from "../graph/rounding.js";
import { differs, type Estimate, leastFigures } from "./evidence.js";
import type { MarkedQuestion, Marking } from "./marking.js";

/** How the misconceptions of an exercise show in one variant. */
export interface Visibility {
  /** A malrule that changes an answer, but by so little that it may pass for right; and where. */
  readonly grey?: { readonly malrule: string; readonly slot: number };
  /**
   * By malrule: the blanks where it could show, those where diagnosis would name it and no other, and how many of these
   * are in the first step where it can be committed: after that step, the numbers are no longer these.
   */
  readonly seen: ReadonlyMap<string, { readonly possible: number; readonly named: number; readonly first: number }>;
}

/**
 * How these malrules show where everything else is done right. `values` are those of the variant, `tolerances` how far
 * the answers may be from them, both by slot. Pairs that are declared inseparable may be named together.
 */
export function visibilityOf(
  marking: Marking,
  enabled: readonly string[],
  inseparable: readonly (readonly string[])[],
  values: Float64Array,
  tolerances: Float64Array,
  rounding: Rounding,
  stopAtGrey: boolean,
): Visibility {
  const { locals } = marking;
  const work = locals.initial.slice();
  const bounds = new Float64Array(work.length);
  work.set(values.subarray(0, tolerances.length));
  // What is written may have been carried with a digit more.
  for (const { slot } of marking.questions) bounds[slot] = roundingError(rounding, values[slot]!);
  const seen = new Map(enabled.map((id) => [id, { step: 0, possible: 0, named: 0, first: 0 }]));
  let grey: Visibility["grey"];
  for (const marked of marking.questions) {
    const shown = readingsAt(marked);
    for (const [id, readings] of shown) {
      const count = seen.get(id)!;
      count.step ||= marked.step;
      count.possible++;
      if (!readings.some((reading) => isNamed(reading, id, marked, shown))) continue;
      count.named++;
      if (count.step === marked.step) count.first++;
    }
    if (grey && stopAtGrey) break;
  }
  return { ...(grey ? { grey } : {}), seen };

  function readingsAt({ slot, misreadings }: MarkedQuestion): ReadonlyMap<string, readonly Estimate[]> {
    const found = new Map<string, Estimate[]>();
    const own = bounds[slot]!;
    for (const { malrule, local } of misreadings) {
      if (!seen.has(malrule.id)) continue;
      const bound = localBound(locals, local, work, bounds, rounding);
      const estimate = { value: work[local.result]!, bound: Math.max(bound, own) };
      const change = Math.abs(estimate.value - values[slot]!);
      if (change > own / 2 && change <= Math.max(tolerances[slot]!, estimate.bound)) {
        grey ??= { malrule: malrule.id, slot };
      }
      found.set(malrule.id, [...(found.get(malrule.id) ?? []), estimate]);
    }
    return found;
  }

  function isNamed(
    reading: Estimate,
    id: string,
    { slot }: MarkedQuestion,
    shown: ReadonlyMap<string, readonly Estimate[]>,
  ): boolean {
    if (figuresShown(rounding, reading.value) < leastFigures) return false;
    if (!differs(reading, { value: values[slot]!, bound: tolerances[slot]! })) return false;
    return [...shown].every(
      ([other, readings]) =>
        other === id ||
        inseparable.some((pair) => pair.includes(id) && pair.includes(other)) ||
        readings.every((candidate) => differs(reading, candidate)),
    );
  }
}
