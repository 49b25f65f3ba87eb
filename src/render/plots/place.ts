import { type Box, between, type Extent, type Point } from "../geometry.js";

/**
 * What a label should not cover: other labels and dots, and points close together along every line.
 */
export interface Taken {
  readonly boxes: readonly Box[];
  readonly ink: readonly Point[];
}

/**
 * The best of the places for a box within `area`, and how much it covers there: less than 1 if
 * nothing.
 */
export function bestPlace(
  size: Extent,
  places: readonly Point[],
  area: Box,
  { boxes, ink }: Taken,
): { readonly box: Box; readonly cost: number } {
  let best: { readonly box: Box; readonly cost: number } | undefined;
  for (const [i, { x, y }] of places.entries()) {
    const box = { x, y, width: size.width, height: size.height };
    const overlaps = boxes.filter((other) => overlap(box, other)).length;
    const apart = (within(box, area) ? 0 : 1000) + overlaps * 100;
    const later = i / places.length;
    const enough = (best?.cost ?? Number.POSITIVE_INFINITY) - apart - later;
    const cost = apart + coveredOf(ink, box, enough) + later;
    if (!best || cost < best.cost) best = { box, cost };
  }
  return best!;
}

/** How many of the points a box covers. There may be thousands: so many are enough to know of. */
function coveredOf(ink: readonly Point[], box: Box, enough: number): number {
  let covered = 0;
  for (const point of ink) {
    if (covered >= enough) break;
    if (covers(box, point)) covered++;
  }
  return covered;
}

/** Places for a box beside a point, those to be preferred first. */
export const around = ({ x, y }: Point, { width, height }: Extent): Point[] =>
  [7, 14, 24, 36].flatMap((gap) => {
    const [right, below] = [width / 2 + gap, height / 2 + gap];
    return [
      ...[-below, 0, -height / 2, below, height / 2].flatMap((down) => [
        { x: x + right, y: y + down },
        { x: x - right, y: y + down },
      ]),
      { x, y: y - below },
      { x, y: y + below },
    ];
  });

/** Points at most 2 pixels apart along a line of straight pieces. */
export function alongLine(line: readonly Point[]): Point[] {
  return line.flatMap((from, i) => {
    const to = line[i + 1] ?? from;
    const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 2));
    return Array.from({ length: count }, (_, k) => between(from, to, k / count));
  });
}

/** The part of a straight line that lies within a box, if any does (Liang and Barsky, 1984). */
export function clipped(
  from: Point,
  to: Point,
  { x, y, width, height }: Box,
): [Point, Point] | undefined {
  const borders = [
    [from.x - to.x, from.x - (x - width / 2)],
    [to.x - from.x, x + width / 2 - from.x],
    [from.y - to.y, from.y - (y - height / 2)],
    [to.y - from.y, y + height / 2 - from.y],
  ] as const;
  if (borders.some(([outward, room]) => outward === 0 && room < 0)) return undefined;
  const enter = Math.max(
    0,
    ...borders.flatMap(([outward, room]) => (outward < 0 ? [room / outward] : [])),
  );
  const leave = Math.min(
    1,
    ...borders.flatMap(([outward, room]) => (outward > 0 ? [room / outward] : [])),
  );
  return enter <= leave ? [between(from, to, enter), between(from, to, leave)] : undefined;
}

/** Whether a point lies in a box or on its rim. */
export const contains = (box: Box, { x, y }: Point): boolean =>
  within({ x, y, width: 0, height: 0 }, box);

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;

/** Whether a box covers something of a line that is drawn through a point. */
const covers = (box: Box, { x, y }: Point): boolean =>
  Math.abs(box.x - x) * 2 < box.width + 2 && Math.abs(box.y - y) * 2 < box.height + 2;

const rim = 0.01;
const within = (inner: Box, outer: Box): boolean =>
  Math.abs(inner.x - outer.x) * 2 <= outer.width - inner.width + rim &&
  Math.abs(inner.y - outer.y) * 2 <= outer.height - inner.height + rim;
