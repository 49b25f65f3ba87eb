import type { Exercise } from "../exercise/exercise.js";
import { boundsOf } from "../graph/bound.js";
import { type DerivativePlan, derivativePlans } from "../graph/derivative.js";
import { evaluate } from "../graph/evaluate.js";
import type { Bracket } from "../graph/limits.js";
import type { Program } from "../graph/program.js";
import { type Coincidence, coincidenceIn } from "./coincidence.js";
import {
  type Criterion,
  criteria,
  type Inspection,
  type RejectionKind,
  toleranceAt,
} from "./criteria.js";
import { type PassingForRight, passingForRight } from "./heldThroughout.js";
import { type Inspected, inspected } from "./inspected.js";
import type { Marking } from "./marking.js";
import { type Shown, type Visibility, visibilityOf } from "./visibility.js";

/** Why a draw was rejected, and what it is about. */
export interface Rejection {
  readonly kind: RejectionKind;
  /** The quantity or misconception it is about. */
  readonly about: string;
}

/** What a given may be. */
export interface GivenRange extends Bracket {
  readonly isDrawn: boolean;
}

/** What the draws of an exercise are checked for: compiled once. */
export interface Soundness {
  readonly inspected: Inspected;
  /** The criteria that can be broken in it; those that need no bounds also together, in order. */
  readonly criteria: Readonly<
    Record<Criterion["needs"] | "withoutBounds", readonly RejectionKind[]>
  >;
  /** How far the answers may be off in a draw with these bounds, by slot; one draw's at a time. */
  readonly tolerancesIn: (values: Float64Array, bounds: Float64Array) => Float64Array;
  /** How the exercise's misconceptions show in a draw; one draw's at a time. */
  readonly shownIn: (values: Float64Array) => Shown;
  /** Two of them that coincide in a draw by accident. */
  readonly coincidenceIn: (values: Float64Array) => Coincidence | undefined;
  /** One of them that passes for right by chance in a draw. */
  readonly passingIn: (
    values: Float64Array,
    tolerances: Float64Array,
  ) => PassingForRight | undefined;
  readonly plans: readonly DerivativePlan[];
  /** By slot, for one draw at a time: making them anew takes longer than filling them. */
  readonly scratch: { readonly bounds: Float64Array; readonly tangents: Float64Array };
  /** By slot, that nothing has a bound. */
  readonly noBounds: Float64Array;
}

/**
 * What a draw of an exercise has to meet: a variant that meets it all is certified. `givens` are
 * what its givens may be, by slot.
 */
export function soundnessOf(
  program: Program,
  exercise: Exercise,
  asked: readonly string[],
  marking: () => Marking,
  givens: readonly GivenRange[],
): Soundness {
  const found = inspected(program, exercise, asked);
  // Compiled for the first draws that are good but for their misconceptions.
  let shown: Soundness["shownIn"] | undefined;
  let coincidence: Soundness["coincidenceIn"] | undefined;
  let passing: Soundness["passingIn"] | undefined;
  const kinds = Object.keys(criteria) as RejectionKind[];
  const applying = kinds.filter((kind) => criteria[kind].appliesTo(found));
  const needing = (...needs: Criterion["needs"][]): readonly RejectionKind[] =>
    applying.filter((kind) => needs.includes(criteria[kind].needs));
  const noBounds = new Float64Array(program.initial.length);
  return {
    inspected: found,
    criteria: {
      withoutBounds: needing("givens", "values"),
      givens: needing("givens"),
      values: needing("values"),
      bounds: needing("bounds"),
      rounds: needing("rounds"),
    },
    tolerancesIn: tolerancesIn(found),
    shownIn: (values) => {
      shown ??= visibilityOf(marking(), exercise, program, givens);
      return shown(values);
    },
    coincidenceIn: (values) => {
      const drawn = givens.flatMap(({ isDrawn }, slot) => (isDrawn ? [slot] : []));
      coincidence ??= coincidenceIn(marking(), exercise, program, drawn);
      return coincidence(values);
    },
    passingIn: (values, tolerances) => {
      passing ??= passingForRight(marking(), exercise);
      return passing(values, tolerances);
    },
    plans: derivativePlans(program),
    scratch: {
      bounds: new Float64Array(2 * program.initial.length),
      tangents: new Float64Array(program.initial.length),
    },
    noBounds,
  };
}

