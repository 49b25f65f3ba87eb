import { quantileSorted } from "d3-array";
import { contours } from "d3-contour";
import type { Box, Point } from "../geometry.js";
import { name, type Typeset } from "../typeset.js";
import { fitted, isDrawable } from "./axis.js";
import { dot, label, outline, placed, stroke } from "./marks.js";
import { alongLine, around, bestPlace, clipped, contains } from "./place.js";
import { type Plot, plot } from "./plot.js";
import { shortly } from "./tickLabels.js";

/** A loss as it depends on two parameters, and the path of a descent over it. */
export interface LossSurface {
  /** Ascending, and so are `ys`. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** The loss at every x with the first y, then with the second, and so on. */
  readonly values: readonly number[];
  readonly path: readonly (readonly [x: number, y: number])[];
  readonly xLabel: Typeset;
  readonly yLabel: Typeset;
  /** What the picture shows, for those who do not see it. */
  readonly title: string;
}

/**
 * The loss over two parameters as level lines, darker the higher, with the path of a descent from
 * start to end. Of a path that leaves the grid, the part on the grid is drawn.
 */
export function lossSurface(surface: LossSurface): string {
  const { xs, ys, values, path, xLabel, yLabel, title } = surface;
  const { area, at, svg } = plot(fitted(xLabel, xs), fitted(yLabel, ys), 310);
  const levels = levelsOf(values).map((level) => ({
    ...level,
    rings: ringsAt(level.value, surface, at),
  }));
  const stops = path.filter((parameters) => parameters.every(isDrawable)).map(([x, y]) => at(x, y));
  const moves = stops.slice(1).flatMap((to, i) => {
    const move = clipped(stops[i]!, to, area);
    return move ? [move] : [];
  });
  const dots = stops.filter((stop) => contains(area, stop));
  const taken: TakenHere = {
    boxes: dots.map(({ x, y }) => ({ x, y, width: 8, height: 8 })),
    ink: moves.flatMap(alongLine),
  };
  // The ends have the first choice of places.
  const ends = endLabels(stops, area, taken);
  return svg(title, [
    outline([corners(area)], 'fill="#fff"'),
    ...levels.map(({ rings }, i) =>
      outline(rings, `fill="${grey((i + 1) / levels.length)}" stroke="#777" stroke-width="0.6"`),
    ),
    outline([corners(area)], 'fill="none" stroke="#111"'),
    ...levelLabels(levels, area, taken),
    ...moves.map((move) => stroke(move, 'stroke="#fff" stroke-width="3.4" stroke-linecap="round"')),
    ...moves.map((move) => stroke(move, 'stroke="#111" stroke-width="1.4"')),
    ...dots.map((stop) => dot(stop, dots.length > 30 ? 2.2 : 3.2)),
    ...ends,
  ]);
}

/** What labels should not cover; each that is placed is added. */
interface TakenHere {
  readonly boxes: Box[];
  readonly ink: readonly Point[];
}

function endLabels(stops: readonly Point[], area: Box, taken: TakenHere): readonly string[] {
  const ends = [
    { word: "start", stop: stops[0] },
    { word: "end", stop: stops.length > 1 ? stops.at(-1) : undefined },
  ];
  return ends.flatMap(({ word, stop }) => {
    if (!stop || !contains(area, stop)) return [];
    const text = label(name(word), 12);
    const { box } = bestPlace(text, around(stop, text), area, taken);
    taken.boxes.push({ ...box, width: box.width + 8, height: box.height + 8 });
    return [placed(text, box)];
  });
}

// Numbers go on their lines where they cover nothing else; a line without such a place goes
// without.
function levelLabels(
  levels: readonly { readonly label: Typeset; readonly rings: readonly (readonly Point[])[] }[],
  area: Box,
  taken: TakenHere,
): readonly string[] {
  const inner = { ...area, width: area.width - 10, height: area.height - 10 };
  return levels.flatMap((level) => {
    const value = label(level.label, 10);
    const places = level.rings.flat().filter((place) => contains(inner, place));
    if (places.length === 0 || value.width > 50) return [];
    const { box, cost } = bestPlace(value, places, inner, taken);
    if (cost >= 1) return [];
    taken.boxes.push({ ...box, width: box.width + 16, height: box.height + 16 });
    return [placed(value, box)];
  });
}

// Quantiles, so that a plateau does not take all lines; at squares, because the area within a line
// around a bowl grows with the square of its width.
function levelsOf(values: readonly number[]) {
  const sorted = values.filter(isDrawable).sort((a, b) => a - b);
  const lowest = sorted[0] ?? 0;
  const highest = sorted.at(-1) ?? 0;
  if (highest - lowest <= 1e-9 * Math.max(Math.abs(lowest), Math.abs(highest))) return [];
  return Array.from({ length: 9 }, (_, i) => quantileSorted(sorted, ((i + 1) / 10) ** 2)!)
    .filter((value) => value > lowest)
    .map((value) => shortly(value, lowest))
    .filter(
      ({ value }, i, levels) => lowest < value && value < highest && value !== levels[i - 1]?.value,
    );
}

// d3-contour measures in cells of the grid, in whose middles the values are, and closes its rings
// half a cell outside.
function ringsAt(level: number, { xs, ys, values }: LossSurface, at: Plot["at"]): Point[][] {
  const { coordinates } = contours()
    .size([xs.length, ys.length])
    .contour([...values], level);
  return coordinates
    .flat()
    .map((ring) =>
      ring.map(([column, line]) =>
        at(interpolated(xs, column! - 0.5), interpolated(ys, line! - 0.5)),
      ),
    );
}

function interpolated(values: readonly number[], place: number): number {
  const inside = Math.min(Math.max(place, 0), values.length - 1);
  const from = values[Math.floor(inside)]!;
  return from + (values[Math.ceil(inside)]! - from) * (inside % 1);
}

const corners = ({ x, y, width, height }: Box): Point[] =>
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([right, down]) => ({ x: x + (right! * width) / 2, y: y + (down! * height) / 2 }));

// Light enough for a black path on the highest level.
const grey = (height: number): string => {
  const shade = Math.round(255 - 62 * height);
  return `rgb(${shade},${shade},${shade})`;
};
