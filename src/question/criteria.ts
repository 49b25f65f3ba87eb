import { largestNumber } from "../exercise/bounded.js";
import { stateAfter } from "../graph/evaluate.js";
import type { Program } from "../graph/program.js";
import { roundingError, showsFigures } from "../graph/rounding.js";
import { wordFor } from "./choice.js";
import type { Coincidence } from "./coincidence.js";
import { effortOf } from "./effort.js";
import type { PassingForRight } from "./heldThroughout.js";
import type { Inspected } from "./inspected.js";
import { honestRoom, toleranceOf } from "./tolerance.js";
import type { Visibility } from "./visibility.js";

/** One draw of an exercise, as criteria look at it. */
export interface Inspection {
  readonly inspected: Inspected;
  /** By slot. */
  readonly values: Float64Array;
  /** By slot; of note to criteria that need them. */
  readonly bounds: Float64Array;
  /** How far the answers may be off with these bounds, by slot. */
  tolerances(): Float64Array;
  /** How the exercise's misconceptions show in this draw. */
  visibility(): Visibility;
  /** Two misconceptions that coincide in it by accident. */
  coincidence(): Coincidence | undefined;
  /** One that, held from beginning to end, gives somewhere by chance what is right. */
  passing(): PassingForRight | undefined;
}

/** A condition on a draw: one of the reasons why it is no good problem. */
export interface Criterion {
  /** Why, in words that follow the name of a quantity or misconception. */
  readonly reason: string;
  /** What to change in an exercise that this rejects often. */
  readonly advice: string;
  /**
   * What it looks at: all else is computed from givens; bounds take long, so they are worked out
   * for draws that are good so far, and many rounds take longer. What is broken where nothing has
   * a bound is broken by any bounds.
   */
  readonly needs: "givens" | "values" | "bounds" | "rounds";
  /** Whether it can be broken in an exercise at all. */
  appliesTo(inspected: Inspected): boolean;
  /** The quantity or misconception that breaks it; undefined where nothing does. */
  brokenBy(inspection: Inspection): string | undefined;
}

const always = (): boolean => true;

