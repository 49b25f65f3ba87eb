import type { ExerciseFile } from "./readExercise.js";

/** What is wrong with an exercise, and the path of where it stands, for its reader to place. */
export class DeclarationError extends Error {
  override readonly name = "DeclarationError";
  constructor(
    readonly path: readonly PropertyKey[],
    readonly problem: string,
  ) {
    super(problem);
  }
}

/**
 * What `work` gives; a DeclarationError in it is thrown as the error of the file that it is about.
 */
export function placedIn<T>({ error }: Pick<ExerciseFile, "error">, work: () => T): T {
  try {
    return work();
  } catch (mistake) {
    throw mistake instanceof DeclarationError ? error(mistake.path, mistake.problem) : mistake;
  }
}
