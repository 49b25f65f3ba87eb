import type { Exercise } from "../exercise/exercise.js";
import type { Prepared } from "../problem/prepare.js";
import { fromTex } from "./fromTex.js";
import { symbolsFor } from "./symbols.js";

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
