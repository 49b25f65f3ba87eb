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
  /** How far the answers may be off in a draw with these bounds, by slot; one draw's at a time. */
  readonly tolerancesIn: (values: Float64Array, bounds: Float64Array) => Float64Array;
  /** How the exercise's misconceptions show in a draw; without bounds, at best. */
  readonly visibilityIn: (
    values: Float64Array,
    tolerances: Float64Array,
    bounds?: Float64Array,
  ) => Visibility;
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
  // Compiled for the first draws that are good but for their misconceptions.
  let visibility: Soundness["visibilityIn"] | undefined;
  let coincidence: Soundness["coincidenceIn"] | undefined;
  let passing: Soundness["passingIn"] | undefined;
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
    tolerancesIn: tolerancesIn(found),
    visibilityIn: (values, tolerances, bounds) => {
      visibility ??= visibilityOf(marking(), exercise, program.whole);
      return visibility(values, tolerances, bounds);
    },
    coincidenceIn: (values) => {
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
export function inspectionOf(
  soundness: Soundness,
  values: Float64Array,
  bounds: Float64Array,
): Inspection {
  const { inspected, tolerancesIn, visibilityIn, coincidenceIn, passingIn } = soundness;
  // What several criteria ask for is worked out once.
  let allowed: Float64Array | undefined;
  const tolerances = (): Float64Array => (allowed ??= tolerancesIn(values, bounds));
  let seen: Visibility | undefined;
  const visibility = (): Visibility => (seen ??= visibilityIn(values, tolerances(), bounds));
  let found: { readonly coincidence: Coincidence | undefined } | undefined;
  const coincidence = (): Coincidence | undefined => {
    found ??= { coincidence: coincidenceIn(values) };
    return found.coincidence;
  };
  const passing = (): PassingForRight | undefined => passingIn(values, tolerances());
  return { inspected, values, bounds, tolerances, visibility, coincidence, passing };
}

/** The same draw as if no rounding on the way to a value mattered. */
function atBest(
  { tolerancesIn, visibilityIn, noBounds }: Soundness,
  inspection: Inspection,
): Inspection {
  const { values } = inspection;
  let allowed: Float64Array | undefined;
  const tolerances = (): Float64Array => (allowed ??= tolerancesIn(values, noBounds));
  let seen: Visibility | undefined;
  const visibility = (): Visibility => (seen ??= visibilityIn(values, tolerances()));
  // What passes for right with narrower tolerances takes as long to find as with wide ones.
  return { ...inspection, bounds: noBounds, tolerances, visibility, passing: () => undefined };
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
