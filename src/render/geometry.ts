/** A point of a picture, in pixels from its top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How wide and high something is, in pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A rectangle around its center. */
export interface Box extends Point, Extent {}

/** The point so far along the way from one to another: 0 at the first, 1 at the second. */
export const between = (from: Point, to: Point, t: number): Point => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
});

/** A coordinate as it is written: to a tenth of a pixel. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A rectangle around its center, turned about it so that its length points along `along`. */
export interface Turned extends Box {
  /** A direction of length 1. */
  readonly along: Point;
}

/** A line between two points. */
export interface LineSegment {
  readonly from: Point;
  readonly to: Point;
}

/** A box as it lies, straight. */
export const straight: Point = { x: 1, y: 0 };

/** Whether two boxes are nearer to each other than `room`. */
export const areNear = (a: Turned, b: Turned, room: number): boolean =>
  !(isApart(a, b, room) || isApart(b, a, room));

// Whether a side of the first parts it from the second.
function isApart(a: Turned, b: Turned, room: number): boolean {
  const { x, y } = seenFrom(a, b);
  const cos = Math.abs(a.along.x * b.along.x + a.along.y * b.along.y);
  const sin = Math.abs(a.along.x * b.along.y - a.along.y * b.along.x);
  return (
    Math.abs(x) * 2 >= a.width + b.width * cos + b.height * sin + 2 * room ||
    Math.abs(y) * 2 >= a.height + b.width * sin + b.height * cos + 2 * room
  );
}

/** Whether a line comes nearer to a box than `room`: the box grows by it on all sides. */
export function comesNear({ from, to }: LineSegment, box: Turned, room: number): boolean {
  const { x: cos, y: sin } = box.along;
  const across = box.width / 2 + room;
  const down = box.height / 2 + room;
  // Its ends as the box sees them, which lies straight around the origin.
  const ax = (from.x - box.x) * cos + (from.y - box.y) * sin;
  const bx = (to.x - box.x) * cos + (to.y - box.y) * sin;
  if ((ax >= across && bx >= across) || (ax <= -across && bx <= -across)) return false;
  const ay = (from.y - box.y) * cos - (from.x - box.x) * sin;
  const by = (to.y - box.y) * cos - (to.x - box.x) * sin;
  if ((ay >= down && by >= down) || (ay <= -down && by <= -down)) return false;
  // The corners of the box lie on both sides of the line, or it passes by.
  const off = Math.abs((bx - ax) * ay - (by - ay) * ax);
  return off < Math.abs(bx - ax) * down + Math.abs(by - ay) * across;
}

/** How far a point is from a box; 0 within it. */
export function distance(box: Turned, point: Point): number {
  const { x, y } = seenFrom(box, point);
  return Math.hypot(
    Math.max(0, Math.abs(x) - box.width / 2),
    Math.max(0, Math.abs(y) - box.height / 2),
  );
}

/** Where a point is as the box sees it, which lies straight around the origin. */
function seenFrom({ x, y, along }: Turned, point: Point): Point {
  const [dx, dy] = [point.x - x, point.y - y];
  return { x: dx * along.x + dy * along.y, y: dy * along.x - dx * along.y };
}
