import { checked, checkedWhole } from "../../../checked.js";
import { inLanguage } from "../../../exercise/inLanguage.js";
import { type ExerciseFile, readExercise } from "../../../exercise/readExercise.js";
import type { Malrule } from "../../../graph/rewrite.js";
import { InputError } from "../../../input/inputError.js";
import { languageNamed } from "../../../language/languages.js";
import { type Prepared, prepare } from "../../../problem/prepare.js";
import { UnsoundError } from "../../../problem/unsoundError.js";
import type { TextMistake } from "../protocol.js";
import { textMistakes } from "./textMistakes.js";

/** What a text is, as far as it could be read. */
export interface TextRead {
  readonly mistakes: readonly TextMistake[];
  /** Where its words all stand for something. */
  readonly file?: ExerciseFile;
  /** Where nothing is wrong with it. */
  readonly prepared?: Prepared;
}

/** What the text is called in messages, which the page shows beside it. */
export const source = "exercise.yaml";

/** Reads a text as `generate` and `practice` read a file, with these misconceptions. */
export function readText(text: string, malrules: readonly Malrule[]): TextRead {
  let file: ExerciseFile | undefined;
  try {
    const read = checked(readExercise(text, source));
    file = inLanguage(read, languageNamed(read.exercise.language ?? "en"));
    return { mistakes: [], file, prepared: checkedWhole(file, prepare(file, malrules)) };
  } catch (problem) {
    return { mistakes: mistakesIn(text, problem), ...(file ? { file } : {}) };
  }
}

/** What is wrong with a text that this was thrown for. */
export function mistakesIn(text: string, problem: unknown): readonly TextMistake[] {
  if (problem instanceof InputError) return textMistakes(text, problem);
  // A text may be deeper or larger than a browser's stack lets it be worked through.
  const what =
    problem instanceof UnsoundError || problem instanceof RangeError
      ? problem.message
      : `cannot be worked through: ${problem}`;
  return textMistakes(text, new InputError(source, what, { line: 1, column: 1 }));
}
