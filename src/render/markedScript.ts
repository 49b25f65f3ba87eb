import { type Formula, operandsOf } from "../graph/formula.js";
import type { Malrule } from "../graph/rewrite.js";
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
  const { exercise } = prepared;
  const writing = writingOf(problem);
  const malrules = new Map(prepared.marking().malrules.map((malrule) => [malrule.id, malrule]));
  const marked = new Map(marks.blanks.map((blank) => [blank.id, blank]));
  const nearest = nearestIn(prepared);
  return {
    title: exercise.title,
    exercise: exercise.name,
    variant: shownText(marks.variant),
    student: shownText(marks.student),
    ...(marks.name === undefined ? {} : { name: marks.name }),
    score: marksText(marks.score),
    maxScore: marksText(marks.maxScore),
    counts: countsOf(marks),
    ...(marks.firstError === undefined ? {} : { firstError: writing.symbols.of(marks.firstError) }),
    misconceptions: marks.diagnosis.map((diagnosed) => shownMisconception(malrules, diagnosed)),
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
          said:
            verdict.kind === "imprecise" ? tooFewDigits(prepared) : verdictText(malrules, verdict),
          from: from.map(writing.symbols.of),
          isFirstError: id === marks.firstError,
          marks: points === 0 ? "not marked" : `${marksText(earned)} of ${marksText(points)}`,
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

type MalrulesById = ReadonlyMap<string, Malrule>;

function shownMisconception(
  malrules: MalrulesById,
  { explanations, certainty, hits, opportunities }: Marks["diagnosis"][number],
): MarkedSheet["misconceptions"][number] {
  const whose =
    certainty === "shows"
      ? "Your answers are those of someone who"
      : "Your answers fit someone who";
  return {
    said: `${whose} ${explained(malrules, explanations)}`,
    hint: explanations[0]!.map((id) => malrules.get(id)?.hint ?? "").join(" "),
    evidence:
      `at ${hits} of ${opportunities} ` +
      `${opportunities === 1 ? "blank" : "blanks"} where it would show`,
  };
}

const explained = (malrules: MalrulesById, explanations: readonly (readonly string[])[]): string =>
  explanationText(
    explanations.map((together) => together.map((id) => malrules.get(id)?.name ?? id)),
  );

function verdictText(malrules: MalrulesById, verdict: BlankVerdict): string {
  switch (verdict.kind) {
    case "correct":
      return verdictWords.right;
    case "followsThrough":
      return verdictWords.follows;
    case "imprecise":
      return verdictWords.imprecise;
    case "misconception":
      return (
        `${verdictWords.notRight}, ` +
        `as from someone who ${explained(malrules, verdict.explanations)}`
      );
    case "wrong":
      return verdictWords.notRight;
    case "unreadable":
      return `${verdictWords.unreadable}: ${verdict.why}`;
    case "blank":
      return verdictWords.blank;
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
function countsOf({ blanks }: Marks): string {
  const parts = verdictCounts.flatMap(({ kinds, words }) => {
    const count = blanks.filter(({ verdict }) => kinds.includes(verdict.kind)).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return `${blanks.length} blanks: ${parts.join(", ")}.`;
}

const verdictCounts: readonly {
  readonly kinds: readonly BlankVerdict["kind"][];
  readonly words: string;
}[] = [
  { kinds: ["correct"], words: "right" },
  { kinds: ["followsThrough"], words: "following from earlier answers" },
  { kinds: ["imprecise"], words: "right with too few digits" },
  { kinds: ["wrong", "misconception"], words: "not right" },
  { kinds: ["unreadable"], words: "that could not be read" },
  { kinds: ["blank"], words: "not answered" },
];

const marksText = (marks: number): string => String(Number(marks.toFixed(2)));
