import { placedIn } from "./declarationError.js";
import { type Exercise, exerciseSchema } from "./exercise.js";
import { withoutNames } from "./withoutNames.js";
import { type YamlFile, yamlFile } from "./yamlFile.js";

/** An exercise, and the means to say where in its file something stands. */
export interface ExerciseFile extends Pick<YamlFile<Exercise>, "error"> {
  readonly exercise: Exercise;
}

/**
 * Reads an exercise from the text of its YAML file.
 * Throws an InputError that names the file, line and column of the first thing that is wrong.
 */
export function readExercise(text: string, source: string): ExerciseFile {
  const { value, error } = yamlFile(exerciseSchema, text, source, [["published", "printed"]]);
  return { exercise: placedIn({ error }, () => withoutNames(value)), error };
}
