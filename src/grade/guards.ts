import { activationNamed } from "../exercise/activationNamed.js";
import type { Quantity } from "../graph/graph.js";
import type { Activation } from "../network/activations.js";
import { once } from "../problem/once.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";

/** A wrong value as it was written, and the right one. */
export interface WrongValue {
  readonly problem: Problem;
  readonly quantity: Quantity;
  readonly written: number;
  /** Significant figures as written. */
  readonly significant: number;
  readonly key: number;
  /** How far from the key an answer may be. */
  readonly tolerance: number;
}

/**
 * A reason why nothing that is computed from a wrong value earns follow-through: it makes what
 * follows simpler than the right value would, or no computation gives it.
 */
export interface Guard {
  readonly id: string;
  /** What instructors read: the value … */
  readonly sentence: string;
  /** It makes what follows easier, whoever wrote it; the others show that it was not worked out. */
  readonly easier: boolean;
  appliesTo(value: WrongValue): boolean;
  catches(value: WrongValue): boolean;
}

/** A value is huge beyond so many times the largest number of the exercise (at least 1). */
const hugeBeyond = 100;

/** A value with fewer significant figures than this is easier to go on with than most. */
const leastFigures = 2;

/** A key within so many times its own tolerance of 0 has no two figures either. */
const keyWithoutFigures = 10;

/** Every guard, those that say most first. */
export const guards: readonly Guard[] = [
  {
    id: "zero",
    sentence: "is 0 where the right one is not",
    easier: true,
    appliesTo: (value) => isOff(value, 0),
    catches: ({ written }) => written === 0,
  },
  {
    id: "given",
    sentence: "copies a number of the sheet that is not the right one",
    easier: false,
    appliesTo: (value) => isOff(value, value.written),
    catches: isGiven,
  },
  {
    id: "huge",
    sentence: `is more than ${hugeBeyond} times the largest number of the exercise`,
    easier: false,
    appliesTo: () => true,
    catches: ({ written, problem }) =>
      Math.abs(written) > hugeBeyond * Math.max(1, problem.largest),
  },
  {
    id: "one-figure",
    sentence: "has one significant figure where the right one has more",
    easier: false,
    appliesTo: ({ key, tolerance }) => !(Math.abs(key) < keyWithoutFigures * tolerance),
    catches: ({ significant }) => significant < leastFigures,
  },
  {
    id: "negative-loss",
    sentence: "is a loss below 0",
    easier: false,
    appliesTo: ({ quantity: { role } }) => role === "loss" || role === "outputLoss",
    catches: ({ written }) => written < 0,
  },
  {
    id: "closes-gate",
    sentence: "closes a unit that is open",
    easier: true,
    appliesTo: ({ quantity, problem, key }) =>
      quantity.role === "preActivation" && kinksBelow(key, quantity, problem).length > 0,
    catches: ({ quantity, problem, written, key }) =>
      kinksBelow(key, quantity, problem).some((kink) => written <= kink),
  },
  {
    id: "impossible",
    sentence: "is one that the unit's activation function cannot give",
    easier: false,
    appliesTo: ({ quantity }) => quantity.role === "activation",
    catches: ({ quantity, problem, written }) => {
      // No ReLU gives a negative activation; one that is written is no easier to go on with.
      const range = curveOf(quantity, problem)?.range;
      return range !== undefined && isOutside(range, written);
    },
  },
  {
    id: "saturated",
    sentence: "saturates a unit that is not saturated",
    easier: true,
    appliesTo: ({ quantity, problem, key }) => {
      const saturation = curveOf(quantity, problem)?.saturation;
      return quantity.role === "activation" && saturation !== undefined && !isIn(saturation, key);
    },
    catches: ({ quantity, problem, written }) =>
      isIn(curveOf(quantity, problem)!.saturation!, written),
  },
];

/** The first guard that catches a wrong value; undefined where it is an error like any other. */
export const guardAgainst = (value: WrongValue): Guard | undefined =>
  guards.find((guard) => guard.appliesTo(value) && guard.catches(value));

function isGiven({ written, problem: { prepared, values } }: WrongValue): boolean {
  for (let slot = 0; slot < prepared.program.givens; slot++)
    if (values[slot] === written) return true;
  return false;
}

const isOff = ({ key, tolerance }: WrongValue, other: number): boolean =>
  Math.abs(key - other) > tolerance;

const isIn = ({ low, high }: { low: number; high: number }, value: number): boolean =>
  value <= low || value >= high;

type OutputRange = NonNullable<Activation["range"]>;

const isOutside = ({ low, high, reached }: OutputRange, written: number): boolean =>
  written < low || written > high || (!reached && (written === low || written === high));

const kinksBelow = (key: number, quantity: Quantity, problem: Problem): readonly number[] =>
  curveOf(quantity, problem)?.kinks?.filter((kink) => kink < key) ?? [];

/** The activation function of the unit that a quantity belongs to. */
const curveOf = ({ at }: Quantity, { prepared }: Problem): Activation | undefined =>
  at.layer ? curvesOf(prepared)[at.layer - 1] : undefined;

/** The activation functions of a network's layers: those of its own have to be parsed. */
const curvesOf = once(
  ({ exercise }: Prepared): readonly Activation[] =>
    exercise.network?.layers.map(({ activation }) => activationNamed(exercise, activation)) ?? [],
);
