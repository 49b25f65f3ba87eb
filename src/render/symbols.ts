import { operandsOf } from "../graph/formula.js";
import { type Graph, type Quantity, quantityOf } from "../graph/graph.js";
import type { Language } from "../language/language.js";
import { once } from "../problem/once.js";
import type { Prepared } from "../problem/prepare.js";
import { expression } from "./expression.js";
import { fromTex } from "./fromTex.js";
import { derivativeLetter, letterByRole } from "./letters/byRole.js";
import { byLayer, type Lettering, letteringOf } from "./letters/lettering.js";
import { atTime, marked } from "./letters/marks.js";
import { numbered, put } from "./letters/patterns.js";
import { sideBySide } from "./letters/sideBySide.js";
import { fraction, name, row, sign, type Typeset } from "./typeset.js";

/** How one notation writes the quantities and the units of a network. */
export interface Symbols {
  of(id: string): Typeset;
  /**
   * The symbol without the marks of step, example and time: what stands at the head of a row or
   * column.
   */
  unmarked(id: string): Typeset;
  /** The symbol as of an example whose number is left open: L^[i]. */
  inAnyExample(id: string): Typeset;
  /** What an update leaves in the place of a quantity, in words: `new w`. */
  renewed(id: string): Typeset;
  /** A unit or an input; at one time of several, with its mark. */
  unit(layer: number, unit: number, time?: number): Typeset;
}

/** The symbols of an exercise, in the notation it names. */
export const symbolsFor = once((prepared: Prepared): Symbols => {
  const lettering = letteringOf(prepared);
  const made: MadeSymbols = new Map();
  return {
    of: (id) => symbolOf(lettering, made, id),
    unmarked: (id) => unmarkedSymbol(lettering, made, id),
    inAnyExample: (id) => unmarkedSymbol(lettering, made, id, "i"),
    renewed: (id) => inWords(prepared.language, unmarkedSymbol(lettering, made, id)),
    unit: (layer, unit, time) => unitSymbol(lettering, layer, unit, time),
  };
});

function inWords(language: Language, symbol: Typeset): Typeset {
  const parts = language
    .pieces("newValue")
    .map((piece) => ("text" in piece ? name(piece.text.trim()) : symbol));
  return row(...parts.flatMap((part, i) => (i === 0 ? [part] : [sign(" ", "tight"), part])));
}

/** The symbols made so far, by id: a derivative is written with those of others. */
type MadeSymbols = Map<string, Typeset>;

function symbolOf(lettering: Lettering, made: MadeSymbols, id: string): Typeset {
  let symbol = made.get(id);
  if (!symbol) {
    symbol = quantitySymbol(lettering, made, quantityOf(lettering.graph, id));
    made.set(id, symbol);
  }
  return symbol;
}

function quantitySymbol(lettering: Lettering, made: MadeSymbols, quantity: Quantity): Typeset {
  const declared = declaredSymbol(lettering, quantity);
  if (declared) return declared;
  const { derivative, at, role, formula } = quantity;
  // No letter says more than what it is: η · ∂L/∂w.
  if (role === "scaledGradient") return expression(formula!, (id) => symbolOf(lettering, made, id));
  const letter = derivativeLetter(lettering, quantity);
  if (letter !== undefined || !derivative)
    return joined(letter ?? letterByRole(lettering, quantity));
  // One use of a shared weight has the mark of its time, which a gradient over all times has not;
  // it stands on the weight, since beside the bar it would be taken for a factor.
  const isOneUse =
    !derivative.negated && derivative.share && at.time !== undefined && role !== "inputFactor";
  return derivativeOf(
    isOfOneVariable(lettering.graph, derivative.of) ? "d" : "∂",
    symbolOf(lettering, made, derivative.of),
    isOneUse
      ? usedAt(lettering, quantityOf(lettering.graph, derivative.by), at.time)
      : symbolOf(lettering, made, derivative.by),
    derivative.negated,
  );
}

