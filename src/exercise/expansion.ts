/** Texts that stand for several: in each, `<t>` is the number of a copy, `<t-1>` one less. */
interface Repeated {
  readonly for?: Readonly<Record<string, readonly number[]>> | undefined;
}

/**
 * A declaration once for each combination of the numbers under `for`, with its texts filled in;
 * itself where there are none.
 */
export function expanded<T extends Repeated>(declared: T): readonly Omit<T, "for">[] {
  const { for: numbers = {}, ...rest } = declared;
  const combinations = Object.entries(numbers).reduce<readonly Readonly<Record<string, number>>[]>(
    (rows, [letter, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [letter]: value }))),
    [{}],
  );
  return combinations.map((row) => filled(rest, row) as Omit<T, "for">);
}

/** How many copies a declaration makes. */
export const expansionSize = ({ for: numbers = {} }: Repeated): number =>
  Object.values(numbers).reduce((product, { length }) => product * length, 1);

function filled(part: unknown, numbers: Readonly<Record<string, number>>): unknown {
  if (typeof part === "string") {
    return part.replace(/<([a-z]+)([+-]\d+)?>/g, (whole, letter: string, more = "0") =>
      Object.hasOwn(numbers, letter) ? String(numbers[letter]! + Number(more)) : whole,
    );
  }
  if (Array.isArray(part)) return part.map((inner) => filled(inner, numbers));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, inner]) => [key, filled(inner, numbers)]),
  );
}
