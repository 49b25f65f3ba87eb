import { extent, tickStep, ticks } from "d3-array";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { name, row, type Typeset } from "../typeset.js";
import { powerOfTen, tickLabels } from "./tickLabels.js";

/** A number an axis shows, and how it is written. */
export interface Tick {
  readonly value: number;
  readonly label: Typeset;
}

/** What an axis measures, what it spans, and its ticks, about as many as asked for. */
export interface Axis {
  readonly label: Typeset;
  readonly scale: ScaleContinuousNumeric<number, number>;
  ticks(count: number): readonly Tick[];
}

/** An axis that ends where the values end. */
export function fitted(label: Typeset, values: readonly number[]): Axis {
  const scale = scaleLinear(span(values), [0, 1]);
  return { label, scale, ticks: (count) => evenTicks(scale, count) };
}

/** An axis that ends at the round numbers next to the values. */
export function roundedOff(label: Typeset, values: readonly number[]): Axis {
  const scale = scaleLinear(span(values), [0, 1]).nice(5);
  return { label, scale, ticks: (count) => evenTicks(scale, count) };
}

/** An axis that counts: its ticks are integers from the first value to the last. */
export function counted(label: Typeset, values: readonly number[]): Axis {
  const [first = 0, last = 0] = extent(values);
  const scale = scaleLinear(first < last ? [first, last] : [first - 1, last + 1], [0, 1]);
  return {
    label,
    scale,
    ticks: (count) => labelled(ticks(first, last, Math.max(1, Math.min(count, last - first))), 1),
  };
}

/**
 * An axis of positive values on which equal ratios are equally far apart; its label says so, with
 * these words.
 */
export function logarithmic(label: Typeset, values: readonly number[], said: string): Axis {
  const scale = scaleLog(span(values), [0, 1]).nice();
  const [low, high] = scale.domain().map((end) => Math.round(Math.log10(end))) as [number, number];
  return {
    label: row(label, name(` (${said})`, true)),
    scale,
    ticks: (count) =>
      ticks(low, high, Math.min(count, high - low)).map((exponent) => ({
        value: 10 ** exponent,
        label: powerOfTen(exponent),
      })),
  };
}

/**
 * Whether an axis can be drawn around a value: a greater one could take its ends beyond all
 * numbers.
 */
export const isDrawable = (value: number): boolean => Math.abs(value) < 1e300;

const evenTicks = (scale: Axis["scale"], count: number): Tick[] => {
  const [low, high] = scale.domain() as [number, number];
  return labelled(scale.ticks(count), tickStep(low, high, count));
};

const labelled = (values: readonly number[], step: number): Tick[] => {
  const labels = tickLabels(values, step);
  return values.map((value, i) => ({ value, label: labels[i]! }));
};

// Values that differ by no more than the noise of their computation are one value, shown in the
// middle of its axis.
function span(values: readonly number[]): [low: number, high: number] {
  const [low = 0, high = 0] = extent(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(1e-9 * size, smallest)) return [low, high];
  const room = size > smallest ? size / 10 : 1;
  return [low - room, high + room];
}

// Closer to zero, a number has too few digits left to divide an axis by.
const smallest = 1e-290;
