import { placedIn } from "./declarationError.js";
import { type Exercise, exerciseSchema } from "./exercise.js";
import { withoutNames } from "./withoutNames.js";
import { type YamlFile, yamlFile, yamlValue } from "./yamlFile.js";

/** An exercise, and the means to say where in its file something stands. */
export interface ExerciseFile extends Pick<YamlFile<Exercise>, "error"> {
  readonly exercise: Exercise;
}

/**
 * Reads an exercise from the text of its YAML file; `value` is what the text says, where that is
 * known already.
 * Throws an InputError that names the file, line and column of the first thing that is wrong.
 */
export function readExercise(
  text: string,
  source: string,
  value: unknown = exerciseValue(text, source),
): ExerciseFile {
  const file = yamlFile(exerciseSchema, text, source, value);
  return { exercise: placedIn(file, () => withoutNames(file.value)), error: file.error };
}

/**
 * What the text of an exercise's file says, not yet checked. Throws an InputError with the place of
 * what is no YAML.
 */
export const exerciseValue = (text: string, source: string): unknown =>
  yamlValue(text, source, [["published", "printed"]]);
