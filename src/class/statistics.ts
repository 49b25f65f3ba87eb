/**
 * Below this many scripts a statistic says more about persons than about exercises, and is not
 * given.
 */
export const leastGroup = 10;

/**
 * What the marks of one blank say about it. Shares are from 0 to 1; null where there are too few
 * scripts, or no variance.
 */
export interface BlankStatistics {
  /** The mean of its marks as a share of the most it can earn. */
  readonly facility: number | null;
  /** An interval that holds the facility of all such students in 95 of 100 classes. */
  readonly interval: Interval | null;
  /** The correlation of its marks with those of all other blanks, from −1 to 1. */
  readonly discrimination: number | null;
  /** The share that it has in how scripts differ; null also where it speaks against the rest. */
  readonly effectiveWeight: number | null;
}

export type Interval = readonly [low: number, high: number];

/** Statistics of the scripts of one exercise, as Moodle defines them. */
export interface ExerciseStatistics {
  readonly scripts: number;
  readonly blanks: readonly BlankStatistics[];
  /** The coefficient of internal consistency (Cronbach's α). */
  readonly consistency: number | null;
}

/** Statistics of marks, a row a script, a column a blank; `most` is what each blank can earn. */
export function exerciseStatistics(
  marks: readonly ArrayLike<number>[],
  most: readonly number[],
): ExerciseStatistics {
  const totals = marks.map((row) => sum(Array.from(row)));
  const columns = most.map((_, i) => marks.map((row) => row[i]!));
  const isEnough = marks.length >= leastGroup;
  const weights = columns.map((column) => {
    const shared = covariance(column, totals);
    return shared >= 0 ? Math.sqrt(shared) : null;
  });
  const allWeights = sum(weights.map((weight) => weight ?? 0));
  const blanks = columns.map((column, i): BlankStatistics => {
    if (!isEnough || most[i] === 0)
      return { facility: null, interval: null, discrimination: null, effectiveWeight: null };
    const facility = mean(column) / most[i]!;
    const rest = totals.map((total, row) => total - column[row]!);
    return {
      facility,
      interval: wilson(facility, marks.length),
      discrimination: correlation(column, rest),
      effectiveWeight:
        weights[i] == null || allWeights === 0 || variance(column) === 0
          ? null
          : weights[i] / allWeights,
    };
  });
  const variances = columns.filter((_, i) => most[i]! > 0).map(variance);
  return {
    scripts: marks.length,
    blanks,
    consistency: isEnough ? consistencyOf(variances, variance(totals)) : null,
  };
}

/**
 * The interval of a share that was found in `n` scripts (Wilson, 1927; 95%). For marks between none
 * and all it is at least as wide as it need be, since nothing varies more than all or none.
 */
export function wilson(share: number, n: number): Interval {
  const z = 1.959964;
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half =
    (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/**
 * The value below which this share of sorted values lies, between two of them where it falls there.
 */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place % 1);
}

function consistencyOf(variances: readonly number[], total: number): number | null {
  const k = variances.length;
  return k < 2 || total < smallest ? null : (k / (k - 1)) * (1 - sum(variances) / total);
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const [spread, other] = [variance(a), variance(b)];
  return spread < smallest || other < smallest
    ? null
    : covariance(a, b) / Math.sqrt(spread * other);
}

// What differences of equal numbers may leave.
const smallest = 1e-12;

const variance = (values: readonly number[]): number => covariance(values, values);

function covariance(a: readonly number[], b: readonly number[]): number {
  if (a.length < 2) return 0;
  const [first, second] = [mean(a), mean(b)];
  return sum(a.map((value, i) => (value - first) * (b[i]! - second))) / (a.length - 1);
}

export const mean = (values: readonly number[]): number => sum(values) / values.length;

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
