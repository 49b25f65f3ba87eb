import { activationNamed } from "../exercise/activationNamed.js";
import type { Choice, Exercise } from "../exercise/exercise.js";
import { kinksOf } from "../exercise/kinks.js";
import { operandsOf } from "../graph/formula.js";
import { type Quantity, quantityOf } from "../graph/graph.js";
import type { Program } from "../graph/program.js";
import type { Activation } from "../network/activations.js";
import { choicesOf } from "./choice.js";
import { stepsOf } from "./tolerance.js";

/** A pre-activation that passes nothing on below a value. */
export interface Gate {
  readonly slot: number;
  readonly at: number;
  readonly step: number;
  readonly isOutput: boolean;
}

/** A value with kinks, which a loss has at its target. */
export interface Kink {
  readonly slot: number;
  /** The slot of the target, where the kinks are a loss's. */
  readonly target?: number;
  readonly kinks: (target: number) => readonly number[];
  /** Its definition decides what is exactly at the kink. */
  readonly discrete: boolean;
}

/** What of an exercise its draws are checked for, by slot of its program: found once. */
export interface Inspected {
  readonly program: Program;
  readonly exercise: Exercise;
  /** Every blank that asks for a number worked out by hand. */
  readonly numeric: readonly number[];
  readonly choices: readonly { readonly slot: number; readonly choice: Choice }[];
  readonly mayBeZero: ReadonlySet<number>;
  readonly gates: readonly Gate[];
  readonly kinks: readonly Kink[];
  /** Activations that learn nothing at or beyond two values. */
  readonly saturating: readonly {
    readonly slot: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Pools that take the largest, and what they take it of. */
  readonly pools: readonly { readonly slot: number; readonly of: readonly number[] }[];
  /** The losses that must fall from step to step, in order. */
  readonly losses: readonly number[];
  /** How far an update has moved a weight or bias. */
  readonly stepOf: ReturnType<typeof stepsOf>;
}

/** Finds what there is to check in an exercise of which these ids are asked. */
export function inspected(
  program: Program,
  exercise: Exercise,
  asked: readonly string[],
): Inspected {
  const { network } = exercise;
  const choices = choicesOf(exercise);
  const slotOf = (id: string): number => program.slots.get(id)!;
  const units = network
    ? [...program.graph.values()].filter((q) => q.at.layer && !q.recurrence && !q.at.pass)
    : [];
  const curves =
    network?.layers.map(({ activation }) => activationNamed(exercise, activation)) ?? [];
  const activationOf = ({ at }: Quantity): Activation => curves[at.layer! - 1]!;
  const activations = units.filter(({ role }) => role === "activation");
  return {
    program,
    exercise,
    numeric: asked
      .filter((id) => !choices.has(id) && !quantityOf(program.graph, id).recurrence)
      .map(slotOf),
    choices: [...choices].flatMap(([id, choice]) =>
      program.slots.has(id) ? [{ slot: slotOf(id), choice }] : [],
    ),
    mayBeZero: new Set(exercise.mayBeZero.map(slotOf)),
    gates: units
      .filter(({ role }) => role === "preActivation")
      .flatMap((q): Gate[] => {
        const { kinks, gates } = activationOf(q);
        const isOutput = q.at.layer === network!.layers.length;
        const gate = { slot: slotOf(q.id), step: q.at.step, isOutput };
        return gates ? kinks!.map((at) => ({ ...gate, at })) : [];
      }),
    kinks: kinksOf(exercise, program.graph).map(({ id, target, ...kinked }) => ({
      ...kinked,
      slot: slotOf(id),
      ...(target === undefined ? {} : { target: slotOf(target) }),
    })),
    saturating: activations.flatMap((q) => {
      const { saturation } = activationOf(q);
      return saturation ? [{ slot: slotOf(q.id), ...saturation }] : [];
    }),
    pools: activations.flatMap((q) =>
      network!.layers[q.at.layer! - 1]!.pool === "max"
        ? [{ slot: slotOf(q.id), of: operandsOf(q.formula!).map(slotOf) }]
        : [],
    ),
    losses: lossesIn(program, exercise).map(({ id }) => slotOf(id)),
    stepOf: stepsOf(program),
  };
}

// Losses of different examples are not to be compared.
function lossesIn({ graph }: Program, { network }: Exercise): readonly Quantity[] {
  if (!network || (network.batch ?? network.examples) !== network.examples) return [];
  return [...graph.values()]
    .filter(({ role, at }) => role === "loss" && at.example === undefined && !at.pass)
    .sort((a, b) => a.at.step - b.at.step);
}
