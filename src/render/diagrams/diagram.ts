import {
  areNear,
  type Box,
  between,
  distance,
  type Extent,
  type LineSegment,
  type Point,
  straight,
  type Turned,
} from "../geometry.js";
import { type SvgText, svgText } from "../svgText.js";
import { name, type Typeset } from "../typeset.js";

/** A picture before it is written as SVG, its labels placed. */
export interface Diagram extends Extent {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly labels: readonly PlacedLabel[];
  /** Frames around what a filter or pool covers. */
  readonly frames?: readonly Box[];
  /** Places to write into. */
  readonly places?: readonly WritingPlace[];
}

/** A unit or an input: a circle, or a cell of a grid; or dots for those that are not drawn. */
export interface Node extends Point {
  /** What it stands for, as a diagram with names says it. */
  readonly of?: string;
  readonly name: Typeset;
  readonly kind: "input" | "unit" | "cell" | "dots";
  /** Half as high as it is: a circle's radius. */
  readonly radius: number;
  /** How far the ends of one with a long name are from its middle; none of a circle. */
  readonly stretch?: number;
  /** Whether it stands in an earlier row already, and this is where the next goes on. */
  readonly again?: boolean;
  /** How large its name is. */
  readonly nameSize?: number;
}

/** What of a column is drawn where more than so many have no room: the first ones and the last. */
export const drawnOf = <T>(all: readonly T[], most: number): readonly (T | "dots")[] =>
  all.length > most ? [...all.slice(0, most - 2), "dots", all.at(-1)!] : all;

/** The dots that stand for those of a column that are not drawn. */
export const dotsAt = (at: Point, radius: number): Node => ({
  ...at,
  name: name("⋮", true),
  kind: "dots",
  radius,
  nameSize: 20,
});

/** A connection from rim to rim. */
export interface Edge extends LineSegment {
  /** Its weight, and the names of the units that it is between. */
  readonly of?: string | undefined;
  readonly between?: readonly [from: string, to: string];
  /** Whether it goes on as others: it has no head. */
  readonly isPart?: boolean;
}

/** A place to write a value into. */
export interface WritingPlace extends Box {
  /** Whose value. */
  readonly of: string;
}

/** A label where it stands. */
export interface PlacedLabel {
  /** What it says something of. */
  readonly of?: string | undefined;
  readonly text: SvgText;
  /** Around its ink. */
  readonly box: Turned;
  /** Whether it is a sentence, in the direction of its words. */
  readonly isNote?: boolean;
}

export const labelSize = 12.5;

/**
 * The sizes of names in units, in pixels: the largest, and the one that is still read (at 8 points)
 * in the widest picture made to fit.
 */
export const nameSizes = { most: 14, least: 12.4 };
/** What a name leaves free of a unit or cell. */
export const nameRoom = 7;

const radii = [21, 25];
/** Longer than this no unit gets, however long its name. */
const mostStretch = 90;

const widthOfName = (name: Typeset): number => svgText(name, nameSizes.least).width;

/** The radius of units with these names: so large that those that may stand in circles do. */
export function radiusFor(names: readonly Typeset[]): number {
  const fitsIn = (radius: number) => (width: number) => width <= 2 * radius - nameRoom;
  const inCircles = names.map(widthOfName).filter(fitsIn(radii.at(-1)!));
  return radii.find((radius) => inCircles.every(fitsIn(radius)))!;
}

/** How far units of this radius are stretched so that each of these names is read. */
export function stretchFor(names: readonly Typeset[], radius: number): number {
  const widest = Math.max(0, ...names.map(widthOfName));
  return Math.min(mostStretch, Math.max(0, (widest + nameRoom) / 2 - radius));
}

/**
 * How wide a picture may be: what there is to print on, in pixels, and what is still read (at 8
 * points) when it is made to fit.
 */
export const pageWidth = { natural: 665, most: 770 };

/** What of a node its rim is made from. */
export type Rimmed = Point & Pick<Node, "radius" | "stretch">;

/** The line between the middles of two nodes, from rim to rim. */
export const fromRimToRim = (from: Rimmed, to: Rimmed): LineSegment => ({
  from: rimTowards(from, to, 0),
  to: rimTowards(to, from, 1),
});

/** Where the line from a node's middle to a point is so far beyond its rim. */
export function rimTowards(node: Rimmed, to: Point, beyond: number): Point {
  const length = Math.hypot(to.x - node.x, to.y - node.y);
  const [cos, sin] = [Math.abs(to.x - node.x) / length, Math.abs(to.y - node.y) / length];
  const { radius, stretch = 0 } = node;
  // It leaves through one of the round ends, or through the straight line between them.
  const isRound = radius * cos >= stretch * sin;
  const reach = isRound
    ? stretch * cos + Math.sqrt(radius ** 2 - (stretch * sin) ** 2)
    : radius / sin;
  return between(node, to, (reach + beyond) / length);
}

/** Whether a box comes nearer to a node than `room`. */
export function isNearNode(box: Turned, node: Rimmed, room: number): boolean {
  const { x, y, radius, stretch = 0 } = node;
  if (stretch === 0) return distance(box, node) < radius + room;
  return areNear(box, { x, y, width: 2 * stretch, height: 0, along: straight }, radius + room);
}

/** Whether an edge keeps away from all nodes but those it is between. */
export function isClear({ from, to }: LineSegment, nodes: readonly Node[]): boolean {
  const line = boxAround(from, to);
  const ends = [boxAround(from, from), boxAround(to, to)];
  return nodes.every(
    (node) => !isNearNode(line, node, 3) || ends.some((end) => isNearNode(end, node, 2)),
  );
}

function boxAround(from: Point, to: Point): Turned {
  const width = Math.hypot(to.x - from.x, to.y - from.y);
  const along = width === 0 ? straight : { x: (to.x - from.x) / width, y: (to.y - from.y) / width };
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, width, height: 0, along };
}
