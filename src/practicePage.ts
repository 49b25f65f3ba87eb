import { fontFaces } from "./generated/fonts.js";
import { practiceProgram } from "./generated/practiceProgram.js";
import { practiceStyle, rightToLeft } from "./generated/templates.js";
import { InputError } from "./input/inputError.js";
import { english } from "./language/english.js";
import { Language } from "./language/language.js";
import { exerciseNames, exerciseSaid, exerciseText, loadExercise, malrulesSaid } from "./load.js";
import { pageDocument } from "./pageDocument.js";
import { exerciseEntry, type PageData } from "./web/practice/pageData.js";

/** How a practice page speaks. */
export interface PracticeSettings {
  /** Whether a comma is read as the decimal mark; as the language has it, if not said. */
  readonly decimalComma?: boolean;
  /** English, if not said. */
  readonly language?: Language;
}

/**
 * The page with these exercises, by name or path, in their order; with none, all that come with
 * handprop, the shortest first. A comma is read as the decimal mark where the reader's language has
 * it so, unless it is said. The same bytes for the same exercises. Throws an InputError.
 */
export function practicePage(
  chosen: readonly string[],
  { decimalComma, language = english }: PracticeSettings = {},
): string {
  const exercises = (chosen.length > 0 ? chosen : exerciseNames()).map((nameOrPath) =>
    exerciseEntry(
      loadExercise(nameOrPath, undefined, language),
      exerciseSaid(exerciseText(nameOrPath), nameOrPath),
    ),
  );
  if (chosen.length === 0) exercises.sort((a, b) => a.blanks - b.blanks);
  for (const [i, { name }] of exercises.entries()) {
    const isAgain = exercises.findIndex((other) => other.name === name) < i;
    if (isAgain) throw new InputError(chosen[i]!, `name: ${name} is given twice`);
  }
  const data: PageData = {
    exercises,
    malrules: malrulesSaid(),
    ...(decimalComma === undefined ? {} : { decimalComma }),
    ...(language === english ? {} : { language: language.table }),
  };
  return practiceDocument(data, practiceProgram);
}

/** A practice page with this program, with its style and its exercises. */
export function practiceDocument(data: PageData, script: string): string {
  const language = data.language ? new Language(data.language) : english;
  const css = [fontFaces, practiceStyle, ...(language.isRightToLeft ? [rightToLeft] : [])];
  return pageDocument("practice", {
    language,
    styles: { css: css.join("\n") },
    script,
    data,
    fields: { course: data.course?.title ?? "" },
  });
}
