import type { Typeset } from "../typeset.js";
import { counted, isDrawable, logarithmic, roundedOff } from "./axis.js";
import { dot, label, placed, stroke } from "./marks.js";
import { plot } from "./plot.js";

/** A value as it goes from step to step. */
export interface Series {
  /** In the order of the steps. */
  readonly points: readonly (readonly [step: number, value: number])[];
  /** A value to compare with, such as a target. */
  readonly reference?: { readonly value: number; readonly label: Typeset };
  readonly xLabel: Typeset;
  readonly yLabel: Typeset;
  /** What is said behind the label of a logarithmic axis. */
  readonly logScale: string;
  /** What the picture shows, for those who do not see it. */
  readonly title: string;
}

/**
 * A value over the steps of a training. Positive values of very different size are drawn on a
 * logarithmic axis, which its label says; values that are not finite, or nearly not, are left out.
 */
export function series({ points, reference, xLabel, yLabel, logScale, title }: Series): string {
  const drawn = points.filter(([, value]) => isDrawable(value));
  const values = [...drawn.map(([, value]) => value), ...(reference ? [reference.value] : [])];
  const aside = reference && label(reference.label, 12);
  const steps = points.map(([step]) => step);
  const yAxis = spansOrders(values)
    ? logarithmic(yLabel, values, logScale)
    : roundedOff(yLabel, values);
  const { area, at, svg } = plot(counted(xLabel, steps), yAxis, 230, aside && aside.width + 8);
  const line = drawn.map(([step, value]) => at(step, value));
  const marks = [stroke(line, 'stroke="#111" stroke-width="1.5"')];
  if (line.length <= 40) marks.push(...line.map((point) => dot(point, 2.9)));
  if (reference && aside) {
    const { y } = at(0, reference.value);
    const [left, right] = [area.x - area.width / 2, area.x + area.width / 2];
    const across = [left, right].map((x) => ({ x, y }));
    marks.unshift(stroke(across, 'stroke="#555" stroke-dasharray="6 3"'));
    // Beside the axes, where no value can be.
    marks.push(placed(aside, { ...aside, x: right + 5 + aside.width / 2, y }));
  }
  return svg(title, marks);
}

const spansOrders = (values: readonly number[]): boolean =>
  Math.min(...values) > 1e-300 && Math.max(...values) > 1000 * Math.min(...values);
