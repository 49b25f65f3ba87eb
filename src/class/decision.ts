import type { Tolerance } from "../exercise/exercise.js";
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
 * The same as students are told: blanks by their symbols, and nothing of what is right there beside
 * what they wrote.
 */
export function decisionTold(decision: Decision, symbolOf: (id: string) => string): string {
  const { ruling, reason, date } = decision;
  const blanks = (ids: Iterable<string>): string => [...ids].map(symbolOf).join(", ");
  const told = (what: string): string => `${what}: ${reason} (${date})`;
  switch (ruling.kind) {
    case "void":
      return told(`${blanks(ruling.blanks)} ${creditText(ruling.credit)}`);
    case "accept":
      return told(`another answer is right, too, at ${blanks(ruling.accepted.keys())}`);
    case "tolerance":
      return told(`another tolerance${ruling.blanks ? ` at ${blanks(ruling.blanks)}` : ""}`);
    case "marks":
      return told(`marks by hand at ${blanks(ruling.marks.keys())}`);
    default:
      return decisionText(decision);
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
