import type { Tolerance } from "../exercise/exercise.js";
import type { Language } from "../language/language.js";
import type { Accepted } from "./accepted.js";

/** What was decided. */
export type Ruling =
  | { readonly kind: "void"; readonly blanks: readonly string[]; readonly credit: "none" | "full" }
  | { readonly kind: "accept"; readonly accepted: ReadonlyMap<string, Accepted> }
  | {
      readonly kind: "tolerance";
      readonly tolerance: Tolerance;
      readonly blanks: readonly string[] | undefined;
    }
  | { readonly kind: "points"; readonly points: number }
  | { readonly kind: "marks"; readonly marks: ReadonlyMap<string, number> }
  | { readonly kind: "extension"; readonly until: number; readonly said: string }
  | { readonly kind: "excused" };

/** What was decided after handing out, for whom, and why. */
export interface Decision {
  /** Its place in the file, from 1. */
  readonly number: number;
  readonly reason: string;
  readonly date: string;
  readonly exercise: string | undefined;
  readonly variant: string | undefined;
  readonly student: string | undefined;
  readonly ruling: Ruling;
}

/** Whether a decision is about this variant. */
export const concerns = (
  { exercise, variant, student }: Pick<Decision, "exercise" | "variant" | "student">,
  of: { readonly exercise: string; readonly variant: string; readonly student: string },
): boolean =>
  (exercise === undefined || exercise === of.exercise) &&
  (variant === undefined || variant === of.variant) &&
  (student === undefined || student === of.student);

/** `void dz_dx: the question was ambiguous (2027-03-01)` */
export const decisionText = (decision: Decision): string =>
  `${rulingText(decision.ruling)}: ${decision.reason} (${decision.date})`;

/**
 * The same as students are told, in their language: blanks by their symbols, and nothing of what is
 * right there beside what they wrote.
 */
export function decisionTold(
  { ruling, reason, date }: Decision,
  symbolOf: (id: string) => string,
  language: Language,
): string {
  return language.say("decided", { what: rulingTold(ruling, symbolOf, language), reason, date });
}

function rulingTold(ruling: Ruling, symbolOf: (id: string) => string, language: Language): string {
  const named = (ids: Iterable<string>): string => language.row([...ids].map(symbolOf));
  switch (ruling.kind) {
    case "void": {
      const blanks = named(ruling.blanks);
      return ruling.credit === "full"
        ? language.say("decidedFullMarks", { blanks })
        : language.say("decidedVoid", { blanks, count: ruling.blanks.length });
    }
    case "accept":
      return language.say("decidedAccepted", { blanks: named(ruling.accepted.keys()) });
    case "tolerance":
      return ruling.blanks
        ? language.say("decidedToleranceAt", { blanks: named(ruling.blanks) })
        : language.say("decidedTolerance");
    case "points":
      return language.say("decidedPoints", { count: ruling.points });
    case "marks":
      return language.say("decidedMarks", { blanks: named(ruling.marks.keys()) });
    case "extension":
      return language.say("decidedExtension", { until: ruling.said });
    case "excused":
      return language.say("decidedExcused");
  }
}

const creditText = (credit: "none" | "full"): string =>
  credit === "full" ? "full marks for all" : "does not count";

function rulingText(ruling: Ruling): string {
  switch (ruling.kind) {
    case "void":
      return `${ruling.blanks.join(", ")} ${creditText(ruling.credit)}`;
    case "accept":
      return [...ruling.accepted]
        .map(([blank, accepted]) => `${blank} accepted as ${acceptedText(accepted)}`)
        .join(", ");
    case "tolerance":
      return `another tolerance${ruling.blanks ? ` of ${ruling.blanks.join(", ")}` : ""}`;
    case "points":
      return `${ruling.points} points by hand`;
    case "marks":
      return [...ruling.marks].map(([blank, marks]) => `${blank} ${marks} by hand`).join(", ");
    case "extension":
      return `extension until ${ruling.said}`;
    case "excused":
      return "excused";
  }
}

const acceptedText = (accepted: Accepted): string =>
  typeof accepted === "object" ? accepted.misconception : String(accepted);
