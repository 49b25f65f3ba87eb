import { firstOf } from "../input/inputError.js";
import type { ExerciseFile } from "./readExercise.js";

/** What is wrong with an exercise, and the path of where it stands, for its reader to place. */
export class DeclarationError extends Error {
  override readonly name = "DeclarationError";
  constructor(
    readonly path: readonly PropertyKey[],
    readonly problem: string,
    /** What else is wrong. */
    readonly more: readonly DeclarationError[] = [],
  ) {
    super(problem);
  }
}

/** Does all of these, and throws what is wrong in them as one DeclarationError. */
export function all(works: Iterable<() => void>): void {
  const wrong: DeclarationError[] = [];
  for (const work of works) {
    try {
      work();
    } catch (mistake) {
      if (!(mistake instanceof DeclarationError)) throw mistake;
      wrong.push(mistake, ...mistake.more);
    }
  }
  const [first, ...more] = wrong;
  if (first) throw new DeclarationError(first.path, first.problem, more);
}

/**
 * What `work` gives; a DeclarationError in it is thrown as the error of the file that it is about.
 */
export function placedIn<T>({ error }: Pick<ExerciseFile, "error">, work: () => T): T {
  try {
    return work();
  } catch (mistake) {
    if (!(mistake instanceof DeclarationError)) throw mistake;
    throw firstOf([
      error(mistake.path, mistake.problem),
      ...mistake.more.map(({ path, problem }) => error(path, problem)),
    ]);
  }
}
