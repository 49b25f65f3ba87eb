import { type Local, localBound } from "../graph/local.js";
import { figuresShown, type Rounding, roundingError } from "../graph/rounding.js";
import { differs, type Estimate, leastFigures } from "./evidence.js";
import type { MarkedQuestion, Marking } from "./marking.js";

/** Why the misconceptions of an exercise cannot all be told in one variant, if they cannot. */
export interface Visibility {
  /** A malrule that changes an answer, but by so little that it may pass for right; and where. */
  readonly grey?: { readonly malrule: string; readonly slot: number };
  /**
   * Where nothing is grey, a malrule that diagnosis would name alone at fewer than two of the blanks where it can show
   * (one where only one is), or at none in the first step where it can be committed: after that step, the numbers are no
   * longer these.
   */
  readonly hidden?: string;
}

/**
 * How these malrules show where everything else is done right: compiled once an exercise, asked for every draw. `values`
 * are those of the draw, `tolerances` how far the answers may be from them, both by slot. Pairs that are declared
 * inseparable may be named together.
 */
export function visibilityOf(
  { locals, questions }: Marking,
  enabled: readonly string[],
  inseparable: readonly (readonly string[])[],
  rounding: Rounding,
): (values: Float64Array, tolerances: Float64Array) => Visibility {
  const blanks = questions.map((marked) => ({ ...marked, showings: showingsAt(marked) }));
  const rules = enabled.map((id) => {
    const steps = blanks.flatMap(({ step, showings }) => (showings.some(({ rule }) => rule === id) ? [step] : []));
    return { id, firstStep: steps[0], enough: Math.min(2, steps.length) };
  });
  const { values: work, bounds } = locals.scratch;

  return (values, tolerances) => {
    work.set(values.subarray(0, tolerances.length));
    bounds.fill(0);
    // What is written may have been carried with a digit more.
    for (const { slot } of questions) bounds[slot] = roundingError(rounding, values[slot]!);
    const inDoubt = new Map(rules.map((rule) => [rule.id, { ...rule, named: 0, first: 0 }]));
    for (const { slot, step, showings } of blanks) {
      const key = { value: values[slot]!, bound: tolerances[slot]! };
      const found: Estimate[][] = [];
      for (const { rule, ways } of showings) {
        const estimates = ways.map((local) => estimate(local, bounds[slot]!));
        if (estimates.some((wrong) => isGrey(wrong, key, bounds[slot]!))) return { grey: { malrule: rule, slot } };
        found.push(estimates);
      }
      for (const [i, { rule, rivals }] of showings.entries()) {
        const count = inDoubt.get(rule);
        if (!count || !found[i]!.some((wrong) => isNamed(wrong, key, rivals, found))) continue;
        count.named++;
        if (count.firstStep === step) count.first++;
        if (count.first > 0 && count.named >= count.enough) inDoubt.delete(rule);
      }
    }
    const [hidden] = inDoubt.keys();
    return hidden === undefined ? {} : { hidden };
  };

  function estimate(local: Local, least: number): Estimate {
    const bound = localBound(locals, local, work, bounds, rounding);
    return { value: work[local.result]!, bound: Math.max(bound, least) };
  }

  function isNamed(wrong: Estimate, key: Estimate, rivals: readonly number[], found: readonly Estimate[][]): boolean {
    return (
      differs(wrong, key) &&
      rivals.every((rival) => found[rival]!.every((other) => differs(wrong, other))) &&
      figuresShown(rounding, wrong.value) >= leastFigures
    );
  }

  /** The malrules that can be committed at a question, and the places of those each must not be taken for. */
  function showingsAt({ misreadings }: MarkedQuestion) {
    const ids = [...new Set(misreadings.map(({ malrule }) => malrule.id))].filter((id) => enabled.includes(id));
    return ids.map((rule) => ({
      rule,
      ways: misreadings.flatMap(({ malrule, local }) => (malrule.id === rule ? [local] : [])),
      rivals: [...ids.keys()].filter((i) => ids[i] !== rule && !isInseparable(ids[i]!, rule)),
    }));
  }

  function isInseparable(a: string, b: string): boolean {
    return inseparable.some((pair) => pair.includes(a) && pair.includes(b));
  }
}

// Changed by more than half a unit, yet inside a bound.
function isGrey(wrong: Estimate, key: Estimate, unit: number): boolean {
  const change = Math.abs(wrong.value - key.value);
  return change > unit / 2 && change <= Math.max(key.bound, wrong.bound);
}
