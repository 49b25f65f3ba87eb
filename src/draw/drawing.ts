import type { Drawn, NestedNumbers } from "../exercise/exercise.js";
import { didYouMean } from "../input/nearest.js";
import type { Random } from "./random.js";

/** Which values each given may take, and the stream each is drawn from. */
export interface Drawing {
  /** In the order of the givens: its choices (one where it is fixed), and its purpose's place among `purposes`. */
  readonly givens: readonly { readonly choices: readonly number[]; readonly purpose: number }[];
  readonly purposes: readonly string[];
}

/** What is wrong with a key of `draw` or `given`, for the reader of the exercise to place. */
export class DrawError extends Error {
  override readonly name = "DrawError";
  constructor(
    readonly key: string,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/**
 * The drawing that an exercise's `draw` declares for these givens. A given takes the entry of its most specific group:
 * `w1_2_3`, else `w1_2`, `w1`, `w`. Throws a DrawError for a given without values, or an entry without a given.
 */
export function drawingOf(ids: readonly string[], draw: Readonly<Record<string, Drawn>>): Drawing {
  const groups = grouped(ids, Object.keys(draw));
  const purposes = Object.keys(draw).filter((key) => choicesOf(draw[key]!).kind === "drawn");
  const places = new Map(ids.map((id, place) => [id, place]));
  const givens: { choices: readonly number[]; purpose: number }[] = ids.map(() => ({ choices: [], purpose: -1 }));
  for (const [key, members] of groups) {
    const choices = choicesOf(draw[key]!);
    if (choices.kind === "listed" && choices.values.length !== members.length) {
      throw new DrawError(
        key,
        `expected ${members.length} values (${members.join(", ")}), got ${choices.values.length}`,
      );
    }
    for (const [i, id] of members.entries()) {
      givens[places.get(id)!] =
        choices.kind === "drawn"
          ? { choices: choices.values, purpose: purposes.indexOf(key) }
          : { choices: [choices.values[choices.kind === "listed" ? i : 0]!], purpose: -1 };
    }
  }
  return { givens, purposes };
}

/** The values that an exercise publishes for its givens, in their order; the same grouping as `drawingOf`. */
export function publishedGivens(
  ids: readonly string[],
  given: Readonly<Record<string, NestedNumbers>>,
): readonly number[] {
  const { givens } = drawingOf(ids, given);
  return givens.map(({ choices }) => choices[0]!);
}

/** Draws every given once. */
export function drawGivens(drawing: Drawing, streams: readonly Random[], into: Float64Array): Float64Array {
  for (const [slot, { choices, purpose }] of drawing.givens.entries()) {
    into[slot] = purpose < 0 ? choices[0]! : choices[Math.floor(streams[purpose]!() * choices.length)]!;
  }
  return into;
}

function grouped(ids: readonly string[], keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>(keys.map((key) => [key, []]));
  for (const id of ids) {
    const key = groupsOf(id).find((candidate) => groups.has(candidate));
    if (key === undefined) throw new DrawError("", `no values for ${id}`);
    groups.get(key)!.push(id);
  }
  for (const [key, members] of groups) {
    if (members.length === 0)
      throw new DrawError(key, `no given is called this${didYouMean(key, ids.flatMap(groupsOf))}`);
  }
  return groups;
}

/** The groups a given belongs to, the most specific first: `w1_2_3`, `w1_2`, `w1`, `w`; `s2.eta`, `eta`. */
export function groupsOf(id: string): readonly string[] {
  const groups = [id];
  const name = id.replace(/^s\d+\./, "");
  if (name !== id) groups.push(name);
  const parts = name.split("_");
  for (let kept = parts.length - 1; kept > 0; kept--) groups.push(parts.slice(0, kept).join("_"));
  const letters = parts[0]!.replace(/\d+$/, "");
  if (letters !== groups.at(-1)) groups.push(letters);
  return groups;
}

type Choices = { readonly kind: "one" | "listed" | "drawn"; readonly values: readonly number[] };

function choicesOf(drawn: Drawn): Choices {
  if (typeof drawn === "number") return { kind: "one", values: [drawn] };
  if (Array.isArray(drawn)) return { kind: "listed", values: flattened(drawn) };
  if ("oneOf" in drawn) return { kind: "drawn", values: drawn.oneOf };
  const { from, to, step, not = [] } = drawn;
  const excluded = new Set(Array.isArray(not) ? not : [not]);
  const decimals = Math.max(decimalsIn(from), decimalsIn(step));
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  const values = Array.from({ length: count }, (_, i) => Number((from + i * step).toFixed(decimals)) + 0);
  return { kind: "drawn", values: values.filter((value) => !excluded.has(value)) };
}

const flattened = (numbers: NestedNumbers): readonly number[] =>
  Array.isArray(numbers) ? numbers.flatMap(flattened) : [numbers];

function decimalsIn(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}
