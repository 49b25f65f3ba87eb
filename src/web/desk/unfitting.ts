import type { DeskSet } from "./deskSet.js";
import { type DeskWork, isEmptyWork, type ScriptWork } from "./scriptWork.js";

/** Work that was kept for a sheet which the set, as it is now, has not like this. */
export interface Unfitting {
  readonly variant: string;
  readonly why: string;
  readonly work: ScriptWork;
  /** The blanks that are not asked any more; none where the whole variant is not. */
  readonly blanks: readonly string[];
}

/** What was typed for a set as it was, and has no place in it now; `kept` are the variants. */
export function unfittingIn(
  { set, scripts }: DeskSet,
  work: DeskWork,
  kept: readonly string[],
): readonly Unfitting[] {
  const known = new Map(scripts.map((script) => [script.variant.variant, script]));
  return kept.flatMap((variant): readonly Unfitting[] => {
    const typed = work.of(variant);
    if (isEmptyWork(typed)) return [];
    const script = known.get(variant);
    if (!script) {
      const why = set.variant(variant)?.refused ?? "it was not handed out in this set";
      return [{ variant, why, work: typed, blanks: [] }];
    }
    const { key } = set.problemOf(script.variant);
    const ids = [typed.answers, typed.notes, typed.marks].flatMap((part) => Object.keys(part));
    const blanks = [...new Set(ids)].filter((id) => !key.has(id));
    const why = "these blanks are not asked any more";
    return blanks.length > 0 ? [{ variant, why, work: typed, blanks }] : [];
  });
}
