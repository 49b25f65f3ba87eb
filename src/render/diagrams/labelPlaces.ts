import {
  areNear,
  between,
  comesNear,
  type LineSegment,
  type Point,
  straight,
  type Turned,
} from "../geometry.js";
import type { SvgText } from "../svgText.js";
import {
  type Diagram,
  type Edge,
  isNearNode,
  type Node,
  type PlacedLabel,
  type Rimmed,
  rimTowards,
} from "./diagram.js";

/** A label that stands on an edge, which it breaks, or at the first of some points that is free. */
export interface WantedLabel {
  readonly of?: string | undefined;
  readonly text: SvgText;
  readonly at: LineSegment | readonly Point[];
  /** The node that a short line leads to, so that nobody takes it for another's. */
  readonly beside?: Rimmed;
}

/** What no label may lie on, but for its own edge. */
export interface Obstacles {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** How far a label keeps from all that it is not of, and its edge from it. */
const room = { own: 3, edge: 4.5, node: 3, label: 3 };
/** How much of an edge is seen before and after its label, and how far places for it are apart. */
const seen = { tail: 10, head: 16 };
const stride = 7;
/** A label is best a little before the middle of its edge. */
const favourite = 0.4;
/** From this slope on, a label on an edge stands level. */
const steep = 1.7;
/** As often as this, a label may be tried at another place. */
const patience = 3000;

/** Labels where they stand, and the edges, which go on behind those that stand on them. */
export type Labelled = Pick<Diagram, "labels" | "edges">;

/**
 * A place for every label, so that none lies on another, on a node or on an edge but its own;
 * undefined where there is no such place for each.
 */
export function labelPlaces(
  wanted: readonly WantedLabel[],
  obstacles: Obstacles,
): Labelled | undefined {
  const free: Turned[][] = [];
  // What is longer than its edge needs no look at what is around it.
  if (wanted.some(({ text, at }) => isSegment(at) && rangeOn(at, text).count === 0))
    return undefined;
  for (const label of wanted) {
    const places = placesOf(label).filter((box) => isFree(box, label.at, obstacles));
    if (places.length === 0) return undefined;
    free.push(places);
  }
  const boxes = apartFromAll(free);
  if (!boxes) return undefined;
  const onEdges = new Map(wanted.map(({ at }, i) => [at, boxes[i]!]));
  return {
    labels: wanted.map(({ of, text }, i) => ({ of, text, box: boxes[i]! })),
    edges: [
      ...obstacles.edges.flatMap((edge) => {
        const box = onEdges.get(edge);
        return box ? brokenBy(box, edge) : [edge];
      }),
      ...wanted.flatMap(({ of, beside }, i) =>
        beside ? [{ of, isPart: true, ...lineTo(beside, boxes[i]!) }] : [],
      ),
    ],
  };
}

/** The line from where a level label is nearest to a node. */
function lineTo(node: Rimmed, { x, y, width, height }: Turned): LineSegment {
  const { stretch = 0 } = node;
  const nearest = (at: number, middle: number, half: number): number =>
    Math.max(middle - half, Math.min(middle + half, at));
  const from = {
    x: nearest(node.x, x, width / 2 + clear),
    y: nearest(node.y, y, height / 2 + clear),
  };
  const middle = { x: nearest(from.x, node.x, stretch), y: node.y };
  return { from, to: rimTowards({ ...middle, radius: node.radius }, from, 0) };
}

/** What the line to a node leaves free around its label. */
const clear = 1.5;

/** An edge in two pieces, between which its label stands. */
function brokenBy(box: Turned, edge: Edge): readonly Edge[] {
  const { from, to } = edge;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const middle = Math.hypot(box.x - from.x, box.y - from.y);
  const half = reachAlong(box, { x: (to.x - from.x) / length, y: (to.y - from.y) / length });
  return [
    { ...edge, to: between(from, to, (middle - half) / length), isPart: true },
    { ...edge, from: between(from, to, (middle + half) / length) },
  ];
}

/** How far from the middle of a label the line that it stands on goes on, with this direction. */
function reachAlong(
  { width, height, along }: Pick<Turned, "width" | "height" | "along">,
  line: Point,
) {
  const cos = Math.abs(line.x * along.x + line.y * along.y);
  const sin = Math.abs(line.x * along.y - line.y * along.x);
  return Math.min((width / 2 + room.own) / cos, (height / 2 + room.own) / sin);
}

/** A level label around a point. */
export const levelLabel = (of: string | undefined, text: SvgText, at: Point): PlacedLabel => ({
  of,
  text,
  box: boxOf(text, at),
});

const boxOf = ({ width, above, below }: SvgText, { x, y }: Point, along = straight): Turned => ({
  x,
  y,
  width,
  height: above + below,
  along,
});

const isSegment = (at: WantedLabel["at"]): at is LineSegment => "from" in at;

/** Where along its edge a label may stand, and how. */
interface PlaceRange {
  readonly length: number;
  /** The direction of the label. */
  readonly along: Point;
  /** How far from its beginning the first place is, and how many places there are. */
  readonly first: number;
  readonly count: number;
}

function rangeOn({ from, to }: LineSegment, { width, above, below }: SvgText): PlaceRange {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const line = { x: dx / length, y: dy / length };
  // To the right, whichever way the edge goes: labels are read from the left.
  const flip = dx < 0 ? -1 : 1;
  const isLevel = Math.abs(dy) > steep * Math.abs(dx);
  const along = isLevel ? straight : { x: flip * line.x, y: flip * line.y };
  const reach = reachAlong({ width, height: above + below, along }, line);
  const first = reach + seen.tail;
  const last = length - reach - seen.head;
  const count = last < first ? 0 : Math.floor((last - first) / stride) + 1;
  return { length, along, first, count };
}

/** Where a label may stand, the best place first. */
function placesOf({ text, at }: WantedLabel): readonly Turned[] {
  if (!isSegment(at)) return at.map((point) => boxOf(text, point));
  const { length, along, first, count } = rangeOn(at, text);
  return Array.from({ length: count }, (_, i) => (first + stride * i) / length)
    .sort((a, b) => Math.abs(a - favourite) - Math.abs(b - favourite))
    .map((t) => boxOf(text, between(at.from, at.to, t), along));
}

const isFree = (box: Turned, own: WantedLabel["at"], { nodes, edges }: Obstacles): boolean =>
  edges.every((edge) => edge === own || !comesNear(edge, box, room.edge)) &&
  nodes.every((node) =>
    node.kind === "cell"
      ? !areNear(box, cellBox(node), room.node)
      : !isNearNode(box, node, room.node),
  );

const cellBox = ({ x, y, radius }: Node): Turned => ({
  ...{ x, y, along: straight },
  ...{ width: 2 * radius, height: 2 * radius },
});

/** One place of each label's, all apart; the labels with the fewest places choose first. */
function apartFromAll(free: readonly (readonly Turned[])[]): readonly Turned[] | undefined {
  const order = free.map((_, i) => i).sort((a, b) => free[a]!.length - free[b]!.length);
  const chosen: Turned[] = [];
  const tried = order.map(() => 0);
  for (let steps = 0; chosen.length < order.length; steps++) {
    const depth = chosen.length;
    const places = free[order[depth]!]!;
    let place = tried[depth]!;
    while (place < places.length && chosen.some((box) => areNear(box, places[place]!, room.label)))
      place++;
    if (place < places.length) {
      tried[depth] = place + 1;
      chosen.push(places[place]!);
    } else {
      tried[depth] = 0;
      if (depth === 0 || steps > patience) return undefined;
      chosen.pop();
    }
  }
  const boxes: Turned[] = [];
  for (const [depth, i] of order.entries()) boxes[i] = chosen[depth]!;
  return boxes;
}
