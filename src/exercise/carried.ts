import type { Malrule } from "../graph/rewrite.js";
import { InputError } from "../input/inputError.js";
import { parsed } from "../input/schemaIssue.js";
import { placedIn } from "./declarationError.js";
import { exerciseSchema } from "./exercise.js";
import { malrule, malrulesSchema } from "./malruleRow.js";
import type { ExerciseFile } from "./readExercise.js";
import { withoutNames } from "./withoutNames.js";

/**
 * An exercise as a page carries it: what its file says, read and checked when the page was made, so
 * that the page needs no reader of YAML. Throws an InputError without a place where it is none.
 */
export function carriedExercise(said: unknown, name: string): ExerciseFile {
  const error: ExerciseFile["error"] = (_, problem) => new InputError(name, problem);
  const checked = parsed(exerciseSchema, said);
  if (!checked.ok) throw error([], checked.findings[0].message);
  return { exercise: placedIn({ error }, () => withoutNames(checked.value)), error };
}

/** The same of misconceptions. */
export function carriedMalrules(said: unknown): readonly Malrule[] {
  const checked = parsed(malrulesSchema, said);
  if (!checked.ok) throw new InputError("malrules", checked.findings[0].message);
  return checked.value.map(malrule);
}
