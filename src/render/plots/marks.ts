import { line, symbol, symbolCircle } from "d3-shape";
import { type Box, type Extent, type Point, px } from "../geometry.js";
import { type SvgText, svgText } from "../svgText.js";
import type { Typeset } from "../typeset.js";
import { written } from "./plot.js";

/** A line through points. */
export const stroke = (points: readonly Point[], look: string): string =>
  `<path d="${linePath(points) ?? ""}" fill="none" stroke-linejoin="round" ${look}/>`;

/** A filled dot. A path, since the print style makes every circle a node of a network. */
export const dot = ({ x, y }: Point, radius: number): string =>
  `<path d="${symbol(symbolCircle, Math.PI * radius ** 2).digits(2)()}"` +
  ` transform="translate(${px(x)} ${px(y)})" fill="#111"/>`;

/** A text to place, and the room it takes. */
export interface Label extends Extent {
  readonly text: SvgText;
  readonly size: number;
}

export function label(math: Typeset, size: number): Label {
  const text = svgText(math, size);
  return { text, size, width: text.width + 4, height: size + 3 };
}

/** A label in its place, on white. */
export const placed = ({ text, size }: Label, { x, y, width, height }: Box): string =>
  `<rect x="${px(x - width / 2)}" y="${px(y - height / 2)}"` +
  ` width="${px(width)}" height="${px(height)}" fill="#fff"/>` +
  written(text, { x, y: y + size * 0.33 }, size, "middle");

const linePath = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).digits(1);

/** An area within closed lines, with the holes that lines within lines make. */
export const outline = (rings: readonly (readonly Point[])[], look: string): string =>
  `<path d="${rings.map((ring) => `${linePath(ring)}Z`).join("")}" fill-rule="evenodd" ${look}/>`;
