import { activationNamed } from "../exercise/activationNamed.js";
import { largestNumber } from "../exercise/bounded.js";
import type { Exercise } from "../exercise/exercise.js";
import { kinksOf } from "../exercise/kinks.js";
import { type DerivativePlan, derivativeByDuals, derivativePlans } from "../graph/derivative.js";
import { stateAfter } from "../graph/evaluate.js";
import { operandsOf } from "../graph/formula.js";
import type { Quantity } from "../graph/graph.js";
import type { Program } from "../graph/program.js";
import { roundingError, showsFigures } from "../graph/rounding.js";
import type { Activation } from "../network/activations.js";
import { choicesOf, wordFor } from "./choice.js";
import type { Marking } from "./marking.js";
import { rangeOf, stepsOf } from "./tolerance.js";
import { type Visibility, visibilityOf } from "./visibility.js";

/** Why a draw is no good problem, in words that follow the name of a quantity or misconception. */
export const rejectionReasons = {
  infinite: "is no number, or too large to be written down",
  gates: "has the wrong number of closed gates",
  saturated: "is saturated",
  lossRises: "is a loss that does not fall",
  fewFigures: "shows fewer than two significant figures",
  effort: "are outside the band of effort",
  atKink: "lies too near a kink",
  imprecise: "has too wide a tolerance",
  grey: "may pass for right",
  hidden: "shows at too few blanks",
  unending: "is not reached in the rounds there are",
  noWord: "fits none of its words",
} as const;

export type RejectionKind = keyof typeof rejectionReasons;

/** Why a draw was rejected, and what it is about. */
export interface Rejection {
  readonly kind: RejectionKind;
  /** The quantity or misconception it is about. */
  readonly about: string;
}

/** A condition on a draw: what it is broken by, if it is. */
interface Criterion {
  readonly kind: RejectionKind;
  readonly brokenBy: (values: Float64Array, bounds: Float64Array) => string | undefined;
}

/** What a draw is checked for: compiled once an exercise. */
export interface Soundness {
  /** Criteria on the values alone, then those that need bounds; the cheap ones first. */
  readonly onValues: readonly Criterion[];
  readonly onBounds: readonly Criterion[];
  readonly plans: readonly DerivativePlan[];
  /** How far an update has moved a weight or bias. */
  readonly stepOf: ReturnType<typeof stepsOf>;
  /** By slot, for one draw at a time: making them anew takes longer than filling them. */
  readonly scratch: { readonly bounds: Float64Array; readonly tangents: Float64Array };
}