function tolerancesIn(found: Inspected): Soundness["tolerancesIn"] {
  const tolerances = new Float64Array(found.program.ids.length);
  return (values, bounds) => {
    for (const slot of found.numeric) tolerances[slot] = toleranceAt(found, slot, values, bounds);
    return tolerances;
  };
}

/** A draw as criteria look at it. */
export const inspectionOf = (
  soundness: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Inspection => new DrawInspection(soundness, values, bounds, new DrawFound(soundness, values));

/** What is found in a draw whatever its bounds are: what several ask for is worked out once. */
class DrawFound {
  readonly #soundness: Soundness;
  readonly #values: Float64Array;
  #shown: Shown | undefined;
  #coincidence: { readonly found: Coincidence | undefined } | undefined;

  constructor(soundness: Soundness, values: Float64Array) {
    this.#soundness = soundness;
    this.#values = values;
  }

  shown(): Shown {
    this.#shown ??= this.#soundness.shownIn(this.#values);
    return this.#shown;
  }

  coincidence(): Coincidence | undefined {
    this.#coincidence ??= { found: this.#soundness.coincidenceIn(this.#values) };
    return this.#coincidence.found;
  }
}

class DrawInspection implements Inspection {
  readonly inspected: Inspected;
  readonly values: Float64Array;
  readonly bounds: Float64Array;
  readonly #soundness: Soundness;
  readonly #found: DrawFound;
  readonly #isAtBest: boolean;
  #tolerances: Float64Array | undefined;
  #visibility: Visibility | undefined;

  constructor(soundness: Soundness, values: Float64Array, bounds: Float64Array, found: DrawFound) {
    this.inspected = soundness.inspected;
    this.values = values;
    this.bounds = bounds;
    this.#soundness = soundness;
    this.#found = found;
    this.#isAtBest = bounds === soundness.noBounds;
  }

  tolerances(): Float64Array {
    this.#tolerances ??= this.#soundness.tolerancesIn(this.values, this.bounds);
    return this.#tolerances;
  }

  visibility(): Visibility {
    const bounds = this.#isAtBest ? undefined : this.bounds;
    this.#visibility ??= this.#found.shown().visibility(this.tolerances(), bounds);
    return this.#visibility;
  }

  coincidence(): Coincidence | undefined {
    return this.#found.coincidence();
  }

  passing(): PassingForRight | undefined {
    // What passes for right with narrower tolerances takes as long to find as with wide ones.
    return this.#isAtBest ? undefined : this.#soundness.passingIn(this.values, this.tolerances());
  }
}

/**
 * The first reason, in the order of the criteria, why a draw is no good, if there is one. In
 * `values` stand the givens that were drawn: writes there what follows from them, and the bounds of
 * a draw that is good into `bounds`.
 */
export function firstReason(
  soundness: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Rejection | undefined {
  evaluate(soundness.inspected.program, values, values);
  const inspection = inspectionOf(soundness, values, bounds);
  return (
    brokenCriterion(soundness.criteria.withoutBounds, inspection) ??
    brokenByBounds(soundness, inspection)
  );
}

/**
 * The same, but for any reason why it is no good: one that needs no bounds is found much sooner,
 * and of a draw that is no good for its givens nothing is computed.
 */
export function anyReason(
  soundness: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Rejection | undefined {
  const { criteria, noBounds, inspected } = soundness;
  const found = new DrawFound(soundness, values);
  // As if no rounding on the way to a value mattered.
  const atBest = new DrawInspection(soundness, values, noBounds, found);
  const rejection = brokenCriterion(criteria.givens, atBest);
  if (rejection) return rejection;
  evaluate(inspected.program, values, values);
  return (
    brokenCriterion(criteria.values, atBest) ??
    brokenCriterion(criteria.bounds, atBest) ??
    brokenByBounds(soundness, new DrawInspection(soundness, values, bounds, found))
  );
}

function brokenByBounds(
  { criteria, inspected: { program, exercise } }: Soundness,
  inspection: Inspection,
): Rejection | undefined {
  boundsOf(program, inspection.values, exercise.rounding, inspection.bounds);
  return (
    brokenCriterion(criteria.bounds, inspection) ?? brokenCriterion(criteria.rounds, inspection)
  );
}

/** The first reason, if there is one, why a draw that meets all earlier criteria is no good. */
function brokenCriterion(
  kinds: readonly RejectionKind[],
  inspection: Inspection,
): Rejection | undefined {
  for (const kind of kinds) {
    const about = criteria[kind].brokenBy(inspection);
    if (about !== undefined) return { kind, about };
  }
  return undefined;
}
