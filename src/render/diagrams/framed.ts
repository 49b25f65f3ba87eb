import { type LineSegment, type Point, straight, type Turned } from "../geometry.js";
import { type Diagram, type PlacedLabel, pageWidth } from "./diagram.js";

/** What is left free around a picture. */
export const margin = 4;
const betweenRows = 34;

/** Whether a picture fits on a page as it is printed, and can be read there. */
export const fitsOnPage = ({ width, height }: Diagram): boolean =>
  width <= pageWidth.most && height * Math.min(1, pageWidth.natural / width) <= mostHeight;

/** Of a page of A4 or Letter, below the head of a sheet and without notes, in pixels. */
const mostHeight = 780;

/** The parts of a picture, which may stand anywhere. */
export type PictureParts = Omit<Diagram, "width" | "height">;

/** A picture of these parts: moved so that it begins at its upper left corner. */
export function framed(parts: PictureParts): Diagram {
  const [left, top, right, bottom] = boundsOf(parts);
  return {
    ...moved(parts, { x: margin - left, y: margin - top }),
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

/** Rows of a picture, one below the other. */
export function stacked(rows: readonly PictureParts[]): PictureParts {
  let below = 0;
  const placed = rows.map((row) => {
    const [, top, , bottom] = boundsOf(row);
    const put = moved(row, { x: 0, y: below - top });
    below += bottom - top + betweenRows;
    return put;
  });
  return together(placed);
}

/** PictureParts of one picture as they stand. */
export const together = (parts: readonly PictureParts[]): PictureParts => ({
  nodes: parts.flatMap(({ nodes }) => nodes),
  edges: parts.flatMap(({ edges }) => edges),
  labels: parts.flatMap(({ labels }) => labels),
  frames: parts.flatMap(({ frames = [] }) => frames),
  places: parts.flatMap(({ places = [] }) => places),
});

function boundsOf({ nodes, edges, labels, frames = [], places = [] }: PictureParts): Bounds {
  const all = [
    ...nodes.map(({ x, y, radius, stretch = 0 }) => around(x, y, radius, radius + stretch)),
    ...edges.flatMap(({ from, to }) => [from, to].map(({ x, y }) => around(x, y, 2))),
    ...labels.map(({ box }) => extentOf(box)),
    ...[...frames, ...places].map((box) => extentOf({ ...box, along: straight })),
  ];
  return [
    Math.min(...all.map(([left]) => left)),
    Math.min(...all.map(([, top]) => top)),
    Math.max(...all.map(([, , right]) => right)),
    Math.max(...all.map(([, , , bottom]) => bottom)),
  ];
}

/** The parts of a picture at another place. */
export function moved(parts: PictureParts, by: Point): PictureParts {
  const { nodes, edges, labels, frames, places } = parts;
  return {
    ...parts,
    nodes: nodes.map((node) => ({ ...node, ...plus(node, by) })),
    edges: edges.map((edge) => ({ ...edge, ...movedSegment(edge, by) })),
    labels: labels.map((label) => movedLabel(label, by)),
    ...(frames ? { frames: frames.map((box) => ({ ...box, ...plus(box, by) })) } : {}),
    ...(places ? { places: places.map((box) => ({ ...box, ...plus(box, by) })) } : {}),
  };
}

const plus = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y });

const movedSegment = ({ from, to }: LineSegment, by: Point): LineSegment => ({
  from: plus(from, by),
  to: plus(to, by),
});

const movedLabel = (label: PlacedLabel, by: Point): PlacedLabel => ({
  ...label,
  box: { ...label.box, ...plus(label.box, by) },
});

type Bounds = readonly [left: number, top: number, right: number, bottom: number];

const around = (x: number, y: number, half: number, across = half): Bounds => [
  x - across,
  y - half,
  x + across,
  y + half,
];

function extentOf({ x, y, width, height, along }: Turned): Bounds {
  const across = (Math.abs(along.x) * width + Math.abs(along.y) * height) / 2;
  const down = (Math.abs(along.y) * width + Math.abs(along.x) * height) / 2;
  return [x - across, y - down, x + across, y + down];
}
