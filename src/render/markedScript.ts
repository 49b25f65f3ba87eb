import { operandsOf } from "../graph/formula.js";
import { printable } from "../input/inputError.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { choicesOf, wordFor } from "../question/choice.js";
import { explanationText } from "../question/explanationText.js";
import { asGiven, rounded } from "./number.js";
import { plain } from "./plain.js";
import { type Writing, writingOf } from "./sheet.js";
import { fenced, name, number, row, sign, sup, type Typeset } from "./typeset.js";
import { type Working, workings } from "./workings.js";

/** The marks of one script, as marking gives them. */
export interface Marks {
  readonly student: string;
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

/**
 * A student's answers: as typed, the numbers read from them, and what is right for each quantity
 * given those before it.
 */
export interface OwnAnswers {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly written: ReadonlyMap<string, { readonly value: number; readonly decimals: number }>;
  readonly right: ReadonlyMap<string, number>;
}

/** A marked script as the template lays it out. */
export interface MarkedSheet {
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  readonly student: string;
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
  readonly workings: readonly { readonly title: string; readonly lines: readonly OwnWorking[] }[];
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

export interface OwnWorking {
  readonly id: string;
  readonly asked: boolean;
  readonly symbol: Typeset;
  readonly rule?: Typeset;
  readonly numbers?: Typeset;
  readonly result: Typeset;
  /** What was typed there, where it is anything else. */
  readonly typed: string;
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
  const named = (explanations: readonly (readonly string[])[]): string =>
    explanationText(
      explanations.map((together) => together.map((id) => malrules.get(id)?.name ?? id)),
    );
  const marked = new Map(marks.blanks.map((blank) => [blank.id, blank]));
  const nearest = nearestIn(prepared);
  return {
    title: exercise.title,
    exercise: exercise.name,
    variant: shownText(marks.variant),
    student: shownText(marks.student),
    score: marksText(marks.score),
    maxScore: marksText(marks.maxScore),
    counts: countsOf(marks),
    ...(marks.firstError === undefined ? {} : { firstError: writing.symbols.of(marks.firstError) }),
    misconceptions: marks.diagnosis.map(({ explanations, certainty, hits, opportunities }) => ({
      said: `${certainty === "shows" ? "Your answers are those of someone who" : "Your answers fit someone who"} ${named(explanations)}`,
      hint: explanations[0]!.map((id) => malrules.get(id)?.hint ?? "").join(" "),
      evidence: `at ${hits} of ${opportunities} ${opportunities === 1 ? "blank" : "blanks"} where it would show`,
    })),
    sections: prepared.sections.map(({ title, questions }) => ({
      title,
      blanks: questions.map(({ id }) => line(id)),
    })),
    workings: ownWorkings(
      problem,
      writing,
      own,
      (id) => marked.get(id)!.verdict.kind !== "correct",
    ),
  };

