import type { Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";

/** What the asked of some lines are worth, and how much room there is to work them out. */
export interface Worth {
  /** `4 marks` */
  readonly worth: string;
  /** A line to work on for each blank, within bounds. */
  readonly workingLines: readonly number[];
}

const workingBounds = { least: 3, most: 12 };

/** What the asked of these lines are worth. */
export function worthOf(
  { prepared: { questions, language } }: Problem,
  lines: readonly { readonly id: string }[],
): Worth {
  const ids = new Set(lines.map(({ id }) => id));
  const asked = questions.filter(({ id }) => ids.has(id));
  const { least, most } = workingBounds;
  return {
    worth: marksInWords(
      asked.reduce((sum, { points }) => sum + points, 0),
      language,
    ),
    workingLines: Array.from(
      { length: Math.min(most, Math.max(least, asked.length)) },
      (_, i) => i,
    ),
  };
}

/** `1 mark`, `2.5 marks` */
export const marksInWords = (marks: number, language: Language): string =>
  language.say("marks", { count: Number(marks.toFixed(2)) });
