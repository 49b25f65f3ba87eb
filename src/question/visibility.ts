import type { Exercise } from "../exercise/exercise.js";
import { JointBuilder, type JointValue, runJoint } from "../graph/joint.js";
import { type Bracket, bracketsOf, type Limit, limitsIn } from "../graph/limits.js";
import { type Local, type Locals, localBound } from "../graph/local.js";
import type { Program } from "../graph/program.js";
import { roundingError, showsFigures } from "../graph/rounding.js";
import { leastFigures } from "./evidence.js";
import type { Marking } from "./marking.js";
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

/** How the misconceptions of an exercise show in one draw, where everything else is done right. */
export interface Shown {
  /**
   * With answers that may be so far from the key, and bounds of the key, by slot. Without bounds,
   * how they show at best: as if no rounding on the way to an answer mattered; then any that is
   * hidden may be told, also where one is grey.
   */
  visibility(tolerances: Float64Array, bounds?: Float64Array): Visibility;
}

/** One way to commit a misconception at a blank. */
interface Showing {
  /** The malrule's place among those that are looked at. */
  readonly rule: number;
  /** The blank's slot, and its step. */
  readonly slot: number;
  readonly step: number;
  readonly local: Local;
  /** What it gives. */
  readonly given: JointValue;
  /** How far what it gives may be off, whatever is drawn. */
  readonly limit: Limit;
  /** The places, among all showings, of those of the blank that it must not be taken for. */
  readonly rivals: readonly number[];
}

/** Where a malrule can show, and where it has to. */
interface Showable {
  /** The places of its showings among all, in order. */
  readonly places: readonly number[];
  readonly firstStep: number | undefined;
  /** At how many blanks. */
  readonly enough: number;
}

/**
 * How the misconceptions of an exercise show: compiled once, asked for every draw, by its values by
 * slot; what is shown is good until the next draw is looked at. `givens` are what the givens may
 * be. Pairs that are declared inseparable may be named together.
 */
export function visibilityOf(
  marking: Marking,
  exercise: Exercise,
  program: Program,
  givens: readonly Bracket[],
): (values: Float64Array) => Shown {
  const { malrules: enabled } = exercise;
  const builder = new JointBuilder(marking.locals, program.ids.length);
  const showings = showingsIn(marking, exercise, builder, bracketsOf(program, givens));
  const joint = builder.finish(showings.map(({ given }) => given));
  const showable = enabled.map((_, rule): Showable => {
    const places = [...showings.keys()].filter((i) => showings[i]!.rule === rule);
    const own = places.map((i) => showings[i]!);
    const steps = [...new Map(own.map(({ slot, step }) => [slot, step])).values()];
    return { places, firstStep: steps[0], enough: Math.min(2, steps.length) };
  });
  const wrong = new Wrong(showings, marking, exercise, program.whole);
  // Most draws that hide one hide the same.
  let hiddenLast = 0;

  return (values) => {
    wrong.lookAt(values, runJoint(joint, values));
    return { visibility };
  };

  function visibility(tolerances: Float64Array, bounds?: Float64Array): Visibility {
    wrong.judgeBy(tolerances, bounds);
    const isHidden = (rule: number): boolean => !wrong.isShown(showable[rule]!);
    if (!bounds && isHidden(hiddenLast)) return { hidden: enabled[hiddenLast]! };
    const grey = wrong.firstGrey();
    if (grey) return { grey: { malrule: enabled[grey.rule]!, slot: grey.slot } };
    for (let rule = 0; rule < showable.length; rule++)
      if (isHidden(rule)) {
        hiddenLast = rule;
        return { hidden: enabled[rule]! };
      }
    return {};
  }
}

