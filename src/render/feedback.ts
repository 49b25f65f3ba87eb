import type { Problem } from "../problem/problem.js";
import { type Marks, nearestIn } from "./markedScript.js";
import { digitsCarried } from "./sentences.js";
import { symbolsFor } from "./symbols.js";
import type { Typeset } from "./typeset.js";

/**
 * How much a student is told: whether each answer can be read; also whether it is right; also where
 * to look.
 */
export const feedbackLevels = ["format", "verdicts", "hints"] as const;
export type FeedbackLevel = (typeof feedbackLevels)[number];

/**
 * What a student is told about a script: never what an answer is, and never the name of a
 * misconception.
 */
export interface Feedback {
  /** In the order of the questions. */
  readonly blanks: readonly BlankFeedback[];
  /** The hints of the misconceptions that the script shows, the best supported first. */
  readonly hints: readonly string[];
  /** The first blank to look at. */
  readonly first?: string;
  /** How many blanks there are, and how many of each kind that is told at this level. */
  readonly counts: Readonly<Partial<Record<BlankFeedback["kind"] | "blanks", number>>>;
  /** The counts in words. */
  readonly summary: string;
}

/** What a student is told about one blank. */
export interface BlankFeedback {
  readonly id: string;
  readonly kind: "right" | "follows" | "imprecise" | "notRight" | "read" | "unreadable" | "blank";
  /** Whether it carries marks. */
  readonly marked: boolean;
  /** In words; what it follows from is listed after them. */
  readonly said: string;
  /** The blanks it follows from: those that its formula reads, where it reads any. */
  readonly from: readonly { readonly id: string; readonly symbol: Typeset }[];
  /** All the errors it follows from. */
  readonly errors: readonly string[];
  readonly hints: readonly string[];
  readonly isFirst: boolean;
}

type MarkedBlank = Marks["blanks"][number];

/** What a student is told about these marks: the one place where that is decided. */
export function feedbackOn(
  problem: Problem,
  marks: Marks,
  level: FeedbackLevel = "hints",
): Feedback {
  const symbols = symbolsFor(problem.prepared);
  const nearest = nearestIn(problem.prepared);
  const malrules = new Map(
    problem.prepared.marking().malrules.map((malrule) => [malrule.id, malrule]),
  );
  const coarse = `right as far as it goes: the sheet carries ${digitsCarried(problem.prepared.exercise)}`;
  const first = level === "format" ? undefined : marks.firstError;
  const hinted = level === "hints" ? marks.diagnosis : [];
  const blanks = marks.blanks.map(blankFeedback);
  const counts = countsOf(blanks, level);
  return {
    blanks,
    hints: hintsAmong(() => true),
    ...(first === undefined ? {} : { first }),
    counts,
    summary: countsText(counts),
  };

  function blankFeedback({ id, verdict, points }: MarkedBlank): BlankFeedback {
    const readable = verdict.kind !== "unreadable" && verdict.kind !== "blank";
    const kind = level === "format" && readable ? "read" : kinds[verdict.kind];
    const errors = kind === "follows" && verdict.kind === "followsThrough" ? verdict.from : [];
    return {
      id,
      kind,
      marked: points > 0,
      said:
        verdict.kind === "unreadable" ? verdict.why : kind === "imprecise" ? coarse : words[kind],
      from: (errors.length > 0 ? nearest(id, errors) : []).map((id) => ({
        id,
        symbol: symbols.of(id),
      })),
      errors,
      hints:
        verdict.kind === "misconception"
          ? hintsAmong((malrule) => verdict.explanations.flat().includes(malrule))
          : [],
      isFirst: id === first,
    };
  }

  // Of misconceptions that a script cannot tell apart, one hint is enough to look again.
  function hintsAmong(isMeant: (malrule: string) => boolean): readonly string[] {
    const texts = hinted
      .filter(({ explanations }) => explanations.flat().some(isMeant))
      .flatMap(({ explanations: [together = []] }) =>
        together.flatMap((id) => malrules.get(id)?.hint ?? []),
      );
    return [...new Set(texts)];
  }
}

// Which misconception a blank shows is for instructors; to a student both are not right, and a hint
// says where to look.
const kinds = {
  correct: "right",
  followsThrough: "follows",
  imprecise: "imprecise",
  misconception: "notRight",
  wrong: "notRight",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<MarkedBlank["verdict"]["kind"], BlankFeedback["kind"]>;

const words = {
  right: "right",
  follows: "follows from what you wrote for",
  imprecise: "right as far as it goes",
  notRight: "not right",
  read: "can be read",
  unreadable: "cannot be read",
  blank: "not answered",
} as const satisfies Record<BlankFeedback["kind"], string>;

function countsOf(blanks: readonly BlankFeedback[], level: FeedbackLevel): Feedback["counts"] {
  const told =
    level === "format"
      ? (["read"] as const)
      : (["right", "follows", "imprecise", "notRight"] as const);
  const count = (kind: BlankFeedback["kind"]) =>
    blanks.filter((blank) => blank.kind === kind).length;
  const kinds = [...told, "unreadable", "blank"] as const;
  return { blanks: blanks.length, ...Object.fromEntries(kinds.map((kind) => [kind, count(kind)])) };
}

function countsText({
  blanks,
  right,
  read,
  follows = 0,
  imprecise = 0,
  notRight = 0,
  unreadable = 0,
  blank = 0,
}: Feedback["counts"]): string {
  const others: readonly (readonly [number, string])[] = [
    [follows, "follow from what you wrote before"],
    [imprecise, "with too few digits"],
    [notRight, "not right"],
    [unreadable, "not readable"],
    [blank, "not answered"],
  ];
  const head =
    read === undefined ? `${right} of ${blanks} right` : `${read} of ${blanks} can be read`;
  return `${head}${others.map(([n, what]) => (n > 0 ? `, ${n} ${what}` : "")).join("")}.`;
}
