/**
 * How far from the key an answer may be. At exactly that distance it is inside, unless the range is
 * open.
 */
export interface Range {
  readonly tolerance: number;
  readonly open: boolean;
  /** What is right beside the key, by a decision of whoever marks. */
  readonly others?: readonly { readonly key: number; readonly range: Range }[];
}

/**
 * Whether an answer lies in the range around the key. Both are compared as the decimals they stand
 * for: 2.68 is within 0.005 of 2.675 although their binary difference is larger.
 */
export function within(answer: number, key: number, { tolerance, open, others }: Range): boolean {
  if (open ? isInside(answer, key, tolerance) : withinClosed(answer, key, tolerance)) return true;
  return others?.some(({ key, range }) => within(answer, key, range)) ?? false;
}

/** The same for a range whose ends are inside, with nothing beside it. */
export function withinClosed(answer: number, key: number, tolerance: number): boolean {
  const distance = Math.abs(answer - key);
  // Most are, with no need of slack.
  return distance <= tolerance || distance <= tolerance + slackOf(answer, key, tolerance);
}

const isInside = (answer: number, key: number, tolerance: number): boolean =>
  Math.abs(answer - key) < tolerance - slackOf(answer, key, tolerance);

const slackOf = (answer: number, key: number, tolerance: number): number =>
  8 * Number.EPSILON * Math.max(Math.abs(answer), Math.abs(key), tolerance);

/**
 * The tolerance of a range whose ends are inside, which no answer that anybody types tells from
 * this one: where the ends are outside, they lie a little further in.
 */
export const closedTolerance = ({ tolerance, open }: Range): number =>
  open ? tolerance * (1 - 1e-9) : tolerance;
