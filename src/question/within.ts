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
  const distance = Math.abs(answer - key);
  // Most are, with no need of slack.
  if (distance <= tolerance && !open) return true;
  const slack = 8 * Number.EPSILON * Math.max(Math.abs(answer), Math.abs(key), tolerance);
  if (open ? distance < tolerance - slack : distance <= tolerance + slack) return true;
  return others?.some(({ key, range }) => within(answer, key, range)) ?? false;
}

/**
 * The tolerance of a range whose ends are inside, which no answer that anybody types tells from
 * this one: where the ends are outside, they lie a little further in.
 */
export const closedTolerance = ({ tolerance, open }: Range): number =>
  open ? tolerance * (1 - 1e-9) : tolerance;