/** Every reason to reject a draw, in the order in which they are looked for; the cheap first. */
export const criteria = {
  infinite: {
    reason: "is no number, or too large to be written down",
    advice: "leave out of draw what is divided by 0 or grows too large (not: 0)",
    needs: "values",
    appliesTo: always,
    brokenBy: ({ inspected: { program }, values }) => infiniteIn(program, values),
  },
  gates: {
    reason: "has the wrong number of closed gates",
    advice:
      "set closedGates to how many ReLUs are mostly closed, or draw larger weights and biases",
    needs: "values",
    appliesTo: ({ gates }) => gates.length > 0,
    brokenBy: unevenGates,
  },
  saturated: {
    reason: "is saturated",
    advice: "draw smaller weights or inputs",
    needs: "values",
    appliesTo: ({ saturating }) => saturating.length > 0,
    brokenBy: ({ inspected: { saturating, program }, values }) =>
      idOf(
        program,
        saturating.find(({ slot, low, high }) => values[slot]! <= low || values[slot]! >= high),
      ),
  },
  lossRises: {
    reason: "is a loss that does not fall",
    advice: "draw a smaller learning rate (eta)",
    needs: "values",
    appliesTo: ({ losses }) => losses.length > 1,
    brokenBy: ({ inspected: { losses, program }, values }) => {
      const slot = losses.find((slot, i) => i > 0 && values[slot]! >= values[losses[i - 1]!]!);
      return slot === undefined ? undefined : program.ids[slot];
    },
  },
  fewFigures: {
    reason: "shows fewer than two significant figures",
    advice: "carry more rounding decimals, or name it in mayBeZero, or lower leastFigures",
    needs: "values",
    appliesTo: ({ numeric }) => numeric.length > 0,
    brokenBy: ({ inspected, values }) => {
      const { rounding, leastFigures } = inspected.exercise;
      const slot = inspected.numeric.find(
        (slot) =>
          !showsFigures(rounding, values[slot]!, leastFigures) &&
          !isDeclaredZero(inspected, slot, values),
      );
      return slot === undefined ? undefined : inspected.program.ids[slot];
    },
  },
  effort: {
    reason: "are outside the band of effort",
    advice: "widen effort, or draw numbers that are alike in digits and signs",
    needs: "givens",
    appliesTo: ({ exercise: { effort } }) =>
      effort.negatives !== undefined || effort.digits !== undefined,
    brokenBy: ({ inspected: { program, exercise }, values }) => {
      const { negatives, digits } = effortOf(values.subarray(0, program.givens));
      const { effort } = exercise;
      return isIn(negatives, effort.negatives) && isIn(digits, effort.digits)
        ? undefined
        : "givens";
    },
  },
  noWord: {
    reason: "fits none of its words",
    advice: "give choice a word for the rest, without a condition",
    needs: "values",
    appliesTo: ({ choices }) => choices.length > 0,
    brokenBy: ({ inspected: { choices, program }, values }) =>
      idOf(
        program,
        choices.find(({ slot, choice }) => wordFor(choice, values[slot]!) === undefined),
      ),
  },
  atKink: {
    reason: "lies too near a kink",
    advice: "carry more rounding decimals, or draw from a coarser grid",
    needs: "bounds",
    appliesTo: ({ kinks, pools, choices }) => kinks.length + pools.length + choices.length > 0,
    brokenBy: ({ inspected: { kinks, pools, choices, program, exercise }, values, bounds }) =>
      idOf(
        program,
        kinks.find(({ slot, kinks, target, discrete }) => {
          // Where a threshold unit is exactly at its threshold, its definition decides.
          if (discrete && bounds[slot] === 0) return false;
          // An exact zero has no bound, and floating point may put it on either side.
          const room = Math.max(bounds[slot]!, roundingError(exercise.rounding, values[slot]!));
          return kinks(target === undefined ? 0 : values[target]!).some(
            (at) => Math.abs(values[slot]! - at) <= room,
          );
        }) ??
          pools.find((pool) => isTie(pool, values, bounds)) ??
          choices.find(({ slot, choice }) => choice.largest && bounds[slot]! > 0),
      ),
  },
  imprecise: {
    reason: "has too wide a tolerance",
    advice: "carry more rounding decimals, or raise largestBound",
    needs: "bounds",
    appliesTo: ({ numeric }) => numeric.length > 0,
    brokenBy: (inspection) => {
      const { inspected, values } = inspection;
      const { largestBound } = inspected.exercise;
      const allowed = inspection.tolerances();
      const slot = inspected.numeric.find(
        (slot) =>
          !(allowed[slot]! <= largestBound * Math.abs(values[slot]!)) &&
          !isDeclaredZero(inspected, slot, values),
      );
      return slot === undefined ? undefined : inspected.program.ids[slot];
    },
  },
  grey: {
    reason: "may pass for right",
    advice: "carry more rounding decimals, or take it out of malrules",
    needs: "bounds",
    appliesTo: ({ exercise: { malrules } }) => malrules.length > 0,
    brokenBy: (inspection) => {
      const { grey } = inspection.visibility();
      return grey && `${grey.malrule} at ${inspection.inspected.program.ids[grey.slot]}`;
    },
  },
  hidden: {
    reason: "shows at too few blanks",
    advice:
      "ask for more of what it changes, or take it out of malrules, or name it in inseparable",
    needs: "bounds",
    appliesTo: ({ exercise: { malrules } }) => malrules.length > 0,
    brokenBy: (inspection) => inspection.visibility().hidden,
  },
  coincident: {
    reason: "are alike only because numbers happen to be equal",
    advice: "draw from grids with fewer values in common (not), or name the pair in inseparable",
    needs: "bounds",
    appliesTo: ({ exercise: { malrules } }) => malrules.length > 1,
    brokenBy: (inspection) => {
      const found = inspection.coincidence();
      const { ids } = inspection.inspected.program;
      return found && `${found.malrules.join(" and ")} at ${ids[found.slot]}`;
    },
  },
  passing: {
    reason: "is right by chance where it is held throughout",
    advice: "carry more rounding decimals, ask for fewer steps, or take it out of malrules",
    needs: "bounds",
    appliesTo: ({ exercise: { malrules } }) => malrules.length > 0,
    brokenBy: (inspection) => {
      const found = inspection.passing();
      return found && `${found.malrule} at ${inspection.inspected.program.ids[found.slot]}`;
    },
  },
  unending: {
    reason: "is not reached in the rounds there are",
    advice: "raise most under rounds, or draw a larger learning rate (eta)",
    needs: "rounds",
    appliesTo: ({ program }) => program.recurrences.some(({ recurrence: r }) => isCount(r)),
    brokenBy: ({ inspected: { program }, values }) =>
      idOf(
        program,
        program.recurrences.find(
          ({ recurrence }) =>
            isCount(recurrence) && Number.isNaN(stateAfter(program, recurrence, values)),
        ),
      ),
  },
} as const satisfies Record<string, Criterion>;