/** What all showings give in a draw, and how far that may be off; for one draw at a time. */
class Wrong {
  readonly #showings: readonly Showing[];
  readonly #marking: Marking;
  readonly #exercise: Exercise;
  readonly #whole: readonly boolean[];
  /** The slots of the blanks, and of what is given there. */
  readonly #slots: Int32Array;
  readonly #given: Int32Array;
  /** The values of the draw, and those that are given. */
  #key: Float64Array = new Float64Array();
  readonly #values: Float64Array;
  /** How far what is given is from the key. */
  readonly #changes: Float64Array;
  /** How far an answer may be from the key, by slot; and the bounds of the key. */
  #tolerances: Float64Array = new Float64Array();
  #bounds: Float64Array | undefined;
  /** No less than what is given may be off: how far exactly takes longer to say. */
  readonly #mostOff: Float64Array;
  /** How far exactly, where it was asked for: NaN where not. */
  readonly #off: Float64Array;
  /** How far it may be off whatever is drawn. */
  readonly #limits: Float64Array;
  /** What has to be further from zero for limits to hold than writing it down may change it. */
  readonly #gates: readonly number[];
  /** Whether what is written before the blanks, and how far it may be off, is laid out. */
  #isLaidOut = false;

  constructor(
    showings: readonly Showing[],
    marking: Marking,
    exercise: Exercise,
    whole: readonly boolean[],
  ) {
    this.#showings = showings;
    this.#marking = marking;
    this.#exercise = exercise;
    this.#whole = whole;
    this.#slots = Int32Array.from(showings, ({ slot }) => slot);
    this.#given = Int32Array.from(showings, ({ given }) => given.slot);
    this.#limits = Float64Array.from(showings, ({ limit }) => limit.off);
    this.#gates = [...new Set(showings.flatMap(({ limit }) => limit.unless))];
    this.#values = new Float64Array(showings.length);
    this.#changes = new Float64Array(showings.length);
    this.#mostOff = new Float64Array(showings.length);
    this.#off = new Float64Array(showings.length);
  }

  /** Takes down what the joint program has computed from these values. */
  lookAt(key: Float64Array, computed: Float64Array): void {
    this.#key = key;
    const [slots, given, values, changes] = [
      this.#slots,
      this.#given,
      this.#values,
      this.#changes,
    ] as const;
    for (let i = 0; i < slots.length; i++) {
      const value = computed[given[i]!]!;
      values[i] = value;
      changes[i] = Math.abs(value - key[slots[i]!]!);
    }
  }