  function line(id: string): MarkedLine {
    const { verdict, marks: earned, points } = marked.get(id)!;
    return {
      id,
      kind: verdict.kind,
      symbol: writing.symbols.of(id),
      typed: printedText(own.typed[id]),
      said: said(verdict, named),
      from:
        verdict.kind === "followsThrough" ? nearest(id, verdict.from).map(writing.symbols.of) : [],
      isFirstError: id === marks.firstError,
      marks: points === 0 ? "not marked" : `${marksText(earned)} of ${marksText(points)}`,
    };
  }
}

function said(
  verdict: BlankVerdict,
  named: (explanations: readonly (readonly string[])[]) => string,
): string {
  switch (verdict.kind) {
    case "correct":
      return "right";
    case "followsThrough":
      return "follows from your";
    case "imprecise":
      return "right as far as it goes, with too few digits";
    case "misconception":
      return `not right, as from someone who ${named(verdict.explanations)}`;
    case "wrong":
      return "not right";
    case "unreadable":
      return `could not be read: ${verdict.why}`;
    case "blank":
      return "not answered";
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
    const read = from.filter((error) => reads(id, error));
    return read.length > 0 ? read : from;
  };

  function reads(id: string, error: string): boolean {
    return operandsOf(lines.get(id) ?? 0).some(
      (operand) =>
        operand === error || (!asked.has(operand) && operand !== id && reads(operand, error)),
    );
  }
}

function countsOf({ blanks }: Marks): string {
  const count = (...kinds: readonly BlankVerdict["kind"][]): number =>
    blanks.filter(({ verdict }) => kinds.includes(verdict.kind)).length;
  const parts: readonly (readonly [number, string])[] = [
    [count("correct"), "right"],
    [count("followsThrough"), "following from earlier answers"],
    [count("imprecise"), "right with too few digits"],
    [count("wrong", "misconception"), "not right"],
    [count("unreadable"), "that could not be read"],
    [count("blank"), "not answered"],
  ];
  return `${blanks.length} blanks: ${parts.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])).join(", ")}.`;
}

/**
 * The lines of working of the wanted blanks, from a student's own numbers, with the steps before
 * them that are not asked.
 */
export function ownWorkings(
  problem: Problem,
  writing: Writing,
  own: OwnAnswers,
  isWanted: (id: string) => boolean,
): MarkedSheet["workings"] {
  const { prepared, values } = problem;
  const { exercise, program } = prepared;
  const choices = choicesOf(exercise);
  const sections = workings(prepared);
  const lines = new Map(
    sections.flatMap((section) => section.lines.map((working) => [working.id, working] as const)),
  );
  const shown = new Set<string>();
  return sections
    .map(({ title, lines }) => ({
      title,
      lines: lines.filter(({ id, asked }) => asked && isWanted(id)).flatMap(withStepsBefore),
    }))
    .filter(({ lines }) => lines.length > 0);

  function withStepsBefore(working: Working): readonly OwnWorking[] {
    if (shown.has(working.id)) return [];
    shown.add(working.id);
    const before = operandsOf(working.formula).flatMap((id) => {
      const step = lines.get(id);
      return step && !step.asked ? withStepsBefore(step) : [];
    });
    return [...before, lineOf(working)];
  }

  function lineOf(working: Working): OwnWorking {
    const { id, asked } = working;
    const choice = choices.get(id);
    const rule = choice ? undefined : writing.rule(working);
    const result = choice ? name(wordOf(id), true) : rightOf(id);
    const numbers = rule && writing.numbers(working, operand);
    const symbol = writing.symbols.of(id);
    return {
      id,
      asked,
      symbol,
      ...(rule && ![tight(result), tight(symbol)].includes(tight(rule)) ? { rule } : {}),
      ...(numbers && ![tight(result), tight(rule)].includes(tight(numbers)) ? { numbers } : {}),
      result,
      typed:
        asked && typedText(own.typed[id]).replace("-", "−") !== plain(result)
          ? printedText(own.typed[id])
          : "",
    };
  }

  function wordOf(id: string): string {
    const choice = choices.get(id)!;
    return wordFor(choice, own.right.get(choice.of) ?? Number.NaN) ?? "cannot be said";
  }

  // What a student goes on with: what they wrote, and where they wrote no number, what follows.
  function operand(id: string): Typeset {
    const slot = program.slots.get(id)!;
    if (slot < program.givens) return number(asGiven(values[slot]!));
    const written = own.written.get(id);
    if (!written) return rightOf(id);
    return isPlain(written.value) && written.decimals <= 12
      ? number(rounded(written.value, { decimals: written.decimals, truncation: false }))
      : large(written.value);
  }

  function rightOf(id: string): Typeset {
    const value = own.right.get(id)!;
    return isPlain(value) ? number(rounded(value, exercise.rounding)) : large(value);
  }
}

const isPlain = (value: number): boolean => Math.abs(value) < 1e9;

// Below a huge answer numbers leave the page, or the doubles.
function large(value: number): Typeset {
  if (!Number.isFinite(value)) return name("too large", true);
  if (isPlain(value)) return number(asGiven(Number(value.toPrecision(12))));
  const [mantissa, exponent] = value.toExponential(3).split("e") as [string, string];
  const written = row(
    number(mantissa.replace("-", "−")),
    sign("·", "tight"),
    sup(number("10"), number(exponent.replace("+", ""))),
  );
  return value < 0 ? fenced(written) : written;
}

/**
 * What a student typed, as it can be shown: at most 64 characters, nothing in it invisible or taken
 * for control.
 */
export function typedText(typed: unknown): string {
  if (typed === undefined) return "";
  return shownText(
    typeof typed === "string" ? typed.slice(0, 500).trim() : JSON.stringify(typed).slice(0, 500),
  );
}

// On paper a letter that no font has is an empty place.
const printedText = (typed: unknown): string =>
  shownText(
    typedText(typed).replace(
      /[^ -\u017f−–—‘’“”…×·²³½]/gu,
      (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`,
    ),
  );

const longest = 64;

function shownText(text: string): string {
  // More than two marks on a letter would run over the lines around it.
  const characters = [...printable(text).replace(/(\p{M}{2})\p{M}+/gu, "$1")];
  return characters.length > longest
    ? `${characters.slice(0, longest - 1).join("")}…`
    : characters.join("");
}

const marksText = (marks: number): string => String(Number(marks.toFixed(2)));

const tight = (math: Typeset | undefined): string => (math ? plain(math).replaceAll(" ", "") : "");