export type RejectionKind = keyof typeof criteria;

/** How far an answer may be from its key. */
export function toleranceAt(
  { exercise: { tolerance, rounding }, program: { whole }, stepOf }: Inspected,
  slot: number,
  values: Float64Array,
  bounds: Float64Array,
): number {
  const [value, bound, isWhole] = [values[slot]!, bounds[slot]!, whole[slot]!] as const;
  // The commonest, for which no step is asked.
  return tolerance === "derived"
    ? honestRoom(rounding, value, bound, isWhole)
    : toleranceOf(tolerance, value, bound, rounding, isWhole, stepOf(slot, values));
}

/**
 * The first quantity, if there is one, that these values make no number of, as where it is divided
 * by 0, or one beyond all use. `slots` are those looked at, where not all are.
 */
export function infiniteIn(
  { ids }: Program,
  values: Float64Array,
  slots?: readonly number[],
): string | undefined {
  const isInfinite = (slot: number): boolean => !(Math.abs(values[slot]!) <= largestNumber);
  if (slots) return ids[slots.find(isInfinite) ?? -1];
  for (let slot = 0; slot < ids.length; slot++) if (isInfinite(slot)) return ids[slot];
  return undefined;
}

function unevenGates({ inspected, values }: Inspection): string | undefined {
  const { gates, program, exercise } = inspected;
  const closed = gates.filter(({ slot, at }) => values[slot]! < at);
  // A closed output learns nothing at all.
  const output = closed.find(({ isOutput }) => isOutput);
  if (output) return program.ids[output.slot];
  const steps = new Set(gates.map(({ step }) => step));
  for (const step of steps) {
    const closedThen = closed.filter((unit) => unit.step === step).length;
    if (closedThen !== exercise.closedGates) return `step ${step}`;
  }
  return undefined;
}

// Which of several is the largest must not depend on rounding, not even on that of floating point;
// closed gates may tie, since they pass nothing on.
function isTie(
  pool: { readonly slot: number; readonly of: readonly number[] },
  values: Float64Array,
  bounds: Float64Array,
): boolean {
  const largest = values[pool.slot]!;
  const near = pool.of.filter(
    (slot) => values[slot]! + bounds[slot]! >= largest - bounds[pool.slot]! - 1e-12,
  );
  return near.length > 1 && Math.abs(largest) > 1e-12;
}

// A closed gate makes zeros that everyone sees coming; and 0 is what shows no figure.
function isDeclaredZero(
  { exercise: { closedGates, leastFigures }, mayBeZero }: Inspected,
  slot: number,
  values: Float64Array,
): boolean {
  return (
    Math.abs(values[slot]!) < 1e-12 &&
    (closedGates > 0 || leastFigures === 0 || mayBeZero.has(slot))
  );
}

const isIn = (count: number, band?: readonly [number, number]): boolean =>
  band === undefined || (count >= band[0] && count <= band[1]);

const isCount = ({ below }: { readonly below?: number }): boolean => below !== undefined;

const idOf = ({ ids }: Program, found: { readonly slot: number } | undefined) =>
  found === undefined ? undefined : ids[found.slot];
