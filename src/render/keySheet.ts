import type { Language } from "../language/language.js";
import type { Answer } from "../problem/key.js";
import type { Problem } from "../problem/problem.js";
import { name, number, type Typeset } from "./typeset.js";
import { writingOf } from "./writing.js";

/** A key on one page, for whoever marks on paper. */
export interface KeySheet {
  /** What the key is written in. */
  readonly language: Language;
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  /** How many answers there are: the more, the smaller they are printed. */
  readonly count: number;
  readonly sections: readonly { readonly title: string; readonly rows: readonly KeyRow[] }[];
}

export interface KeyRow {
  readonly symbol: Typeset;
  readonly value: Typeset;
  /** How far from it an answer may be; absent for a word. */
  readonly tolerance?: Typeset;
}

/** The key of a problem, in the order of its worksheet. */
export function keySheet(problem: Problem): KeySheet {
  const { prepared, variant, key } = problem;
  const { exercise, language, sections, questions } = prepared;
  const { symbols, value } = writingOf(problem);
  return {
    language,
    title: exercise.title,
    exercise: exercise.name,
    variant,
    count: questions.length,
    sections: sections.map(({ title, questions }) => ({
      title,
      rows: questions.map(({ id }) => ({
        symbol: symbols.of(id),
        ...shownAnswer(key.get(id)!, () => value(id)),
      })),
    })),
  };
}

function shownAnswer(answer: Answer, value: () => string): Omit<KeyRow, "symbol"> {
  if (answer.kind === "choice") return { value: name(answer.word, true) };
  const tolerance = Number(answer.range.tolerance.toPrecision(2));
  return { value: number(value()), tolerance: number(`±${tolerance}`) };
}
