import { foreseenIn } from "../../../problem/foreseen.js";
import type { Problem } from "../../../problem/problem.js";
import { rounded } from "../../../render/number.js";
import { symbolsFor } from "../../../render/symbols.js";
import { equation, number, type Typeset } from "../../../render/typeset.js";

/** What each misconception would give in a variant, where all before it is right. */
export interface MisconceptionList {
  /** Those that every variant is certified to show. */
  readonly certified: readonly ShownMisconception[];
  /** Those of the certified ones that cannot be told at any blank of this variant. */
  readonly unseen: readonly { readonly id: string }[];
  /** Others, which marking names where they fit. */
  readonly others: readonly ShownMisconception[];
}

/** A misconception, and the blanks where it can be told from all else. */
export interface ShownMisconception {
  readonly id: string;
  readonly name: string;
  readonly shows: readonly Typeset[];
}

/** The misconceptions that can be told apart in a variant. */
export function misconceptionList(problem: Problem): MisconceptionList {
  const { exercise } = problem.prepared;
  const symbols = symbolsFor(problem.prepared);
  const found = new Map<string, { id: string; name: string; shows: Typeset[] }>();
  for (const [blank, all] of foreseenIn(problem))
    for (const { malrule, value } of all) {
      const { id, name } = malrule;
      const one = found.get(id) ?? { id, name, shows: [] };
      one.shows.push(equation(symbols.of(blank), number(rounded(value, exercise.rounding))));
      found.set(id, one);
    }
  const isCertified = ({ id }: { readonly id: string }): boolean => exercise.malrules.includes(id);
  return {
    certified: [...found.values()].filter(isCertified),
    unseen: exercise.malrules.filter((id) => !found.has(id)).map((id) => ({ id })),
    others: [...found.values()].filter((one) => !isCertified(one)),
  };
}
