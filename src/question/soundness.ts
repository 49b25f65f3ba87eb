import type { Exercise } from "../exercise/exercise.js";
import { boundsOf } from "../graph/bound.js";
import { type DerivativePlan, derivativePlans } from "../graph/derivative.js";
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
import { type Visibility, visibilityOf } from "./visibility.js";

/** Why a draw was rejected, and what it is about. */
export interface Rejection {
  readonly kind: RejectionKind;
  /** The quantity or misconception it is about. */
  readonly about: string;
}

/** What the draws of an exercise are checked for: compiled once. */
export interface Soundness {
  readonly inspected: Inspected;
  /** The criteria that can be broken in it. */
  readonly criteria: Readonly<Record<Criterion["needs"], readonly RejectionKind[]>>;
  /** How the exercise's misconceptions show in a draw; without bounds, at best. */
  readonly visibilityIn: (values: Float64Array, bounds?: Float64Array) => Visibility;
  /** Two of them that coincide in a draw by accident. */
  readonly coincidenceIn: (values: Float64Array) => Coincidence | undefined;
  /** One of them that passes for right by chance in a draw with these bounds. */
  readonly passingIn: (values: Float64Array, bounds: Float64Array) => PassingForRight | undefined;
  readonly plans: readonly DerivativePlan[];
  /** By slot, for one draw at a time: making them anew takes longer than filling them. */
  readonly scratch: { readonly bounds: Float64Array; readonly tangents: Float64Array };
  /** By slot, that nothing has a bound. */
  readonly noBounds: Float64Array;
}

/**
 * What a draw of an exercise has to meet: a variant that meets it all is certified. `drawn` are the
 * slots of the givens that vary.
 */
export function soundnessOf(
  program: Program,
  exercise: Exercise,
  asked: readonly string[],
  marking: () => Marking,
  drawn: readonly number[],
): Soundness {
  const found = inspected(program, exercise, asked);
  let coincidence: Soundness["coincidenceIn"] | undefined;
  const kinds = Object.keys(criteria) as RejectionKind[];
  const applying = kinds.filter((kind) => criteria[kind].appliesTo(found));
  const needing = (needs: Criterion["needs"]): readonly RejectionKind[] =>
    applying.filter((kind) => criteria[kind].needs === needs);
  const noBounds = new Float64Array(program.initial.length);
  return {
    inspected: found,
    criteria: {
      values: needing("values"),
      bounds: needing("bounds"),
      rounds: needing("rounds"),
    },
    visibilityIn: visibilityIn(found, marking, noBounds),
    // Compiled for the first draw that is good but for this.
    coincidenceIn: (values) => {
      coincidence ??= coincidenceIn(marking(), exercise, program, drawn);
      return coincidence(values);
    },
    passingIn: passingIn(found, marking),
    plans: derivativePlans(program),
    scratch: {
      bounds: new Float64Array(2 * program.initial.length),
      tangents: new Float64Array(program.initial.length),
    },
    noBounds,
  };
}

// Compiled when the first draw is good but for its misconceptions.
function visibilityIn(
  found: Inspected,
  marking: () => Marking,
  noBounds: Float64Array,
): Soundness["visibilityIn"] {
  const tolerances = tolerancesIn(found);
  let look: ReturnType<typeof visibilityOf> | undefined;
  return (values, bounds) => {
    look ??= visibilityOf(marking(), found.exercise, found.program.whole);
    return look(values, bounds, tolerances(values, bounds ?? noBounds));
  };
}

// Compiled for the first draw that is good but for this.
function passingIn(found: Inspected, marking: () => Marking): Soundness["passingIn"] {
  const tolerances = tolerancesIn(found);
  let look: ReturnType<typeof passingForRight> | undefined;
  return (values, bounds) => {
    look ??= passingForRight(marking(), found.exercise);
    return look(values, tolerances(values, bounds));
  };
}

/** How far the answers may be off, by slot; one draw's at a time. */
function tolerancesIn(
  found: Inspected,
): (values: Float64Array, bounds: Float64Array) => Float64Array {
  const tolerances = new Float64Array(found.program.ids.length);
  return (values, bounds) => {
    for (const slot of found.numeric) tolerances[slot] = toleranceAt(found, slot, values, bounds);
    return tolerances;
  };
}

/** A draw as criteria look at it. */
export function inspectionOf(
  { inspected, visibilityIn, coincidenceIn, passingIn }: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Inspection {
  // One evaluation of all misreadings serves every criterion that asks for it.
  let seen: Visibility | undefined;
  const visibility = (): Visibility => (seen ??= visibilityIn(values, bounds));
  let found: { readonly coincidence: Coincidence | undefined } | undefined;
  const coincidence = (): Coincidence | undefined => {
    found ??= { coincidence: coincidenceIn(values) };
    return found.coincidence;
  };
  const passing = (): PassingForRight | undefined => passingIn(values, bounds);
  return { inspected, values, bounds, visibility, coincidence, passing };
}

/** The same draw as if no rounding on the way to a value mattered. */
function atBest({ visibilityIn, noBounds }: Soundness, inspection: Inspection): Inspection {
  const { values } = inspection;
  let seen: Visibility | undefined;
  const visibility = (): Visibility => (seen ??= visibilityIn(values));
  // What passes for right with narrower tolerances takes as long to find as with wide ones.
  return { ...inspection, bounds: noBounds, visibility, passing: () => undefined };
}

/**
 * The first reason, in the order of the criteria, why a draw is no good, if there is one. Writes
 * the bounds of a draw that is good into `bounds`.
 */
export function firstReason(
  soundness: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Rejection | undefined {
  const inspection = inspectionOf(soundness, values, bounds);
  return (
    brokenCriterion(soundness.criteria.values, inspection) ?? brokenByBounds(soundness, inspection)
  );
}

/**
 * The same, but for any reason why it is no good: one that needs no bounds is found much sooner.
 */
export function anyReason(
  soundness: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Rejection | undefined {
  const inspection = inspectionOf(soundness, values, bounds);
  return (
    brokenCriterion(soundness.criteria.values, inspection) ??
    brokenCriterion(soundness.criteria.bounds, atBest(soundness, inspection)) ??
    brokenByBounds(soundness, inspection)
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
