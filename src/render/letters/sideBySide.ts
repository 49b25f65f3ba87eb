import { plain } from "../plain.js";
import { row, sign, type Typeset } from "../typeset.js";

/** A symbol with its marks side by side: a^{(1)[2]}, where the text has one inside another. */
export function sideBySide(math: Typeset): Typeset {
  if (math.kind !== "script" || !math.sup) return math;
  const base = sideBySide(math.base);
  const [last] = base.kind === "row" ? base.items.slice(-1) : [base];
  if (last?.kind !== "script" || (last.sup && isPrime(math.sup)) || math.sub)
    return { ...math, base };
  const above = last.sup ? row(last.sup, ...between(last.sup, math.sup), math.sup) : math.sup;
  const merged: Typeset = { ...last, sup: above };
  return base.kind === "row" ? row(...base.items.slice(0, -1), merged) : merged;
}

// Brackets of different shapes keep marks apart; (1) and ⟨1⟩ are too alike, and a letter or number
// needs a comma.
const between = (left: Typeset, right: Typeset): readonly Typeset[] => {
  const sides = `${plain(left).at(-1)}${plain(right).at(0)}`;
  return /^[)\]⟩]|[([⟨]$/.test(sides) && sides !== ")⟨" ? [] : [sign(",", "tight")];
};

const isPrime = (math: Typeset): boolean => math.kind === "sign" && math.text === "′";
