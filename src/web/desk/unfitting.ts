import type { Problem } from "../../problem/problem.js";
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

/** What of the work on a script fits its sheet: blanks that are asked, marks that they have. */
export function fittingWork({ prepared, key }: Problem, work: ScriptWork): ScriptWork {
  const most = new Map(prepared.questions.map(({ id, points }) => [id, points]));
  const asked = <T>(part: Readonly<Record<string, T>>, isFit: (id: string, value: T) => boolean) =>
    Object.fromEntries(
      Object.entries(part).filter(([id, value]) => key.has(id) && isFit(id, value)),
    );
  return {
    answers: asked(work.answers, () => true),
    notes: asked(work.notes, () => true),
    marks: asked(work.marks, (id, marks) => marks <= (most.get(id) ?? 0)),
  };
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
    const fitting = fittingWork(set.problemOf(script.variant), typed);
    const parts = ["answers", "notes", "marks"] as const;
    const blanks = [
      ...new Set(
        parts.flatMap((part) =>
          Object.keys(typed[part]).filter((id) => !Object.hasOwn(fitting[part], id)),
        ),
      ),
    ];
    const why = "these blanks are not asked any more, or have fewer marks";
    return blanks.length > 0 ? [{ variant, why, work: typed, blanks }] : [];
  });
}
