import { parse } from "../graph/parse.js";
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

/** The derivation of this name, laid out. Throws an Error where a step of it does not hold. */
export function derivationSheet(id: DerivationName): DerivationSheet {
  const derivation: Derivation = derivations[id];
  const broken = brokenStep(derivation);
  if (broken !== undefined) throw new Error(`derivation ${id}: step ${broken + 1} does not hold`);
  const leaf = (name: string): Typeset =>
    fromTex(derivation.where[name]?.symbol ?? derivation.letters[name] ?? name);
  const firstOf = (equals: string): number =>
    derivation.steps.findIndex((step) => step.equals === equals);
  const lefts = new Map([
    [firstOf("function"), fromTex(derivation.function)],
    [firstOf("derivative"), fromTex(derivation.symbol)],
  ]);
  return {
    title: derivation.title,
    steps: derivation.steps.map(({ formula, why }, i) => ({
      ...(lefts.has(i) ? { left: lefts.get(i)! } : {}),
      formula: expression(parse(formula), leaf),
      why,
    })),
  };
}
