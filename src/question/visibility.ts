import type { Exercise } from "../exercise/exercise.js";
import { boundJoint, JointBuilder, type JointValue, runJoint } from "../graph/joint.js";
import { roundingError, showsFigures } from "../graph/rounding.js";
import { leastFigures } from "./evidence.js";
import type { MarkedQuestion, Marking } from "./marking.js";
import { isExact, localRoom } from "./tolerance.js";

/** Why the misconceptions of an exercise cannot all be told in one variant, if they cannot. */
export interface Visibility {
  /** A malrule that changes an answer, but by so little that it may pass for right; and where. */
  readonly grey?: { readonly malrule: string; readonly slot: number };
  /**
   * Where nothing is grey, a malrule that diagnosis would name alone at fewer than two of the
   * blanks where it can show (one where only one is), or at none in the first step where it can be
   * committed: after that step, the numbers are no longer these.
   */
  readonly hidden?: string;
}

/** One way to commit a misconception at a blank. */
interface Showing {
  /** The malrule's place among those that are looked at. */
  readonly rule: number;
  /** What it gives. */
  readonly given: JointValue;
  /** The same with its bound. */
  readonly bounded: JointValue;
  /** The places, among the showings of the blank, of those it must not be taken for. */
  readonly rivals: readonly number[];
}

/**
 * How the misconceptions of an exercise show where everything else is done right: compiled once,
 * asked for every draw. `values` and `bounds` are those of the draw, `tolerances` how far the
 * answers may be from them, all by slot. Without bounds, how they show at best: as if no rounding
 * on the way to an answer mattered. Pairs that are declared inseparable may be named together.
 */
export function visibilityOf(
  { locals, questions, bySlot }: Marking,
  { malrules: enabled, inseparable, rounding, tolerance: policy }: Exercise,
  whole: readonly boolean[],
): (
  values: Float64Array,
  bounds: Float64Array | undefined,
  tolerances: Float64Array,
) => Visibility {
  const builder = new JointBuilder(locals, bySlot.length);
  const blanks = questions.map((marked) => ({
    slot: marked.slot,
    step: marked.step,
    showings: showingsAt(marked, enabled, inseparable, builder),
  }));
  const joint = builder.finish();
  const rules = enabled.map((_, rule) => {
    const steps = blanks.flatMap(({ step, showings }) =>
      showings.some((s) => s.rule === rule) ? [step] : [],
    );
    return { firstStep: steps[0], enough: Math.min(2, steps.length) };
  });
  const most = Math.max(0, ...blanks.map(({ showings }) => showings.length));
  const wrong: Wrong = { values: new Float64Array(most), bounds: new Float64Array(most) };

  return (values, keyBounds, tolerances) => {
    const given = runJoint(joint, values);
    if (keyBounds) {
      boundsAsWritten(values, keyBounds);
      boundJoint(joint, rounding);
    }
    const tally = new Tally(rules);
    for (const { slot, step, showings } of blanks) {
      const key = values[slot]!;
      const tolerance = tolerances[slot]!;
      const unit = roundingError(rounding, key);
      for (let i = 0; i < showings.length; i++) {
        const { given: one, bounded, rule } = showings[i]!;
        const value = given[one.slot]!;
        const derived = keyBounds ? joint.bounds[bounded.slot]! : 0;
        const bound = localRoom(policy, rounding, value, derived, whole[slot]!);
        const change = Math.abs(value - key);
        if (change > unit / 2 && change <= Math.max(tolerance, bound))
          return { grey: { malrule: enabled[rule]!, slot } };
        wrong.values[i] = value;
        wrong.bounds[i] = bound;
      }
      let last = -1;
      for (let i = 0; i < showings.length; i++) {
        const { rule, rivals } = showings[i]!;
        // A rule that shows in two ways at one blank counts once; its showings stand together.
        if (rule === last || tally.isShown(rule)) continue;
        if (!isToldApart(wrong, i, key, tolerance, rivals)) continue;
        if (!showsFigures(rounding, wrong.values[i]!, leastFigures)) continue;
        last = rule;
        tally.count(rule, step);
      }
    }
    const hidden = enabled.find((_, rule) => !tally.isShown(rule));
    return hidden === undefined ? {} : { hidden };
  };

  // What is written may have been carried with a digit more, where it needs more.
  function boundsAsWritten(values: Float64Array, keyBounds: Float64Array): void {
    for (const { slot } of questions) {
      const value = values[slot]!;
      const exact = isExact(rounding, value, keyBounds[slot]!);
      joint.bounds[slot] = exact ? 0 : roundingError(rounding, value);
    }
  }
}

/** What the showings of one blank give, and how far that may be off. */
interface Wrong {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

/** Where each malrule has to be named, and at how many blanks. */
interface Showable {
  readonly firstStep: number | undefined;
  readonly enough: number;
}

/** At how many blanks each malrule is named, and at how many of the first step it can show in. */
class Tally {
  readonly #rules: readonly Showable[];
  readonly #named: number[];
  readonly #first: number[];

  constructor(rules: readonly Showable[]) {
    this.#rules = rules;
    this.#named = rules.map(() => 0);
    this.#first = rules.map(() => 0);
  }

  count(rule: number, step: number): void {
    this.#named[rule]!++;
    if (step === this.#rules[rule]!.firstStep) this.#first[rule]!++;
  }

  isShown(rule: number): boolean {
    return this.#first[rule]! > 0 && this.#named[rule]! >= this.#rules[rule]!.enough;
  }
}

/** What a showing gives is neither the key nor what a rival gives. */
function isToldApart(
  wrong: Wrong,
  showing: number,
  key: number,
  tolerance: number,
  rivals: readonly number[],
): boolean {
  const value = wrong.values[showing]!;
  const bound = wrong.bounds[showing]!;
  if (!(Math.abs(value - key) > Math.max(bound, tolerance))) return false;
  for (const rival of rivals) {
    if (!(Math.abs(value - wrong.values[rival]!) > Math.max(bound, wrong.bounds[rival]!)))
      return false;
  }
  return true;
}

function showingsAt(
  { misreadings }: MarkedQuestion,
  enabled: readonly string[],
  inseparable: Exercise["inseparable"],
  builder: JointBuilder,
): readonly Showing[] {
  const shown = misreadings.filter(({ malrule }) => enabled.includes(malrule.id));
  return shown.map(({ malrule: { id }, local }) => ({
    rule: enabled.indexOf(id),
    given: builder.add(local),
    bounded: builder.addBound(local),
    rivals: [...shown.keys()].filter((i) => {
      const other = shown[i]!.malrule.id;
      return other !== id && !inseparable.some((pair) => pair.includes(id) && pair.includes(other));
    }),
  }));
}
