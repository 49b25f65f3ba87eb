import type { Circle, Label, Line, Parts, Turned } from "./diagramParts.js";

/** What lies on what in a picture, in words; nothing where all can be read. */
export interface Overlaps {
  /** Labels on labels, on units or cells, and on edges that are not their own. */
  readonly labels: readonly string[];
  readonly units: readonly string[];
  /** Units on units. */
  readonly circles: readonly string[];
  readonly edges: readonly string[];
  /** Labels of edges that are no nearer to their own than to another. */
  readonly strays: readonly string[];
  /** Labels that are not wholly on the picture. */
  readonly outside: readonly string[];
}

export function overlapsIn({ labels, lines, circles, cells, width, height }: Parts): Overlaps {
  return {
    labels: labels.flatMap((label, i) =>
      labels
        .slice(i + 1)
        .flatMap((other) => (areOver(label, other) ? [`${label.words} on ${other.words}`] : [])),
    ),
    units: labels.flatMap((label) => [
      ...circles.flatMap((circle) =>
        areOver(label, coreOf(circle, circle.r)) && isIn(label, circle)
          ? [`${label.words} on ${circle.words}`]
          : [],
      ),
      ...cells.flatMap((cell) => (areOver(label, cell) ? [`${label.words} on a cell`] : [])),
    ]),
    circles: circles.flatMap((circle, i) =>
      circles
        .slice(i + 1)
        .flatMap((other) => (areMet(circle, other) ? [`${circle.words} on ${other.words}`] : [])),
    ),
    edges: labels.flatMap((label) =>
      othersThan(label, lines).flatMap((line) =>
        fromLine(label, line) === 0 ? [`${label.words} on ${line.of ?? "a line"}`] : [],
      ),
    ),
    strays: labels.flatMap((label) => {
      const own = ownOf(label, lines);
      if (own.length === 0) return [];
      const near = Math.min(...own.map((line) => fromLine(label, line)));
      return othersThan(label, lines)
        .filter((line) => fromLine(label, line) <= near)
        .map((line) => `${label.words} nearer to ${line.of ?? "a line"}`);
    }),
    outside: labels.flatMap((label) =>
      cornersOf(label).some(([x, y]) => x < 0 || y < 0 || x > width || y > height)
        ? [`${label.words} outside`]
        : [],
    ),
  };
}

/** The box around the line that a circle is about, with room around it. */
const coreOf = ({ x, y, stretch }: Circle, room: number): Turned => ({
  ...{ x, y, angle: 0 },
  ...{ width: 2 * (stretch + room), height: 2 * room },
});

const isIn = (label: Turned, circle: Circle): boolean =>
  Math.min(
    ...[-1, 0, 1].map((side) =>
      distanceTo(label, { ...circle, x: circle.x + side * circle.stretch }),
    ),
  ) < circle.r || areOver(label, { ...coreOf(circle, circle.r), width: 2 * circle.stretch });

const areMet = (one: Circle, other: Circle): boolean =>
  Math.hypot(
    Math.max(0, Math.abs(one.x - other.x) - one.stretch - other.stretch),
    one.y - other.y,
  ) <
  one.r + other.r;

const ownOf = ({ of }: Label, lines: readonly Line[]): readonly Line[] =>
  of === undefined ? [] : lines.filter((line) => line.of === of);

const othersThan = ({ of }: Label, lines: readonly Line[]): readonly Line[] =>
  lines.filter((line) => of === undefined || line.of !== of);

type Spot = readonly [x: number, y: number];

const cornersOf = ({ x, y, width, height, angle }: Turned): readonly Spot[] =>
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([across, down]) => {
    const [a, b] = [(across! * width) / 2, (down! * height) / 2];
    return [
      x + a * Math.cos(angle) - b * Math.sin(angle),
      y + a * Math.sin(angle) + b * Math.cos(angle),
    ];
  });

/** Whether two turned boxes have a point in common: no side of either parts them. */
function areOver(a: Turned, b: Turned): boolean {
  const corners = [cornersOf(a), cornersOf(b)] as const;
  return [a.angle, a.angle + Math.PI / 2, b.angle, b.angle + Math.PI / 2].every((angle) => {
    const [one, other] = corners.map((all) =>
      all.map(([x, y]) => x * Math.cos(angle) + y * Math.sin(angle)),
    ) as [number[], number[]];
    return Math.max(...one) > Math.min(...other) && Math.max(...other) > Math.min(...one);
  });
}

/** A point as the box sees it, which lies straight and at the origin. */
function seenFrom({ x, y, angle }: Turned, [px, py]: Spot): Spot {
  const [dx, dy] = [px - x, py - y];
  return [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
}

function distanceTo(box: Turned, { x, y }: { readonly x: number; readonly y: number }): number {
  const [dx, dy] = seenFrom(box, [x, y]);
  return Math.hypot(
    Math.max(0, Math.abs(dx) - box.width / 2),
    Math.max(0, Math.abs(dy) - box.height / 2),
  );
}

/** How far a box is from a line: 0 where they meet, else from an end of one to the other. */
function fromLine(box: Turned, { from, to }: Line): number {
  const [a, b] = [seenFrom(box, from), seenFrom(box, to)];
  if (meets(a, b, box)) return 0;
  const ends = [from, to].map(([x, y]) => distanceTo(box, { x, y }));
  return Math.min(...ends, ...cornersOf(box).map((corner) => fromSpot(corner, from, to)));
}

/** Whether a line between two points goes through a straight box around the origin. */
function meets(a: Spot, b: Spot, { width, height }: Turned): boolean {
  const halves = [width / 2, height / 2];
  let [enters, leaves] = [0, 1];
  for (const axis of [0, 1] as const) {
    const way = b[axis] - a[axis];
    const half = halves[axis]!;
    if (way === 0 && Math.abs(a[axis]) > half) return false;
    if (way === 0) continue;
    const [first, last] = [(-half - a[axis]) / way, (half - a[axis]) / way].sort((x, y) => x - y);
    enters = Math.max(enters, first!);
    leaves = Math.min(leaves, last!);
  }
  return enters <= leaves;
}

/** How far a point is from a line between two others. */
function fromSpot([x, y]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = square === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
