import type { Exercise } from "../exercise/exercise.js";
import { operandsOf } from "../graph/formula.js";
import { widthsOf } from "../network/network.js";
import { upTo } from "../network/wiring.js";
import type { Prepared } from "../problem/prepare.js";
import { fromTex } from "./fromTex.js";
import { plain } from "./plain.js";
import { type Symbols, symbolsFor } from "./symbols.js";
import { workings } from "./workings.js";

/** What keeps an exercise from being laid out, and where in it that stands. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is wrong with a notation of an exercise's own; undefined where nothing is. */
export function notationFault(prepared: Prepared): Fault | undefined {
  if (typeof prepared.exercise.notation === "string") return undefined;
  return faultOf(
    () => {
      const symbols = symbolsFor(prepared);
      for (const id of prepared.graph.keys()) symbols.of(id);
    },
    ["notation"],
    "notation: ",
  );
}

/**
 * What is wrong with a symbol that an exercise declares, and where it stands; undefined where
 * nothing is.
 */
export function symbolFault({ symbols, quantities }: Exercise): Fault | undefined {
  const declared = [
    ...Object.entries(symbols).map(([id, tex]) => ({ path: ["symbols", id], tex })),
    ...quantities.map(({ symbol, place }) => ({
      path: ["quantities", place, "symbol"],
      tex: symbol ?? "",
    })),
  ];
  for (const { path, tex } of declared) {
    const fault = faultOf(() => fromTex(tex), path);
    if (fault) return fault;
  }
  return undefined;
}

/**
 * Two quantities that an exercise's notation, or symbols that it declares, print alike; undefined
 * where all that a sheet shows can be told apart.
 */
export function twinFault(prepared: Prepared): Fault | undefined {
  const { exercise } = prepared;
  const declared = new Map<string, Fault["path"]>([
    ...Object.keys(exercise.symbols).map((id) => [id, ["symbols", id]] as const),
    ...exercise.quantities.flatMap(({ id, symbol, place }) =>
      symbol === undefined ? [] : [[id, ["quantities", place, "symbol"]] as const],
    ),
  ]);
  const symbols = symbolsFor(prepared);
  const printed = new Map<string, string>();
  for (const id of shownIn(prepared)) {
    const symbol = plain(symbols.of(id));
    const twin = printed.get(symbol);
    printed.set(symbol, id);
    if (twin === undefined) continue;
    const path = declared.get(id) ?? declared.get(twin) ?? ["notation"];
    return { path, message: `${String(path[0])}: ${twin} and ${id} are both printed ${symbol}` };
  }
  return drawnTwins(prepared, symbols);
}

/** Two units of which a picture would say the same, by words that a notation has for units. */
function drawnTwins({ exercise }: Prepared, symbols: Symbols): Fault | undefined {
  const drawn = new Map<string, string>();
  for (const [layer, width] of exercise.network ? widthsOf(exercise.network).entries() : []) {
    for (const unit of upTo(width)) {
      const id = layer === 0 ? `x${unit}` : `a${layer}_${unit}`;
      const name = plain(symbols.unit(layer, unit));
      const twin = drawn.get(name);
      drawn.set(name, id);
      if (twin !== undefined)
        return {
          path: ["notation"],
          message: `notation: the units of ${twin} and ${id} are both drawn as ${name}`,
        };
    }
  }
  return undefined;
}

/** The ids that a sheet shows: what is given, and what solutions work out. */
function shownIn(prepared: Prepared): ReadonlySet<string> {
  const { program } = prepared;
  const lines = workings(prepared).flatMap((section) => section.lines);
  return new Set([
    ...program.ids.slice(0, program.givens),
    ...lines.flatMap(({ id, formula }) => [id, ...operandsOf(formula)]),
  ]);
}

/** Why this cannot be read as a symbol; undefined where it can. */
function faultOf(read: () => void, path: Fault["path"], before = ""): Fault | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return { path, message: `${before}${error.message}` };
    throw error;
  }
}
