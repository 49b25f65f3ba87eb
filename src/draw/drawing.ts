import { all, DeclarationError } from "../exercise/declarationError.js";
import type { Drawn, NestedNumbers } from "../exercise/exercise.js";
import { gridValues } from "../exercise/grid.js";
import { didYouMean } from "../input/nearest.js";
import type { Random } from "./random.js";

/** Which values each given may take, and the stream each is drawn from. */
export interface Drawing {
  /**
   * The ids that may have values: the givens, and those that nothing asked for is computed from.
   */
  readonly known: readonly string[];
  /**
   * In the order of the givens: its choices (one where it is fixed), and its purpose's place among
   * `purposes`.
   */
  readonly givens: readonly { readonly choices: readonly number[]; readonly purpose: number }[];
  readonly purposes: readonly string[];
}

/**
 * The drawing that an exercise's `draw` declares for these givens. A given takes the entry of its
 * most specific group: `w1_2_3`, else `w1_2`, `w1`, `w`. `known` are the givens and those besides
 * that may have values, in their order. Throws a DeclarationError, with a path in `under`, for a
 * given without values, or an entry without a given.
 */
export function drawingOf(
  ids: readonly string[],
  draw: Readonly<Record<string, Drawn>>,
  known: readonly string[] = ids,
  under: readonly PropertyKey[] = ["draw"],
): Drawing {
  const groups = grouped(known, new Set(ids), Object.keys(draw), under);
  const purposes = Object.keys(draw).filter((key) => choicesOf(draw[key]!).kind === "drawn");
  const places = new Map(ids.map((id, place) => [id, place]));
  const givens: { choices: readonly number[]; purpose: number }[] = ids.map(() => ({
    choices: [],
    purpose: -1,
  }));
  for (const [key, members] of groups) {
    const choices = choicesOf(draw[key]!);
    if (choices.kind === "listed" && choices.values.length !== members.length) {
      throw new DeclarationError(
        [...under, key],
        `expected ${members.length} values (${members.join(", ")}), got ${choices.values.length}`,
      );
    }
    for (const [i, id] of members.entries()) {
      const place = places.get(id);
      if (place === undefined) continue;
      givens[place] =
        choices.kind === "drawn"
          ? { choices: choices.values, purpose: purposes.indexOf(key) }
          : { choices: [choices.values[choices.kind === "listed" ? i : 0]!], purpose: -1 };
    }
  }
  return { known, givens, purposes };
}

/**
 * The values that an exercise publishes for these givens, in their order; the same grouping as
 * `drawingOf`.
 */
export function publishedGivens(
  ids: readonly string[],
  given: Readonly<Record<string, NestedNumbers>>,
  known: readonly string[] = ids,
): readonly number[] {
  const { givens } = drawingOf(ids, given, known, ["published", "given"]);
  return givens.map(({ choices }) => choices[0]!);
}

function noValues(ids: readonly string[], under: readonly PropertyKey[]): never {
  throw new DeclarationError(under, `no values for ${ids.join(", ")}`);
}

/** Draws every given once. */
export function drawGivens(
  drawing: Drawing,
  streams: readonly Random[],
  into: Float64Array,
): Float64Array {
  const { givens } = drawing;
  for (let slot = 0; slot < givens.length; slot++) {
    const { choices, purpose } = givens[slot]!;
    into[slot] =
      purpose < 0 ? choices[0]! : choices[Math.floor(streams[purpose]!() * choices.length)]!;
  }
  return into;
}

function grouped(
  known: readonly string[],
  drawn: ReadonlySet<string>,
  keys: readonly string[],
  under: readonly PropertyKey[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>(keys.map((key) => [key, []]));
  const missing: string[] = [];
  for (const id of known) {
    const key = entryFor(id, groups);
    if (key !== undefined) groups.get(key)!.push(id);
    else if (drawn.has(id)) missing.push(id);
  }
  const unused = [...groups].flatMap(([key, members]) => (members.length > 0 ? [] : [key]));
  all([
    ...(missing.length > 0 ? [() => noValues(missing, under)] : []),
    ...unused.map((key) => () => {
      const problem = `no given is called this${didYouMean(key, known.flatMap(groupsOf))}`;
      throw new DeclarationError([...under, key], problem);
    }),
  ]);
  return groups;
}

/** Of the entries of `draw` or `given`, that which a given takes its value from. */
export const entryFor = (
  id: string,
  entries: { has(entry: string): boolean },
): string | undefined => groupsOf(id).find((candidate) => entries.has(candidate));

/**
 * The groups a given belongs to, the most specific first: `w1_2_3`, `w1_2`, `w1`, `w`; `s2.eta`,
 * `eta`; `e1.time2.x1`, `e1.time2.x`, `e1.x1`, `e1.x`, `time2.x1`, `time2.x`, `x1`, `x`.
 */
function groupsOf(id: string): readonly string[] {
  const [, before = "", name = id] = /^((?:[a-z]+\d+\.)*)(.*)$/.exec(id) ?? [];
  const prefixes = before.split(/(?<=\.)/).filter(Boolean);
  const [first = "", second = ""] = prefixes;
  const beginnings = [...new Set([before, first, second, ""])];
  return beginnings.flatMap((beginning) => namesOf(name).map((group) => `${beginning}${group}`));
}

function namesOf(name: string): readonly string[] {
  const groups = [name];
  const parts = name.split("_");
  for (let kept = parts.length - 1; kept > 0; kept--) groups.push(parts.slice(0, kept).join("_"));
  const letters = parts[0]!.replace(/(?<!\d)\d+$/, "");
  if (letters !== groups.at(-1)) groups.push(letters);
  return groups;
}

type Choices = { readonly kind: "one" | "listed" | "drawn"; readonly values: readonly number[] };

function choicesOf(drawn: Drawn): Choices {
  if (typeof drawn === "number") return { kind: "one", values: [drawn] };
  if (Array.isArray(drawn)) return { kind: "listed", values: flattened(drawn) };
  if ("oneOf" in drawn) return { kind: "drawn", values: drawn.oneOf };
  return { kind: "drawn", values: gridValues(drawn) };
}

const flattened = (numbers: NestedNumbers): readonly number[] =>
  leaves(numbers).map(({ value }) => value);

/** The numbers of a list of lists in their order, and where in it each stands. */
export const leaves = (
  numbers: NestedNumbers,
): readonly { readonly path: readonly number[]; readonly value: number }[] =>
  Array.isArray(numbers)
    ? numbers.flatMap((part, i) =>
        leaves(part).map(({ path, value }) => ({ path: [i, ...path], value })),
      )
    : [{ path: [], value: numbers }];