  /** From now on with these tolerances and bounds. */
  judgeBy(tolerances: Float64Array, bounds?: Float64Array): void {
    this.#tolerances = tolerances;
    this.#bounds = bounds;
    this.#isLaidOut = false;
    this.#off.fill(Number.NaN);
    const { rounding } = this.#exercise;
    const [values, mostOff, limits] = [this.#values, this.#mostOff, this.#limits] as const;
    for (let i = 0; i < values.length; i++) mostOff[i] = roundingError(rounding, values[i]!);
    if (!bounds) return;
    const hasLimits = this.#gates.every((slot) => {
      const value = this.#key[slot]!;
      return Math.abs(value) > roundingError(rounding, value);
    });
    if (!hasLimits) mostOff.fill(Number.POSITIVE_INFINITY);
    else for (let i = 0; i < limits.length; i++) mostOff[i] = Math.max(mostOff[i]!, limits[i]!);
  }

  /** The first that changes an answer, but by so little that it may pass for right. */
  firstGrey(): Showing | undefined {
    const { rounding } = this.#exercise;
    const [slots, changes, mostOff] = [this.#slots, this.#changes, this.#mostOff] as const;
    for (let i = 0; i < slots.length; i++) {
      const change = changes[i]!;
      const tolerance = this.#tolerances[slots[i]!]!;
      if (
        change <= Math.max(tolerance, mostOff[i]!) &&
        // Half of what writing the key down may change is no change.
        change > roundingError(rounding, this.#key[slots[i]!]!) / 2 &&
        change <= Math.max(tolerance, this.#offAt(i))
      )
        return this.#showings[i];
    }
    return undefined;
  }

  /** Whether it is named alone where it has to be; in two ways at one blank counts once. */
  isShown({ places, firstStep, enough }: Showable): boolean {
    let blanks = 0;
    let isInFirst = false;
    let last = -1;
    for (let k = 0; k < places.length; k++) {
      const { slot, step } = this.#showings[places[k]!]!;
      if (slot === last || !this.#shows(places[k]!)) continue;
      last = slot;
      blanks++;
      isInFirst ||= step === firstStep;
      if (isInFirst && blanks >= enough) return true;
    }
    return false;
  }

  /** What it gives is neither the key nor what a rival gives, and shows as a number. */
  #shows(i: number): boolean {
    const change = this.#changes[i]!;
    const isWrong =
      change > this.#tolerances[this.#slots[i]!]! &&
      (change > this.#mostOff[i]! || change > this.#offAt(i));
    if (!isWrong) return false;
    const { rivals } = this.#showings[i]!;
    for (let k = 0; k < rivals.length; k++) if (!this.#isApart(i, rivals[k]!)) return false;
    return showsFigures(this.#exercise.rounding, this.#values[i]!, leastFigures);
  }

  #isApart(i: number, other: number): boolean {
    const distance = Math.abs(this.#values[i]! - this.#values[other]!);
    return (
      (distance > this.#mostOff[i]! && distance > this.#mostOff[other]!) ||
      (distance > this.#offAt(i) && distance > this.#offAt(other))
    );
  }

  /** How far exactly what is given may be off. */
  #offAt(i: number): number {
    const known = this.#off[i]!;
    if (!Number.isNaN(known)) return known;
    const { tolerance, rounding } = this.#exercise;
    const { slot, local } = this.#showings[i]!;
    const bound = this.#bounds ? this.#boundOf(local, this.#bounds) : 0;
    const off = localRoom(tolerance, rounding, this.#values[i]!, bound, this.#whole[slot]!);
    this.#off[i] = off;
    return off;
  }

  #boundOf(local: Local, bounds: Float64Array): number {
    const { locals } = this.#marking;
    const { scratch } = locals;
    if (!this.#isLaidOut) this.#layOut(scratch, bounds);
    return localBound(locals, local, scratch.values, scratch.bounds, this.#exercise.rounding);
  }

  /** What is written may have been carried with a digit more, where it needs more. */
  #layOut(written: Locals["scratch"], keyBounds: Float64Array): void {
    const { rounding } = this.#exercise;
    written.values.set(this.#key.subarray(0, this.#whole.length));
    written.bounds.fill(0);
    for (const { slot } of this.#marking.questions) {
      const value = this.#key[slot]!;
      const exact = isExact(rounding, value, keyBounds[slot]!);
      written.bounds[slot] = exact ? 0 : roundingError(rounding, value);
    }
    this.#isLaidOut = true;
  }
}

/** All showings, in the order of the questions. */
function showingsIn(
  { locals, questions }: Marking,
  { malrules: enabled, inseparable, rounding }: Exercise,
  builder: JointBuilder,
  brackets: readonly Bracket[],
): readonly Showing[] {
  const limitOf = limitsIn(locals, brackets, rounding);
  const showings: Showing[] = [];
  for (const { slot, step, misreadings } of questions) {
    const before = showings.length;
    const shown = misreadings.filter(({ malrule }) => enabled.includes(malrule.id));
    for (const { malrule, local } of shown) {
      const { id } = malrule;
      const rivals = [...shown.keys()].filter((i) => {
        const other = shown[i]!.malrule.id;
        const isDeclared = inseparable.some((pair) => pair.includes(id) && pair.includes(other));
        return other !== id && !isDeclared;
      });
      showings.push({
        rule: enabled.indexOf(id),
        slot,
        step,
        local,
        given: builder.add(local),
        limit: limitOf(local),
        rivals: rivals.map((i) => before + i),
      });
    }
  }
  return showings;
}
