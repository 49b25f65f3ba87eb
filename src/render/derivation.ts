import { parse } from "../graph/parse.js";
import type { Language } from "../language/language.js";
import { brokenStep } from "../network/confirmDerivation.js";
import { type Derivation, type DerivationName, derivations } from "../network/derivations.js";
import { expression } from "./expression.js";
import { fromTex } from "./fromTex.js";
import type { Typeset } from "./typeset.js";

/** A derivation as a solution prints it. */
export interface DerivationSheet {
  readonly title: string;
  readonly steps: readonly {
    readonly left?: Typeset;
    readonly formula: Typeset;
    readonly why: string;
  }[];
}

/**
 * The derivation of this name, laid out, with its words in a language. Throws an Error where a step
 * of it does not hold.
 */
export function derivationSheet(id: DerivationName, language: Language): DerivationSheet {
  const derivation: Derivation = derivations[id];
  const broken = brokenStep(derivation);
  if (broken !== undefined) throw new Error(`derivation ${id}: step ${broken + 1} does not hold`);
  const { title, steps, function: of, symbol } = derivation;
  // What the function and its derivative are called stands where each comes up first.
  const lefts = new Map([
    [steps.findIndex(({ equals }) => equals === "function"), fromTex(of)],
    [steps.findIndex(({ equals }) => equals === "derivative"), fromTex(symbol)],
  ]);
  return {
    title: language.textOf(title),
    steps: steps.map(({ formula, why }, i) => ({
      ...(lefts.has(i) ? { left: lefts.get(i)! } : {}),
      formula: expression(parse(formula), (name) => letterIn(derivation, name)),
      why: language.textOf(why),
    })),
  };
}

const letterIn = ({ where, letters }: Derivation, name: string): Typeset =>
  fromTex(where[name]?.symbol ?? letters[name] ?? name);
