import { type Box, between, type Extent, type Point } from "../geometry.js";
import { type SvgText, svgText } from "../svgText.js";
import { cellSize, type Diagram, type Edge, labelSize, radius } from "./diagram.js";

/** A label and the place that has been found for it. */
export interface PlacedLabel {
  readonly of?: string | undefined;
  readonly text: SvgText;
  readonly box: Box;
}

/** Where on an edge a label may stand, from one end to the other; it is best a third of the way. */
const stretch = { from: 0.14, length: 0.72, places: 33, favourite: 11 };

/**
 * Finds a place for every label, so that none lies on another, on a node, or on another edge: first
 * those beside nodes, then those on edges.
 */
export function labelPlaces({ nodes, edges, besides }: Diagram): {
  readonly besides: readonly PlacedLabel[];
  readonly onEdges: readonly PlacedLabel[];
} {
  const taken: Box[] = nodes.map(({ x, y, kind }) => {
    const size = kind === "cell" ? cellSize : 2 * radius + 6;
    return { x, y, width: size, height: size };
  });
  const sampled = edges.map(sampledEdge);
  const placedBesides = besides.map(({ of, text: math, places, width = 0 }) => {
    const text = svgText(math, labelSize);
    const size = { width: text.width + width, height: labelSize + 5 };
    const box = { ...bestPlace(places, size, { taken, edges: sampled }), ...size };
    taken.push(box);
    return { of, text, box };
  });
  const onEdges = edges.flatMap((edge, own) => {
    if (!edge.label) return [];
    const text = svgText(edge.label, labelSize);
    const size = { width: text.width + 8, height: labelSize + 7 };
    const places = Array.from({ length: stretch.places }, (_, i) =>
      between(edge.from, edge.to, stretch.from + (stretch.length * i) / (stretch.places - 1)),
    );
    const others = sampled.filter((_, i) => i !== own);
    const box = {
      ...bestPlace(places, size, { taken, edges: others }, stretch.favourite),
      ...size,
    };
    taken.push(box);
    return [{ of: edge.of, text, box }];
  });
  return { besides: placedBesides, onEdges };
}

/** What a label should not lie on. */
interface Obstacles {
  readonly taken: readonly Box[];
  readonly edges: readonly SampledEdge[];
}

/** An edge as many points along it. */
interface SampledEdge extends Pick<Edge, "from" | "to"> {
  readonly points: readonly Point[];
}

const sampledEdge = ({ from, to }: Edge): SampledEdge => ({
  from,
  to,
  points: Array.from({ length: 65 }, (_, i) => between(from, to, i / 64)),
});

/** The place with the least in its way; among equals, the one nearest to the favourite. */
function bestPlace(
  places: readonly Point[],
  size: Extent,
  obstacles: Obstacles,
  favourite = 0,
): Point {
  if (places.length === 1) return places[0]!;
  const costs = places.map(
    (place, i) => costOf({ ...place, ...size }, obstacles) + Math.abs(i - favourite) / 100,
  );
  return places[costs.indexOf(Math.min(...costs))]!;
}

function costOf(box: Box, { taken, edges }: Obstacles): number {
  const overlaps = taken.filter((other) => overlap(box, other)).length;
  const crossings = edges.filter((edge) => crosses(edge, box, 4)).length;
  const nearby = edges.filter((edge) => crosses(edge, box, 22)).length;
  return overlaps * 100 + crossings * 10 + nearby;
}

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width + 4 &&
  Math.abs(a.y - b.y) * 2 < a.height + b.height + 4;

// A line crosses a box, or comes near it, where one of the points along it lies inside, or that
// near.
function crosses({ from, to, points }: SampledEdge, box: Box, near: number): boolean {
  // Most edges are nowhere near.
  if (apart(from.x, to.x, box.x, box.width + near)) return false;
  if (apart(from.y, to.y, box.y, box.height + near)) return false;
  return points.some(
    ({ x, y }) =>
      Math.abs(x - box.x) * 2 < box.width + near && Math.abs(y - box.y) * 2 < box.height + near,
  );
}

/** Whether all between two coordinates is outside a range of this width. */
const apart = (from: number, to: number, center: number, width: number): boolean =>
  2 * (Math.min(from, to) - center) >= width || 2 * (center - Math.max(from, to)) >= width;
