import type { Point } from "../geometry.js";
import type { SvgText } from "../svgText.js";
import type { Rimmed } from "./diagram.js";

/** Where a label around a unit is best. */
export type Side = "above" | "below" | "left";

/** How far labels around a unit are from its rim. */
const besideUnit = 8;

/** The places around a unit where a level label may stand, one side first. */
export function placesAround(
  { x, y, radius, stretch = 0 }: Rimmed,
  { width, above: up, below: down }: SvgText,
  first: Side,
): readonly Point[] {
  const half = (up + down) / 2;
  const reach = radius + besideUnit;
  const aside = reach + stretch + width / 2;
  const level = [0, -10, 10, -18, 18].flatMap((by) => [
    { x: x - aside, y: y + by },
    { x: x + aside, y: y + by },
  ]);
  // Where a corner of the label is in a diagonal of the unit.
  const diagonal = Math.SQRT1_2 * reach;
  const across = stretch + diagonal + width / 2;
  const corners = [-1, 1].flatMap((vertical) =>
    [-1, 1].map((sideways) => ({
      x: x + sideways * across,
      y: y + vertical * (diagonal + half),
    })),
  );
  const shifts = [0, -width / 3, width / 3];
  const above = shifts.map((shift) => ({ x: x + shift, y: y - reach - half }));
  const below = shifts.map((shift) => ({ x: x + shift, y: y + reach + half }));
  return {
    above: [...above, ...corners, ...level, ...below],
    below: [...below, ...corners, ...level, ...above],
    left: [...level.slice(0, 2), ...corners, ...level.slice(2), ...above, ...below],
  }[first];
}