/** A weight or bias as it is used at one time of several: `w^⟨2⟩`. */
function usedAt(lettering: Lettering, parameter: Quantity, time: number): Typeset {
  const symbol = declaredTex(lettering, parameter) ?? letterByRole(lettering, parameter);
  return joined(atTime(lettering, symbol, time));
}

/** The symbol that the exercise declares for a quantity, or for the one it is a later state of. */
function declaredSymbol(lettering: Lettering, quantity: Quantity): Typeset | undefined {
  const own = declaredTex(lettering, quantity);
  if (own === undefined) return undefined;
  return standsAlone(quantity) ? fromTex(own) : joined(own);
}

function declaredTex(lettering: Lettering, quantity: Quantity): string | undefined {
  const exact = lettering.declared.get(quantity.id);
  const own = exact ?? lettering.declared.get(quantity.id.replace(/^([a-z]+\d*\.)+/, ""));
  if (own === undefined || standsAlone(quantity)) return own;
  // An id with a symbol of its own has said its time and example.
  return marked(lettering, quantity, own, exact !== undefined);
}

const standsAlone = ({ at }: Quantity): boolean => at.layer === undefined && !at.pass;

/** A symbol without its marks, or with that of an `example` alone. */
function unmarkedSymbol(
  lettering: Lettering,
  made: MadeSymbols,
  id: string,
  example?: string,
): Typeset {
  const { at, derivative, ...rest } = quantityOf(lettering.graph, id);
  const { example: of, time: _, ...bare } = at;
  const quantity = {
    ...rest,
    id: id.replace(/^((s|e|time)\d+\.)+/, ""),
    at: { ...bare, step: 1 },
  };
  if (!derivative && example !== undefined && of !== undefined) {
    const symbol = letterByRole(lettering, quantity);
    return joined(put(lettering.notation.example, { symbol, example }));
  }
  if (!derivative) return quantitySymbol(lettering, made, quantity);
  const declared = declaredSymbol(lettering, { ...quantity, derivative });
  if (declared) return declared;
  const letter = derivativeLetter(lettering, { ...quantity, derivative });
  if (letter) return joined(letter);
  return derivativeOf(
    isOfOneVariable(lettering.graph, derivative.of) ? "d" : "∂",
    unmarkedSymbol(lettering, made, derivative.of, example),
    unmarkedSymbol(lettering, made, derivative.by),
    derivative.negated,
  );
}

function unitSymbol(
  lettering: Lettering,
  layer: number,
  unit: number,
  time: number | undefined,
): Typeset {
  const { notation, declared } = lettering;
  const id = layer === 0 ? `x${unit}` : `a${layer}_${unit}`;
  const exact = time === undefined ? undefined : declared.get(`time${time}.${id}`);
  if (exact !== undefined) return fromTex(exact);
  const at = { step: 1, layer, unit };
  const pattern = layer === 0 ? notation.input : byLayer(lettering, notation.unit, { at });
  const symbol = declared.get(id) ?? numbered(lettering, pattern, at);
  return joined(time === undefined ? symbol : atTime(lettering, symbol, time));
}

/** ∂of/∂by, or its opposite; d instead of ∂ where there is nothing else that it depends on. */
function derivativeOf(d: "d" | "∂", of: Typeset, by: Typeset, negated = false): Typeset {
  const derivative = fraction(row(name(d), of), row(name(d), by));
  return negated ? row(sign("−", "before"), derivative) : derivative;
}

/** Whether a quantity depends on one variable alone; constants are none. */
const isOfOneVariable = (graph: Graph, id: string): boolean => variablesOf(graph, id).size === 1;

function variablesOf(graph: Graph, id: string, found = new Set<string>()): ReadonlySet<string> {
  const { formula, role } = quantityOf(graph, id);
  if (formula === undefined && role !== "constant") found.add(id);
  for (const operand of formula === undefined ? [] : operandsOf(formula))
    if (found.size < 2) variablesOf(graph, operand, found);
  return found;
}

const joined = (tex: string): Typeset => sideBySide(fromTex(tex));
