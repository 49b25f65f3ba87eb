import type { Language } from "../language/language.js";
import type { Choice, Exercise } from "./exercise.js";
import type { ExerciseFile } from "./readExercise.js";

/**
 * An exercise to be written in a language: with those of its texts in it that the language knows,
 * which are all of a shipped one.
 */
export const inLanguage = (
  { exercise, error }: ExerciseFile,
  language: Language,
): ExerciseFile => ({ exercise: translated(exercise, language), error, language });

/** Words in a symbol: `\text{the function}`, `f_{actual}`. */
const wordsInSymbols = /((?:\\text|_)\{)([^{}]+)(?=\})/g;

function translated(exercise: Exercise, language: Language): Exercise {
  const { intro, ask, quantities, symbols, misconceptions } = exercise;
  const text = (english: string): string => language.textOf(english);
  const symbol = (tex: string): string =>
    tex.replace(wordsInSymbols, (_, before: string, words: string) => before + text(words));
  return {
    ...exercise,
    title: text(exercise.title),
    stepName: text(exercise.stepName),
    ...(intro === undefined ? {} : { intro: text(intro) }),
    ask: ask.map((entry) =>
      typeof entry === "object" && "title" in entry && entry.title !== undefined
        ? { ...entry, title: text(entry.title) }
        : entry,
    ),
    quantities: quantities.map((quantity) => ({
      ...quantity,
      ...(quantity.symbol === undefined ? {} : { symbol: symbol(quantity.symbol) }),
      ...(quantity.choice ? { choice: withWords(quantity.choice, text) } : {}),
    })),
    symbols: Object.fromEntries(Object.entries(symbols).map(([id, tex]) => [id, symbol(tex)])),
    misconceptions: misconceptions.map((row) => ({
      ...row,
      name: text(row.name),
      hint: text(row.hint),
    })),
  };
}

const withWords = (choice: Choice, text: (english: string) => string): Choice => ({
  ...choice,
  words: choice.words.map((each) => ({ ...each, word: text(each.word) })),
});
