import { type Formula, operandsOf } from "../graph/formula.js";
import type { Malrule } from "../graph/rewrite.js";
import type { Language } from "../language/language.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { explanationText } from "../question/explanationText.js";
import { type OwnAnswers, type OwnWorkingSection, ownWorkings } from "./ownWorkings.js";
import { printedText, shownText } from "./typedText.js";
import type { Typeset } from "./typeset.js";
import { tooFewDigits, verdictWords } from "./verdictWords.js";
import { workings } from "./workings.js";
import { writingOf } from "./writing.js";

/** The marks of one script, as marking gives them. */
export interface Marks {
  readonly student: string;
  /** What the student is called beside the id, where that is known. */
  readonly name?: string | undefined;
  readonly variant: string;
  readonly score: number;
  readonly maxScore: number;
  readonly blanks: readonly {
    readonly id: string;
    readonly marks: number;
    readonly points: number;
    readonly verdict: BlankVerdict;
  }[];
  readonly diagnosis: readonly {
    readonly explanations: readonly (readonly string[])[];
    readonly certainty: "shows" | "consistent";
    readonly hits: number;
    readonly opportunities: number;
  }[];
  readonly firstError?: string;
}

type BlankVerdict =
  | { readonly kind: "correct" | "wrong" | "blank" }
  | { readonly kind: "followsThrough" | "imprecise"; readonly from: readonly string[] }
  | { readonly kind: "misconception"; readonly explanations: readonly (readonly string[])[] }
  | { readonly kind: "unreadable"; readonly why: string };

/** A marked script as the template lays it out. */
export interface MarkedSheet {
  /** What the script is marked in. */
  readonly language: Language;
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  readonly student: string;
  readonly name?: string;
  readonly score: string;
  readonly maxScore: string;
  /** `12 right, 3 that follow, …` */
  readonly counts: string;
  readonly firstError?: Typeset;
  readonly misconceptions: readonly {
    readonly said: string;
    readonly hint: string;
    readonly evidence: string;
  }[];
  readonly sections: readonly { readonly title: string; readonly blanks: readonly MarkedLine[] }[];
  readonly workings: readonly OwnWorkingSection[];
}

export interface MarkedLine {
  readonly id: string;
  readonly kind: BlankVerdict["kind"];
  readonly symbol: Typeset;
  readonly typed: string;
  /** The verdict in words; what it follows from is listed after them. */
  readonly said: string;
  readonly from: readonly Typeset[];
  readonly isFirstError: boolean;
  readonly marks: string;
}

/**
 * The script of one student with its marks, what to look at first, and the working continued from
 * their own numbers.
 */
export function markedScript(problem: Problem, marks: Marks, own: OwnAnswers): MarkedSheet {
  const { prepared } = problem;
  const { exercise, language } = prepared;
  const writing = writingOf(problem);
  const malrules = new Map(prepared.marking().malrules.map((malrule) => [malrule.id, malrule]));
  const told = { prepared, malrules };
  const marked = new Map(marks.blanks.map((blank) => [blank.id, blank]));
  const nearest = nearestIn(prepared);
  return {
    language,
    title: exercise.title,
    exercise: exercise.name,
    variant: shownText(marks.variant),
    student: shownText(marks.student),
    ...(marks.name === undefined ? {} : { name: marks.name }),
    score: marksText(marks.score, language),
    maxScore: marksText(marks.maxScore, language),
    counts: countsOf(marks, language),
    ...(marks.firstError === undefined ? {} : { firstError: writing.symbols.of(marks.firstError) }),
    misconceptions: marks.diagnosis.map((diagnosed) => shownMisconception(told, diagnosed)),
    sections: prepared.sections.map(({ title, questions }) => ({
      title,
      blanks: questions.map(({ id }): MarkedLine => {
        const { verdict, marks: earned, points } = marked.get(id)!;
        const from = verdict.kind === "followsThrough" ? nearest(id, verdict.from) : [];
        return {
          id,
          kind: verdict.kind,
          symbol: writing.symbols.of(id),
          typed: printedText(own.typed[id]),
          said: verdictText(told, verdict),
          from: from.map(writing.symbols.of),
          isFirstError: id === marks.firstError,
          marks:
            points === 0
              ? language.say("notMarked")
              : language.say("ofMost", {
                  earned: marksText(earned, language),
                  most: marksText(points, language),
                }),
        };
      }),
    })),
    workings: ownWorkings(
      problem,
      writing,
      own,
      (id) => marked.get(id)!.verdict.kind !== "correct",
    ),
  };
}

