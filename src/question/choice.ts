import type { Choice, Exercise } from "../exercise/exercise.js";

/** The choices of an exercise by the id of the question. */
export const choicesOf = ({ quantities }: Exercise): ReadonlyMap<string, Choice> =>
  new Map(quantities.flatMap(({ id, choice }) => (choice ? [[id, choice]] : [])));

/** The words to choose from. */
export const wordsOf = ({ words }: Choice): readonly string[] => [
  ...new Set(words.map(({ word }) => word)),
];

/** The right word where the deciding quantity has this value; undefined where no condition fits. */
export function wordFor({ words }: Choice, value: number): string | undefined {
  return words.find(({ below, at }) => {
    if (at !== undefined) return Math.abs(value - at) < 1e-9;
    return below === undefined || value < below - 1e-9;
  })?.word;
}
