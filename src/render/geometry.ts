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
