import {
  areNear,
  between,
  comesNear,
  distance,
  type LineSegment,
  type Point,
  straight,
  type Turned,
} from "../geometry.js";
import type { SvgText } from "../svgText.js";
import type { Node, PlacedLabel } from "./diagram.js";

/** A label that stands beside an edge, or at the first of some points that is free. */
export interface WantedLabel {
  readonly of?: string | undefined;
  readonly text: SvgText;
  readonly at: LineSegment | readonly Point[];
}

/** What no label may lie on. */
export interface Obstacles {
  readonly nodes: readonly Node[];
  readonly edges: readonly LineSegment[];
}

/** How far a label stands from its own edge, and keeps from all else, which is further. */
const room = { own: 2.5, edge: 4.5, node: 3, label: 3 };
/** How far from the head of its edge a label ends, and how far its possible places are apart. */
const head = 9;
const stride = 7;
/** A label is best before the middle of its edge, and above it. */
const favourite = { t: 0.36, below: 0.14 };
/** From this slope on, a label beside an edge stands level. */
const steep = 1.2;
/** As often as this, a label may be tried at another place. */
const patience = 3000;

/**
 * A place for every label, so that none lies on another, on a node or on an edge, and each is
 * nearer to its own edge than to any other; undefined where there is no such place for each.
 */
export function labelPlaces(
  wanted: readonly WantedLabel[],
  obstacles: Obstacles,
): readonly PlacedLabel[] | undefined {
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
  return boxes && wanted.map(({ of, text }, i) => ({ of, text, box: boxes[i]! }));
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
  /** The direction of the edge or its opposite, whichever goes to the right. */
  readonly along: Point;
  readonly isLevel: boolean;
  /** How far from its beginning the first place is, and how many places there are. */
  readonly first: number;
  readonly count: number;
}

function rangeOn({ from, to }: LineSegment, { width, above, below }: SvgText): PlaceRange {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  // To the right, whichever way the edge goes: labels are read from the left.
  const flip = dx < 0 ? -1 : 1;
  const along = { x: (flip * dx) / length, y: (flip * dy) / length };
  const isLevel = Math.abs(dy) > steep * Math.abs(dx);
  const reach = isLevel
    ? (Math.abs(along.x) * width + Math.abs(along.y) * (above + below)) / 2
    : width / 2;
  const first = reach + 2;
  const last = length - reach - head;
  const count = last < first ? 0 : Math.floor((last - first) / stride) + 1;
  return { length, along, isLevel, first, count };
}

/** Where a label may stand, the best place first. */
function placesOf({ text, at }: WantedLabel): readonly Turned[] {
  if (!isSegment(at)) return at.map((point) => boxOf(text, point));
  const { length, along, isLevel, first, count } = rangeOn(at, text);
  const height = text.above + text.below;
  const half = isLevel
    ? (Math.abs(along.y) * text.width + Math.abs(along.x) * height) / 2
    : height / 2;
  const aside = room.own + half;
  const scored = Array.from({ length: 2 * count }, (_, i) => {
    const below = i % 2;
    const t = (first + stride * Math.floor(i / 2)) / length;
    const point = between(at.from, at.to, t);
    const off = below ? -aside : aside;
    return {
      score: Math.abs(t - favourite.t) + below * favourite.below,
      box: boxOf(
        text,
        { x: point.x + off * along.y, y: point.y - off * along.x },
        isLevel ? straight : along,
      ),
    };
  });
  return scored.sort((a, b) => a.score - b.score).map(({ box }) => box);
}

const isFree = (box: Turned, own: WantedLabel["at"], { nodes, edges }: Obstacles): boolean =>
  edges.every((edge) => edge === own || !comesNear(edge, box, room.edge)) &&
  nodes.every((node) =>
    node.kind === "cell"
      ? !areNear(box, cellBox(node), room.node)
      : distance(box, node) >= node.radius + room.node,
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
