import { activationNamed } from "../exercise/activationNamed.js";
import type { Quantity } from "../graph/graph.js";
import type { Activation } from "../network/activations.js";
import type { Problem } from "../problem/problem.js";

/** What is wrong with a wrong value. */
export type Guard =
  | "is zero"
  | "copies a given"
  | "is huge"
  | "has one significant figure"
  | "is a negative loss"
  | "closes a gate"
  | "is impossible"
  | "is saturated";

/** Guards against values that make what follows easier, whoever wrote them. */
export const easier: readonly Guard[] = ["is zero", "closes a gate", "is saturated"];

type Range = NonNullable<Activation["range"]>;

/** A wrong value as it was written, and the right one. */
export interface WrongValue {
  readonly quantity: Quantity;
  readonly written: number;
  /** Significant figures as written. */
  readonly significant: number;
  readonly key: number;
  /** How far from the key an answer may be. */
  readonly tolerance: number;
}

/**
 * Why nothing that is computed from a wrong value earns follow-through: it makes what follows
 * simpler than the right value would, or no computation gives it. Undefined where it is an error
 * like any other.
 */
export function guardAgainst(value: WrongValue, problem: Problem): Guard | undefined {
  const { written, key, tolerance, significant, quantity } = value;
  const differs = (other: number): boolean => Math.abs(key - other) > tolerance;
  if (written === 0 && differs(0)) return "is zero";
  if (copiesGiven(written, problem) && differs(written)) return "copies a given";
  if (Math.abs(written) > 100 * Math.max(1, problem.largest)) return "is huge";
  // A whole number or a single figure is easier to go on with than the value it stands for.
  if (significant < 2 && !(Math.abs(key) < 10 * tolerance)) return "has one significant figure";
  if ((quantity.role === "loss" || quantity.role === "outputLoss") && written < 0)
    return "is a negative loss";
  return inNetwork(value, problem);
}

function inNetwork(
  { quantity, written, key }: WrongValue,
  { prepared }: Problem,
): Guard | undefined {
  const { role, at } = quantity;
  const layer = at.layer ? prepared.exercise.network?.layers[at.layer - 1] : undefined;
  if (!layer) return undefined;
  const { saturation, kinks = [], range } = activationNamed(prepared.exercise, layer.activation);
  if (role === "preActivation" && kinks.some((kink) => written <= kink && key > kink))
    return "closes a gate";
  if (role !== "activation") return undefined;
  // No ReLU gives a negative activation; one that is written is no easier to go on with.
  if (range && isOutside(range, written)) return "is impossible";
  const saturated = (x: number): boolean =>
    saturation !== undefined && (x <= saturation.low || x >= saturation.high);
  return saturated(written) && !saturated(key) ? "is saturated" : undefined;
}

const isOutside = ({ low, high, reached }: Range, written: number): boolean =>
  written < low || written > high || (!reached && (written === low || written === high));

function copiesGiven(written: number, { prepared: { program }, values }: Problem): boolean {
  for (let slot = 0; slot < program.givens; slot++) if (values[slot] === written) return true;
  return false;
}
