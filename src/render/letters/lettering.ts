import type { Graph, Quantity } from "../../graph/graph.js";
import type { Language } from "../../language/language.js";
import { type Network, widthsOf } from "../../network/network.js";
import { type ByLayer, type Notation, notationOf, type Rarer } from "../../notation/notations.js";
import type { Prepared } from "../../problem/prepare.js";

/** What the symbols of one exercise are made from. */
export interface Lettering {
  readonly notation: Notation & Rarer;
  readonly graph: Graph;
  /** What the words among the letters are in. */
  readonly language: Language;
  /** The symbols that the exercise declares, by id, as TeX. */
  readonly declared: ReadonlyMap<string, string>;
  /** How many layers of units there are. */
  readonly depth: number;
  /** How many units there are in each layer, the inputs first. */
  readonly widths: readonly number[];
  readonly steps: number;
  readonly rate: Network["rate"];
  /** The weight that is moved a little, in an exercise on what that changes. */
  readonly nudge: string | undefined;
  /** The given weights that lead from one layer to the next: the ones that `<n>` counts. */
  readonly weights: readonly Quantity[];
  /** What stands between the numbers of two units: neither may have two digits without a comma. */
  readonly separator: "," | "";
}

/** The letters of an exercise, in the notation it names. */
export function letteringOf({ exercise, graph, language }: Prepared): Lettering {
  const { inputs, layers, steps, rate, nudge }: NetworkLettered = exercise.network ?? noNetwork;
  const quantities = [...graph.values()];
  return {
    notation: notationOf(exercise.notation),
    graph,
    language,
    declared: new Map([
      ...Object.entries(exercise.symbols),
      ...exercise.quantities.flatMap(({ id, symbol }): [string, string][] =>
        symbol === undefined ? [] : [[id, symbol]],
      ),
    ]),
    depth: layers.length,
    widths: widthsOf({ inputs, layers }),
    steps,
    rate,
    nudge,
    weights: quantities.filter(
      ({ role, formula, at }) => role === "weight" && formula === undefined && !at.recurrent,
    ),
    separator: quantities.some(({ at }) => (at.unit ?? 0) > 9 || (at.from ?? 0) > 9) ? "," : "",
  };
}

/** The pattern for the layer that a quantity belongs to. */
export const byLayer = (
  { depth }: Pick<Lettering, "depth">,
  pattern: ByLayer,
  { at }: Pick<Quantity, "at">,
): string => (at.layer === depth ? pattern.output : pattern.hidden);

type NetworkLettered = Pick<Network, "inputs" | "layers" | "steps" | "rate"> &
  Partial<Pick<Network, "nudge">>;

const noNetwork: NetworkLettered = { inputs: 0, layers: [], steps: 1, rate: "constant" };
