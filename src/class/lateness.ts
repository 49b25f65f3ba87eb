import type { HandedInAt } from "../handedIn/handedInAt.js";
import type { ClassSet } from "./classSet.js";
import type { Decision } from "./decision.js";
import { day, endOf, instantOf } from "./instant.js";
import type { ManifestVariant } from "./manifest.js";

/** How a script stands to its deadline. */
export interface Timing {
  /** When it was handed in, in milliseconds since 1970; undefined where nothing says so. */
  readonly at: number | undefined;
  /** The same as it was found. */
  readonly said: string | undefined;
  /** Whether there is a deadline. */
  readonly isDue: boolean;
  /** How many days after it have begun: 0 in time. */
  readonly daysLate: number;
  /** The share of its points that it keeps; undefined where nothing is taken any more. */
  readonly share: number | undefined;
  /** The deadline as it was written. */
  readonly deadline?: string;
  /** The extension that moved it. */
  readonly extension?: Decision;
}

/** Whether a script of this variant was handed in late, and what becomes of it then. */
export function timingOf(
  set: ClassSet,
  variant: ManifestVariant,
  time: HandedInAt | undefined,
): Timing {
  const at = time ? instantOf(time.text, set.timeZone) : undefined;
  const said = at === undefined ? undefined : time?.text;
  const { deadline, late } = set.policy(variant.exercise);
  const extension = set
    .decisionsOn(variant)
    .filter(({ ruling }) => ruling.kind === "extension")
    .at(-1);
  const moved = extension?.ruling.kind === "extension" ? extension.ruling : undefined;
  const due = deadline === undefined ? undefined : endOf(deadline, set.timeZone);
  // Where nothing is due, there is nothing to extend.
  const until = due === undefined ? undefined : (moved?.until ?? due);
  if (until === undefined) return { at, said, isDue: false, daysLate: 0, share: 1 };
  const daysLate = at === undefined || at <= until ? 0 : Math.ceil((at - until) / day);
  const known = moved?.said ?? deadline;
  return {
    at,
    said,
    isDue: true,
    daysLate,
    share: daysLate === 0 ? 1 : shareOf(late, daysLate),
    ...(known === undefined ? {} : { deadline: known }),
    ...(extension ? { extension } : {}),
  };
}

const shareOf = (
  late: ReturnType<ClassSet["policy"]>["late"],
  days: number,
): number | undefined => {
  if (late === "refuse") return undefined;
  return late === "flag" ? 1 : Math.max(0, 1 - (late.percentPerDay * days) / 100);
};

/** When a script was handed in, as results say it. */
export const timeText = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
