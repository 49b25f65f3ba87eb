import { escapeXml } from "../mathml.js";
import { type SvgText, svgText } from "../svgText.js";
import type { Typeset } from "../typeset.js";

/** What a diagram says at its nodes and edges. */
export interface DiagramLabels {
  /** A unit or, in layer 0, an input; numbered from 1. */
  unit(layer: number, unit: number): Typeset;
  /**
   * The symbol of a given, and its value as written; undefined where the exercise has no such
   * given.
   */
  given(id: string): { readonly symbol: Typeset; readonly value: string } | undefined;
  /** The symbol of what is given for each example or time, without their marks. */
  unmarked(id: string): Typeset | undefined;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A unit or an input: a circle, or a cell of a grid. */
export interface Node extends Point {
  readonly name: Typeset;
  readonly kind: "input" | "unit" | "cell";
}

/** A connection from rim to rim, and what stands on it. */
export interface Edge {
  readonly from: Point;
  readonly to: Point;
  readonly label?: Typeset | undefined;
}

/** A label that stands at a place, or at the best of several. */
export interface Beside {
  readonly text: Typeset;
  readonly places: readonly Point[];
  readonly width?: number;
}

/** A picture before it is written as SVG. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly besides: readonly Beside[];
  /** Frames around what a filter or pool covers. */
  readonly frames?: readonly Box[];
}

export const radius = 21;
export const cellSize = 36;
export const labelSize = 12.5;

/** Where on an edge a label may stand, from one end to the other. */
const stretch = { from: 0.14, length: 0.72 };

/**
 * A drawing as SVG. Labels of edges are placed so that none lies on another, on a node, or on
 * another edge. `title` is its text alternative.
 */
export function svgOf(
  { width, height, nodes, edges, besides, frames = [] }: Drawing,
  title: string,
): string {
  const taken: Box[] = nodes.map(({ x, y, kind }) => {
    const size = kind === "cell" ? cellSize : 2 * radius + 6;
    return { x, y, width: size, height: size };
  });
  const placed = besides.map(({ text: math, places, width = 0 }) => {
    const text = svgText(math, labelSize);
    const size = { width: text.width + width, height: labelSize + 5 };
    const box = { ...best(places, size, undefined, 0), ...size };
    taken.push(box);
    return { text, box };
  });
  const weightLabels = edges.flatMap((edge) => {
    if (!edge.label) return [];
    const text = svgText(edge.label, labelSize);
    const size = { width: text.width + 8, height: labelSize + 7 };
    const places = Array.from({ length: 33 }, (_, i) =>
      along(edge, stretch.from + (stretch.length * i) / 32),
    );
    const box = { ...best(places, size, edge, 11), ...size };
    taken.push(box);
    return [{ text, box }];
  });

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="network">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.8 L7.5 4 L0 7.2 z" class="arrowhead"/></marker></defs>',
    ...edges.map(
      ({ from, to }) =>
        `<line x1="${px(from.x)}" y1="${px(from.y)}" x2="${px(to.x)}" y2="${px(to.y)}" class="edge" marker-end="url(#arrow)"/>`,
    ),
    ...nodes.map(nodeSvg),
    ...frames.map((box) => rectangle(box, "frame")),
    ...placed.map(({ text, box }) => labelSvg(text, box, false)),
    ...weightLabels.map(({ text, box }) => labelSvg(text, box, true)),
    "</svg>",
  ].join("\n");

  /** The place with the least in its way; among equals, the one nearest to the favourite. */
  function best(
    places: readonly Point[],
    size: { width: number; height: number },
    own: Edge | undefined,
    favourite: number,
  ): Point {
    if (places.length === 1) return places[0]!;
    const costs = places.map(
      (place, i) => cost({ ...place, ...size }, own) + Math.abs(i - favourite) / 100,
    );
    return places[costs.indexOf(Math.min(...costs))]!;
  }

  function cost(box: Box, own: Edge | undefined): number {
    const overlaps = taken.filter((other) => overlap(box, other)).length;
    const crossings = edges.filter((other) => other !== own && crosses(other, box)).length;
    const nearby = edges.filter((other) => other !== own && crosses(other, box, 22)).length;
    return overlaps * 100 + crossings * 10 + nearby;
  }
}

function nodeSvg({ x, y, name, kind }: Node): string {
  const size = Math.min(14, ((2 * radius - 7) / svgText(name, 14).width) * 14);
  const text = svgText(name, size);
  const shape =
    kind === "cell"
      ? rectangle({ x, y, width: cellSize, height: cellSize }, "cell")
      : `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${kind}"/>`;
  return `${shape}<text x="${px(x)}" y="${px(y + size * 0.35)}" font-size="${px(size)}" text-anchor="middle">${text.markup}</text>`;
}

function labelSvg(text: SvgText, box: Box, onEdge: boolean): string {
  const behind = onEdge ? rectangle(box, "label") : "";
  return `${behind}<text x="${px(box.x)}" y="${px(box.y + 4.5)}" font-size="${labelSize}" text-anchor="middle">${text.markup}</text>`;
}

const rectangle = ({ x, y, width, height }: Box, kind: string): string =>
  `<rect x="${px(x - width / 2)}" y="${px(y - height / 2)}" width="${px(width)}" height="${px(height)}" class="${kind}"/>`;

export const along = ({ from, to }: { from: Point; to: Point }, t: number): Point => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
});

/** The line between two nodes, from rim to rim. */
export function trimmed(from: Point, to: Point): { from: Point; to: Point } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    from: along({ from, to }, radius / length),
    to: along({ from, to }, 1 - (radius + 1) / length),
  };
}

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width + 4 &&
  Math.abs(a.y - b.y) * 2 < a.height + b.height + 4;

// A line crosses a box, or comes near it, where one of many points along it lies inside, or that
// near.
function crosses(edge: { from: Point; to: Point }, box: Box, near = 4): boolean {
  // Most edges are nowhere near.
  if (apart(edge.from.x, edge.to.x, box.x, box.width + near)) return false;
  if (apart(edge.from.y, edge.to.y, box.y, box.height + near)) return false;
  return Array.from({ length: 65 }, (_, i) => along(edge, i / 64)).some(
    ({ x, y }) =>
      Math.abs(x - box.x) * 2 < box.width + near && Math.abs(y - box.y) * 2 < box.height + near,
  );
}

/** Whether all between two coordinates is outside a range of this width. */
const apart = (from: number, to: number, center: number, width: number): boolean =>
  2 * (Math.min(from, to) - center) >= width || 2 * (center - Math.max(from, to)) >= width;

const px = (value: number): string => String(Math.round(value * 10) / 10);