/** The criteria of an exercise: a variant that meets them all is certified. */
export function soundnessOf(
  program: Program,
  exercise: Exercise,
  asked: readonly string[],
  marking: () => Marking,
): Soundness {
  const {
    network,
    rounding,
    mayBeZero,
    closedGates,
    largestBound,
    leastFigures,
    effort,
    tolerance,
  } = exercise;
  const choices = choicesOf(exercise);
  const stepOf = stepsOf(program);
  const units = network
    ? [...program.graph.values()].filter((q) => q.at.layer && !q.recurrence && !q.at.pass)
    : [];
  const numeric = asked
    .filter((id) => !choices.has(id) && !program.graph.get(id)?.recurrence)
    .map(slotOf);
  const canBeZero = new Set(mayBeZero.map(slotOf));
  const curves =
    network?.layers.map(({ activation }) => activationNamed(exercise, activation)) ?? [];
  const activationOf = ({ at }: Quantity): Activation => curves[at.layer! - 1]!;
  return {
    onValues: [infinite(), gates(), saturated(), lossRises(), fewFigures(), laborious(), noWord()],
    onBounds: [atKink(), imprecise(), ...misconceptionsShow(), unending()],
    plans: derivativePlans(program),
    stepOf,
    scratch: {
      bounds: new Float64Array(program.initial.length),
      tangents: new Float64Array(program.initial.length),
    },
  };

  function slotOf(id: string): number {
    return program.slots.get(id)!;
  }

  function infinite(): Criterion {
    return { kind: "infinite", brokenBy: (values) => infiniteIn(program, values) };
  }

  function gates(): Criterion {
    const kinks = units.flatMap((q) => {
      const { kinks: [kink] = [], gates } = activationOf(q);
      if (q.role !== "preActivation" || kink === undefined || !gates) return [];
      return [
        {
          slot: slotOf(q.id),
          kink,
          step: q.at.step,
          isOutput: q.at.layer === network!.layers.length,
        },
      ];
    });
    const steps = [...new Set(kinks.map(({ step }) => step))];
    return {
      kind: "gates",
      brokenBy: (values) => {
        const closed = kinks.filter(({ slot, kink }) => values[slot]! < kink);
        // A closed output learns nothing at all.
        const output = closed.find(({ isOutput }) => isOutput);
        if (output) return program.ids[output.slot];
        const uneven = steps.find(
          (step) => closed.filter((unit) => unit.step === step).length !== closedGates,
        );
        return uneven === undefined ? undefined : `step ${uneven}`;
      },
    };
  }

  function saturated(): Criterion {
    const curves = units.flatMap((q) => {
      const { saturation } = activationOf(q);
      return q.role === "activation" && saturation ? [{ slot: slotOf(q.id), ...saturation }] : [];
    });
    return {
      kind: "saturated",
      brokenBy: (values) =>
        named(curves.find(({ slot, low, high }) => values[slot]! <= low || values[slot]! >= high)),
    };
  }

  function lossRises(): Criterion {
    // Losses of different examples are not to be compared.
    const { batch, examples } = network ?? { batch: 1, examples: 1 };
    const comparable = (batch ?? examples) === examples;
    const losses = [...program.graph.values()]
      .filter(
        (q) =>
          network && comparable && q.role === "loss" && q.at.example === undefined && !q.at.pass,
      )
      .sort((a, b) => a.at.step - b.at.step)
      .map((q) => slotOf(q.id));
    return {
      kind: "lossRises",
      brokenBy: (values) =>
        idOf(losses.find((slot, i) => i > 0 && values[slot]! >= values[losses[i - 1]!]!)),
    };
  }

  function fewFigures(): Criterion {
    return {
      kind: "fewFigures",
      brokenBy: (values) =>
        idOf(
          numeric.find(
            (slot) =>
              !isDeclaredZero(slot, values) && !showsFigures(rounding, values[slot]!, leastFigures),
          ),
        ),
    };
  }

  function laborious(): Criterion {
    const { negatives = [0, Number.POSITIVE_INFINITY], digits = [0, Number.POSITIVE_INFINITY] } =
      effort;
    return {
      kind: "effort",
      brokenBy: (values) => {
        const givens = values.subarray(0, program.givens);
        const inBand = (count: number, [least, most]: readonly [number, number]): boolean =>
          count >= least && count <= most;
        return inBand(negativesIn(givens), negatives) && inBand(digitsIn(givens), digits)
          ? undefined
          : "givens";
      },
    };
  }

  function noWord(): Criterion {
    const asked = [...choices].flatMap(([id, choice]) =>
      program.slots.has(id) ? [{ slot: slotOf(id), choice }] : [],
    );
    return {
      kind: "noWord",
      brokenBy: (values) =>
        named(asked.find(({ slot, choice }) => wordFor(choice, values[slot]!) === undefined)),
    };
  }

  function atKink(): Criterion {
    const kinked = kinksOf(exercise, program.graph).map(({ id, target, ...rest }) => ({
      ...rest,
      slot: slotOf(id),
      target: target === undefined ? undefined : slotOf(target),
    }));
    const pools = units.flatMap((q) => {
      const isPool = q.role === "activation" && network!.layers[q.at.layer! - 1]!.pool === "max";
      return isPool ? [{ slot: slotOf(q.id), of: operandsOf(q.formula!).map(slotOf) }] : [];
    });
    const classes = [...choices].flatMap(([id, { largest }]) => (largest ? [slotOf(id)] : []));
    return {
      kind: "atKink",
      // An exact zero has no bound, and floating point may put it on either side.
      brokenBy: (values, bounds) =>
        named(
          kinked.find(({ slot, kinks, target, discrete }) => {
            // Where a threshold unit is exactly at its threshold, its definition decides.
            if (discrete && bounds[slot] === 0) return false;
            const value = values[slot]!;
            const room = Math.max(bounds[slot]!, roundingError(rounding, value));
            return kinks(target === undefined ? 0 : values[target]!).some(
              (kink) => Math.abs(value - kink) <= room,
            );
          }),
        ) ??
        named(pools.find((pool) => isTie(pool, values, bounds))) ??
        idOf(classes.find((slot) => bounds[slot]! > 0)),
    };
  }

  // Which of several is the largest must not depend on rounding, not even on that of floating
  // point; closed gates may tie, since they pass nothing on.
  function isTie(
    pool: { slot: number; of: readonly number[] },
    values: Float64Array,
    bounds: Float64Array,
  ): boolean {
    const largest = values[pool.slot]!;
    const near = pool.of.filter(
      (slot) => values[slot]! + bounds[slot]! >= largest - bounds[pool.slot]! - 1e-12,
    );
    return near.length > 1 && Math.abs(largest) > 1e-12;
  }

  function imprecise(): Criterion {
    return {
      kind: "imprecise",
      brokenBy: (values, bounds) =>
        idOf(
          numeric.find(
            (slot) =>
              !isDeclaredZero(slot, values) &&
              !(toleranceAt(slot, values, bounds) <= largestBound * Math.abs(values[slot]!)),
          ),
        ),
    };
  }

  // One evaluation of all misreadings serves both criteria.
  function misconceptionsShow(): readonly Criterion[] {
    if (exercise.malrules.length === 0) return [];
    const tolerances = new Float64Array(program.ids.length);
    let look: ReturnType<typeof visibilityOf> | undefined;
    let seen: Visibility = {};
    return [
      {
        kind: "grey",
        brokenBy: (values, bounds) => {
          look ??= visibilityOf(marking(), exercise.malrules, exercise.inseparable, rounding);
          for (const slot of numeric) tolerances[slot] = toleranceAt(slot, values, bounds);
          seen = look(values, tolerances);
          return seen.grey && `${seen.grey.malrule} at ${program.ids[seen.grey.slot]}`;
        },
      },
      { kind: "hidden", brokenBy: () => seen.hidden },
    ];
  }

  function unending(): Criterion {
    const counts = program.recurrences.filter(({ recurrence }) => recurrence.below !== undefined);
    return {
      kind: "unending",
      brokenBy: (values) =>
        named(
          counts.find(({ recurrence }) => Number.isNaN(stateAfter(program, recurrence, values))),
        ),
    };
  }

  // A closed gate makes zeros that everyone sees coming; and 0 is what shows no figure.
  function isDeclaredZero(slot: number, values: Float64Array): boolean {
    return (
      Math.abs(values[slot]!) < 1e-12 &&
      (closedGates > 0 || leastFigures === 0 || canBeZero.has(slot))
    );
  }
  function toleranceAt(slot: number, values: Float64Array, bounds: Float64Array): number {
    return rangeOf(tolerance, values[slot]!, bounds[slot]!, rounding, stepOf(slot, values))
      .tolerance;
  }
  function named(found: { slot: number } | undefined): string | undefined {
    return idOf(found?.slot);
  }
  function idOf(slot: number | undefined): string | undefined {
    return slot === undefined ? undefined : program.ids[slot];
  }
}

