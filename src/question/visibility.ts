import type { Exercise } from "../exercise/exercise.js";
import {
  boundJoint,
  JointBuilder,
  type JointProgram,
  type JointValue,
  runJoint,
} from "../graph/joint.js";
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
  /** The blank's slot, and its step. */
  readonly slot: number;
  readonly step: number;
  /** What it gives. */
  readonly given: JointValue;
  /** The same with its bound. */
  readonly bounded: JointValue;
  /** The places, among all showings, of those of the blank that it must not be taken for. */
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
  exercise: Exercise,
  whole: readonly boolean[],
): (values: Float64Array, tolerances: Float64Array, bounds?: Float64Array) => Visibility {
  const { malrules: enabled, inseparable, rounding } = exercise;
  const builder = new JointBuilder(locals, bySlot.length);
  const showings: Showing[] = [];
  for (const marked of questions)
    showings.push(...showingsAt(marked, enabled, inseparable, builder, showings.length));
  const joint = builder.finish();
  const tally = new Tally(
    enabled.map((_, rule) => {
      const own = showings.filter((showing) => showing.rule === rule);
      const steps = [...new Map(own.map(({ slot, step }) => [slot, step])).values()];
      return { firstStep: steps[0], enough: Math.min(2, steps.length) };
    }),
  );
  const wrong = new Wrong(showings, joint, exercise, whole);

  return (values, tolerances, keyBounds) => {
    runJoint(joint, values);
    if (keyBounds) {
      boundsAsWritten(values, keyBounds);
      boundJoint(joint, rounding);
    } else joint.bounds.fill(0);
    wrong.lookAt(values, tolerances);
    const grey = wrong.firstGrey();
    if (grey) return { grey: { malrule: enabled[grey.rule]!, slot: grey.slot } };
    tally.clear();
    for (let i = 0; i < showings.length; i++) {
      const { rule, slot, step } = showings[i]!;
      if (!tally.isCounted(rule, slot) && wrong.shows(i)) tally.count(rule, slot, step);
    }
    const hidden = tally.hidden();
    return hidden < 0 ? {} : { hidden: enabled[hidden]! };
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

/** Where each malrule has to be named, and at how many blanks. */
interface Showable {
  readonly firstStep: number | undefined;
  readonly enough: number;
}

/**
 * At how many blanks each malrule is named, and at how many of the first step it can show in; for
 * one draw at a time.
 */
class Tally {
  readonly #rules: readonly Showable[];
  readonly #named: Int32Array;
  readonly #first: Int32Array;
  /** The slot of the blank where it was named last. */
  readonly #last: Int32Array;

  constructor(rules: readonly Showable[]) {
    this.#rules = rules;
    this.#named = new Int32Array(rules.length);
    this.#first = new Int32Array(rules.length);
    this.#last = new Int32Array(rules.length);
  }

  clear(): void {
    this.#named.fill(0);
    this.#first.fill(0);
    this.#last.fill(-1);
  }

  count(rule: number, slot: number, step: number): void {
    this.#last[rule] = slot;
    this.#named[rule]!++;
    if (step === this.#rules[rule]!.firstStep) this.#first[rule]!++;
  }

  /** A rule that shows in two ways at one blank counts once. */
  isCounted(rule: number, slot: number): boolean {
    return this.#last[rule] === slot || this.isShown(rule);
  }

  isShown(rule: number): boolean {
    return this.#first[rule]! > 0 && this.#named[rule]! >= this.#rules[rule]!.enough;
  }

  /** The first that does not show; -1 where all do. */
  hidden(): number {
    for (let rule = 0; rule < this.#rules.length; rule++) if (!this.isShown(rule)) return rule;
    return -1;
  }
}

/** What all showings give in a draw, and how far that may be off; for one draw at a time. */
class Wrong {
  readonly #showings: readonly Showing[];
  readonly #joint: JointProgram;
  readonly #exercise: Exercise;
  readonly #whole: readonly boolean[];
  readonly #values: Float64Array;
  /** How far what is given may be off: no more than this; how far exactly takes longer to say. */
  readonly #mostOff: Float64Array;
  /** How far it is from the key, and how far an answer may be. */
  readonly #changes: Float64Array;
  readonly #tolerances: Float64Array;
  /** Half of what writing the key down may change. */
  readonly #nothing: Float64Array;

  constructor(
    showings: readonly Showing[],
    joint: JointProgram,
    exercise: Exercise,
    whole: readonly boolean[],
  ) {
    this.#showings = showings;
    this.#joint = joint;
    this.#exercise = exercise;
    this.#whole = whole;
    this.#values = new Float64Array(showings.length);
    this.#mostOff = new Float64Array(showings.length);
    this.#changes = new Float64Array(showings.length);
    this.#tolerances = new Float64Array(showings.length);
    this.#nothing = new Float64Array(showings.length);
  }

  /** Takes down what the joint program has computed from these values. */
  lookAt(values: Float64Array, tolerances: Float64Array): void {
    const { rounding } = this.#exercise;
    const given = this.#joint.values;
    const bounds = this.#joint.bounds;
    for (let i = 0; i < this.#showings.length; i++) {
      const showing = this.#showings[i]!;
      const value = given[showing.given.slot]!;
      const key = values[showing.slot]!;
      this.#values[i] = value;
      this.#mostOff[i] = Math.max(bounds[showing.bounded.slot]!, roundingError(rounding, value));
      this.#changes[i] = Math.abs(value - key);
      this.#tolerances[i] = tolerances[showing.slot]!;
      this.#nothing[i] = roundingError(rounding, key) / 2;
    }
  }

  /** The first that changes an answer, but by so little that it may pass for right. */
  firstGrey(): Showing | undefined {
    for (let i = 0; i < this.#showings.length; i++) {
      const change = this.#changes[i]!;
      const tolerance = this.#tolerances[i]!;
      if (
        change > this.#nothing[i]! &&
        change <= Math.max(tolerance, this.#mostOff[i]!) &&
        change <= Math.max(tolerance, this.#off(i))
      )
        return this.#showings[i];
    }
    return undefined;
  }

  /** What it gives is neither the key nor what a rival gives, and shows as a number. */
  shows(i: number): boolean {
    const change = this.#changes[i]!;
    const tolerance = this.#tolerances[i]!;
    if (
      !(change > Math.max(this.#mostOff[i]!, tolerance)) &&
      !(change > Math.max(this.#off(i), tolerance))
    )
      return false;
    for (const rival of this.#showings[i]!.rivals) if (!this.#isApart(i, rival)) return false;
    return showsFigures(this.#exercise.rounding, this.#values[i]!, leastFigures);
  }

  #isApart(i: number, other: number): boolean {
    const distance = Math.abs(this.#values[i]! - this.#values[other]!);
    return (
      distance > Math.max(this.#mostOff[i]!, this.#mostOff[other]!) ||
      distance > Math.max(this.#off(i), this.#off(other))
    );
  }

  /** How far exactly what is given may be off. */
  #off(i: number): number {
    const { slot, bounded } = this.#showings[i]!;
    const { tolerance, rounding } = this.#exercise;
    const bound = this.#joint.bounds[bounded.slot]!;
    return localRoom(tolerance, rounding, this.#values[i]!, bound, this.#whole[slot]!);
  }
}

/** The showings at a blank, which come after so many others. */
function showingsAt(
  { slot, step, misreadings }: MarkedQuestion,
  enabled: readonly string[],
  inseparable: Exercise["inseparable"],
  builder: JointBuilder,
  before: number,
): readonly Showing[] {
  const shown = misreadings.filter(({ malrule }) => enabled.includes(malrule.id));
  return shown.map(({ malrule: { id }, local }) => ({
    rule: enabled.indexOf(id),
    slot,
    step,
    given: builder.add(local),
    bounded: builder.addBound(local),
    rivals: [...shown.keys()]
      .filter((i) => {
        const other = shown[i]!.malrule.id;
        const isDeclared = inseparable.some((pair) => pair.includes(id) && pair.includes(other));
        return other !== id && !isDeclared;
      })
      .map((i) => before + i),
  }));
}
