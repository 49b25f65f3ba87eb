import type { InputError } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { ClassSet } from "./classSet.js";

/** What a file of decisions is checked against. */
export type UndecidedSet = Omit<ClassSet, "decisions" | "decisionsOn">;

/** An error at a place of the entry that is read. */
export type FaultAt = (path: readonly PropertyKey[], what: string) => InputError;

/** For whom a decision is. */
export interface Scope {
  readonly exercise: string | undefined;
  readonly variant: string | undefined;
  readonly student: string | undefined;
}

/**
 * Whom exercise, variant and student mean together. Throws the fault where the set has none of that
 * name, or where they are at odds.
 */
export function scopeOf(
  { exercise, variant, student }: Partial<Scope>,
  set: UndecidedSet,
  fault: FaultAt,
): Scope {
  const { exercises, students } = set.manifest;
  const oneOf = (key: keyof Scope, what: string, named: string, known: readonly string[]): void => {
    if (!known.includes(named))
      throw fault([key], `${key}: there is no ${named} ${what}${meant(named, known)}`);
  };
  if (exercise !== undefined)
    oneOf(
      "exercise",
      "in this set",
      exercise,
      exercises.map(({ name }) => name),
    );
  if (student !== undefined)
    oneOf(
      "student",
      "on the roster of this set",
      student,
      students.map(({ id }) => id),
    );
  const found = variant === undefined ? undefined : set.variant(variant);
  if (variant !== undefined && !found) {
    const names = Array.from(set.variants, (one) => one.variant);
    throw fault(
      ["variant"],
      `variant: ${variant} was not handed out in this set${didYouMean(variant, names)}`,
    );
  }
  for (const [key, said] of Object.entries({ exercise, student })) {
    const is = found?.[key as "exercise" | "student"];
    if (said !== undefined && is !== undefined && said !== is)
      throw fault([key], `${key}: variant ${found!.variant} is of ${is}, not of ${said}`);
  }
  return { exercise: found?.exercise ?? exercise, variant: found?.variant, student };
}

// Where leading zeros went, an id was taken for a number.
function meant(named: string, known: readonly string[]): string {
  const same = known.find((id) => /^0+/.test(id) && id.replace(/^0+/, "") === named);
  return same === undefined ? didYouMean(named, known) : ` (did you mean "${same}", in quotes?)`;
}