/**
 * The first quantity, if there is one, that these values make no number of, as where it is divided
 * by 0, or one beyond all use.
 */
export function infiniteIn({ ids }: Program, values: Float64Array): string | undefined {
  for (let slot = 0; slot < ids.length; slot++)
    if (!(Math.abs(values[slot]!) <= largestNumber)) return ids[slot];
  return undefined;
}

/**
 * The first reason, if there is one, why values that meet these criteria's earlier ones are no good
 * problem.
 */
export function brokenCriterion(
  criteria: readonly Criterion[],
  values: Float64Array,
  bounds: Float64Array,
): Rejection | undefined {
  for (const { kind, brokenBy } of criteria) {
    const about = brokenBy(values, bounds);
    if (about !== undefined) return { kind, about };
  }
  return undefined;
}

/** How laborious givens are to compute with: how many are negative, and their non-zero digits. */
export function effortOf(givens: Float64Array): {
  readonly negatives: number;
  readonly digits: number;
} {
  return { negatives: negativesIn(givens), digits: digitsIn(givens) };
}

function negativesIn(givens: Float64Array): number {
  let count = 0;
  for (const given of givens) if (given < 0) count++;
  return count;
}

function digitsIn(givens: Float64Array): number {
  let count = 0;
  for (const given of givens) {
    const text = String(Math.abs(given));
    for (let i = 0; i < text.length; i++) if (text[i] !== "0" && text[i] !== ".") count++;
  }
  return count;
}

/**
 * How far the key's derivatives may be from those by dual numbers, relative to their size (at least
 * 1).
 */
const agreement = 1e-9;

/**
 * The largest disagreement of a derivative with dual numbers, relative to its size (at least 1),
 * and where it is.
 */
export function keyDisagreement(
  { plans, scratch: { tangents } }: Soundness,
  program: Program,
  values: Float64Array,
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
