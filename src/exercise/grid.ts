/** Values from one to another in equal steps, without some. */
export interface Grid {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly not?: number | readonly number[] | undefined;
}

/** The most values that something drawn may take. */
export const mostGridValues = 10_000;

/** The values of a grid, as they are written in decimals. */
export function gridValues({ from, to, step, not = [] }: Grid): readonly number[] {
  const excluded = new Set(typeof not === "number" ? [not] : not);
  const decimals = Math.max(decimalsIn(from), decimalsIn(step));
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  const values = Array.from(
    { length: count },
    (_, i) => Number((from + i * step).toFixed(decimals)) + 0,
  );
  return values.filter((value) => !excluded.has(value));
}

/** What is wrong with a grid, and at which of its words; undefined where nothing is. */
export function gridMistake(
  grid: Grid,
): { readonly message: string; readonly path: string[] } | undefined {
  const { from, to, step } = grid;
  if (from > to) return { message: "from is greater than to", path: ["from"] };
  for (const [word, value] of Object.entries({ from, step })) {
    if (decimalsIn(value) > mostDecimals)
      return { message: `expected at most ${mostDecimals} decimals`, path: [word] };
  }
  if ((to - from) / step >= mostGridValues) {
    return {
      message: `expected a step that gives at most ${mostGridValues} values`,
      path: ["step"],
    };
  }
  return gridValues(grid).length > 0
    ? undefined
    : { message: "leaves no value to draw", path: ["not"] };
}

const mostDecimals = 15;

function decimalsIn(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}
