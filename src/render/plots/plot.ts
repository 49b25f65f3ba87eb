import { type Box, type Point, px } from "../geometry.js";
import { escapeXml } from "../mathml.js";
import { type SvgText, svgText } from "../svgText.js";
import type { Axis } from "./axis.js";

/** The paper of a plot: where its axes are, and how it becomes an SVG. */
export interface Plot {
  /** The part of the picture that data are drawn in. */
  readonly area: Box;
  /** Where a pair of values is in the picture. */
  at(x: number, y: number): Point;
  /** The picture with these marks over its axes; `title` is its text alternative. */
  svg(title: string, marks: readonly string[]): string;
}

const width = 340;
const tickSize = 11.5;
const labelSize = 13;

/**
 * Lays out two axes in a picture of this height, with a margin on the right of at least `right`,
 * all in pixels.
 */
export function plot(x: Axis, y: Axis, height: number, right = 12): Plot {
  const top = 31;
  const bottom = height - 44;
  const yScale = y.scale.copy().range([bottom, top]);
  const yTicks = y
    .ticks(5)
    .map(({ value, label }) => ({ at: yScale(value), text: svgText(label, tickSize) }));
  const left = Math.max(24, 11 + widest(yTicks));
  const { xScale, xTicks } = acrossAxis(x, left, right);
  const end = xScale.range()[1]!;
  const area = {
    x: (left + end) / 2,
    y: (top + bottom) / 2,
    width: end - left,
    height: bottom - top,
  };
  const axes = [
    ...yTicks.map(
      ({ at }) => `<path d="M${px(left)},${px(at)}H${px(end)}" stroke="#ddd" stroke-width="0.7"/>`,
    ),
    `<path d="M${px(left)},${top}V${bottom}H${px(end)}" fill="none" stroke="#111"/>`,
    ...yTicks.map(({ at }) => `<path d="M${px(left)},${px(at)}h-4" stroke="#111"/>`),
    ...yTicks.map(({ at, text }) => written(text, { x: left - 7, y: at + 4 }, tickSize, "end")),
    ...xTicks.map(({ at }) => `<path d="M${px(at)},${bottom}v4" stroke="#111"/>`),
    ...xTicks.map(({ at, text }) => written(text, { x: at, y: bottom + 16 }, tickSize, "middle")),
    written(svgText(y.label, labelSize), { x: 3, y: 14 }, labelSize, "start"),
    written(svgText(x.label, labelSize), { x: area.x, y: height - 8 }, labelSize, "middle"),
  ];
  return {
    area,
    at: (xValue, yValue) => ({ x: xScale(xValue), y: yScale(yValue) }),
    svg: (title, marks) =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}"` +
          ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
        ...axes,
        ...marks,
        "</svg>",
      ].join("\n"),
  };
}

/** An axis from left to right, with as many ticks as there is room for: six, or fewer. */
function acrossAxis(x: Axis, left: number, right: number) {
  for (let count = 6; ; count--) {
    const ticks = x
      .ticks(count)
      .map(({ value, label }) => ({ value, text: svgText(label, tickSize) }));
    const room = widest(ticks);
    const xScale = x.scale.copy().range([left, width - Math.max(right, room / 2 + 2)]);
    const xTicks = ticks.map(({ value, text }) => ({ at: xScale(value), text }));
    const fits = xTicks.every(({ at }, i) => i === 0 || at - xTicks[i - 1]!.at > room + 11);
    if (fits || count === 2) return { xScale, xTicks };
  }
}

/** Text in a picture, with its baseline at a point. */
export const written = (
  text: SvgText,
  { x, y }: Point,
  size: number,
  anchor: "start" | "middle" | "end",
): string =>
  `<text x="${px(x)}" y="${px(y)}" font-size="${size}"` +
  ` text-anchor="${anchor}">${text.markup}</text>`;

const widest = (ticks: readonly { readonly text: SvgText }[]): number =>
  Math.max(0, ...ticks.map(({ text }) => text.width));
