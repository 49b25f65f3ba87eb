import {
  type Box,
  between,
  distance,
  type Extent,
  type LineSegment,
  type Point,
  type Turned,
} from "../geometry.js";
import { type SvgText, svgText } from "../svgText.js";
import type { Typeset } from "../typeset.js";

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
  /** Half as wide as it is: a circle's radius. */
  readonly radius: number;
  /** Whether it stands in an earlier row already, and this is where the next goes on. */
  readonly again?: boolean;
  /** How large its name is. */
  readonly nameSize?: number;
}

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
}

export const labelSize = 12.5;

/** The sizes of names in units, in pixels: the largest, and what is still read easily. */
export const nameSizes = { most: 14, least: 10.7 };
/** What a name leaves free of a unit or cell. */
export const nameRoom = 7;

const radii = [21, 25, 29, 33];

/** The radius of units with these names: so large that they are read, as far as that goes. */
export function radiusFor(names: readonly Typeset[]): number {
  const widest = Math.max(...names.map((name) => svgText(name, nameSizes.least).width));
  return radii.find((radius) => widest <= 2 * radius - nameRoom) ?? radii.at(-1)!;
}

/**
 * How wide a picture may be: what there is to print on, in pixels, and what is still read (at 8
 * points) when it is made to fit.
 */
export const pageWidth = { natural: 665, most: 770 };

/** The line between two nodes, from rim to rim. */
export function fromRimToRim(from: Point, to: Point, radius: number): LineSegment {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    from: between(from, to, radius / length),
    to: between(from, to, 1 - (radius + 1) / length),
  };
}

/** Whether an edge keeps away from all nodes but those it is between. */
export function isClear({ from, to }: LineSegment, nodes: readonly Node[]): boolean {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const line = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, width: length, height: 0, along };
  return nodes.every((node) => {
    const isEnd = [from, to].some(
      (end) => Math.hypot(end.x - node.x, end.y - node.y) < node.radius + 2,
    );
    return isEnd || distance(line, node) > node.radius + 3;
  });
}
