import { type Box, between, type Extent, type Point } from "../geometry.js";
import type { Typeset } from "../typeset.js";

/** The picture of a network before it is written as SVG. */
export interface Diagram extends Extent {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly besides: readonly Beside[];
  /** Frames around what a filter or pool covers. */
  readonly frames?: readonly Box[];
}

/** A unit or an input: a circle, or a cell of a grid. */
export interface Node extends Point {
  /** What it stands for, as a diagram with names says it. */
  readonly of?: string;
  readonly name: Typeset;
  readonly kind: "input" | "unit" | "cell";
}

/** A connection from rim to rim, and what stands on it. */
export interface Edge {
  /** Its weight, and the names of the units that it is between. */
  readonly of?: string | undefined;
  readonly between?: readonly [from: string, to: string];
  readonly from: Point;
  readonly to: Point;
  readonly label?: Typeset | undefined;
}

/** A label that stands at a place, or at the best of several. */
export interface Beside {
  /** What it says something of. */
  readonly of?: string | undefined;
  readonly text: Typeset;
  readonly places: readonly Point[];
  readonly width?: number;
}

export const radius = 21;
export const cellSize = 36;
export const labelSize = 12.5;

/** The line between two nodes, from rim to rim. */
export function fromRimToRim(from: Point, to: Point): { readonly from: Point; readonly to: Point } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    from: between(from, to, radius / length),
    to: between(from, to, 1 - (radius + 1) / length),
  };
}