/** Misconceptions by their ids, and of which exercise they are told. */
interface ToldMalrules {
  readonly prepared: Prepared;
  readonly malrules: ReadonlyMap<string, Malrule>;
}

function shownMisconception(
  told: ToldMalrules,
  { explanations, certainty, hits, opportunities }: Marks["diagnosis"][number],
): MarkedSheet["misconceptions"][number] {
  const { malrules, prepared } = told;
  const { language } = prepared;
  return {
    said: language.say(certainty === "shows" ? "showsMistake" : "fitsMistake", {
      mistake: explained(told, explanations),
    }),
    hint: explanations[0]!.map((id) => malrules.get(id)?.hint ?? "").join(" "),
    evidence: language.say("mistakeEvidence", { hits, count: opportunities }),
  };
}

const explained = (
  { malrules, prepared }: ToldMalrules,
  explanations: readonly (readonly string[])[],
): string =>
  explanationText(
    explanations.map((together) => together.map((id) => malrules.get(id)?.name ?? id)),
    prepared.language,
  );

function verdictText(told: ToldMalrules, verdict: BlankVerdict): string {
  const { language } = told.prepared;
  switch (verdict.kind) {
    case "correct":
      return language.say(verdictWords.right);
    case "followsThrough":
      return language.say(verdictWords.follows);
    case "imprecise":
      return tooFewDigits(told.prepared);
    case "misconception":
      return language.say("notRightAsFrom", { mistake: explained(told, verdict.explanations) });
    case "wrong":
      return language.say(verdictWords.notRight);
    case "unreadable":
      return language.say("unreadableBecause", { why: verdict.why });
    case "blank":
      return language.say(verdictWords.blank);
  }
}

/**
 * Of the errors that a blank follows from, those that its formula on the sheet reads: a person may
 * compute in another order, and marking looks at all of them. All of them where it reads none.
 */
export function nearestIn(
  prepared: Prepared,
): (id: string, from: readonly string[]) => readonly string[] {
  const asked = new Set(prepared.questions.map(({ id }) => id));
  const lines = new Map(
    workings(prepared).flatMap(({ lines }) =>
      lines.map(({ id, formula }) => [id, formula] as const),
    ),
  );
  return (id, from) => {
    const read = from.filter((error) => reads(lines, asked, id, error));
    return read.length > 0 ? read : from;
  };
}

/** Whether a formula reads another quantity, itself or in a step that is not asked. */
function reads(
  formulas: ReadonlyMap<string, Formula>,
  asked: ReadonlySet<string>,
  id: string,
  of: string,
): boolean {
  return operandsOf(formulas.get(id) ?? 0).some(
    (operand) =>
      operand === of ||
      (!asked.has(operand) && operand !== id && reads(formulas, asked, operand, of)),
  );
}

/** How many blanks there are of each kind of verdict, in words. */
function countsOf({ blanks }: Marks, language: Language): string {
  const parts = verdictCounts.flatMap(({ kinds, key }) => {
    const count = blanks.filter(({ verdict }) => kinds.includes(verdict.kind)).length;
    return count > 0 ? [language.say(key, { count })] : [];
  });
  return language.say("markedCounts", { count: blanks.length, counts: language.row(parts) });
}

const verdictCounts: readonly {
  readonly kinds: readonly BlankVerdict["kind"][];
  readonly key: MarkedKey;
}[] = [
  { kinds: ["correct"], key: "markedRight" },
  { kinds: ["followsThrough"], key: "markedFollow" },
  { kinds: ["imprecise"], key: "markedImprecise" },
  { kinds: ["wrong", "misconception"], key: "markedNotRight" },
  { kinds: ["unreadable"], key: "markedUnreadable" },
  { kinds: ["blank"], key: "markedNotAnswered" },
];

type MarkedKey =
  | "markedRight"
  | "markedFollow"
  | "markedImprecise"
  | "markedNotRight"
  | "markedUnreadable"
  | "markedNotAnswered";

const marksText = (marks: number, language: Language): string =>
  language.number(Number(marks.toFixed(2)));
