import { extent } from "d3-array";
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
  return { label, scale, ticks: (count) => labelled(scale.ticks(count)) };
}

/** An axis that ends at the round numbers next to the values. */
export function roundedOff(label: Typeset, values: readonly number[]): Axis {
  const scale = scaleLinear(span(values), [0, 1]).nice(5);
  return { label, scale, ticks: (count) => labelled(scale.ticks(count)) };
}

/** An axis that counts: its ticks are integers. */
export function counted(label: Typeset, values: readonly number[]): Axis {
  const [first = 0, last = 0] = extent(values);
  const scale = scaleLinear(first < last ? [first, last] : [first - 1, last + 1], [0, 1]);
  return { label, scale, ticks: (count) => labelled(scale.ticks(count).filter(Number.isInteger)) };
}

/** An axis of positive values on which equal ratios are equally far apart; its label says so. */
export function logarithmic(label: Typeset, values: readonly number[]): Axis {
  const scale = scaleLog(span(values), [0, 1]).nice();
  const [low, high] = scale.domain().map((end) => Math.round(Math.log10(end))) as [number, number];
  return {
    label: row(label, name(" (log scale)", true)),
    scale,
    ticks(count) {
      const every = Math.ceil((high - low) / count);
      const exponents = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => low + i * every);
      return exponents.map((exponent) => ({ value: 10 ** exponent, label: powerOfTen(exponent) }));
    },
  };
}

const labelled = (values: readonly number[]): Tick[] => {
  const labels = tickLabels(values);
  return values.map((value, i) => ({ value, label: labels[i]! }));
};

// Values that differ by no more than the noise of their computation are one value, shown in the middle of its axis.
function span(values: readonly number[]): [low: number, high: number] {
  const [low = 0, high = 0] = extent(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-9 * size) return [low, high];
  const room = size / 10 || 1;
  return [low - room, high + room];
}
