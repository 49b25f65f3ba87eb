import { publishedGivens } from "./draw/drawing.js";
import { placedIn } from "./exercise/declarationError.js";
import type { ExerciseFile } from "./exercise/readExercise.js";
import { checkReferences } from "./exercise/references.js";
import { checkDerivatives } from "./problem/derivativeFault.js";
import type { Prepared } from "./problem/prepare.js";
import { notationFault, symbolFault, twinFault } from "./render/faults.js";
import { pictureFault } from "./render/pictures.js";

/** The same file, where all its words stand for something. Throws an InputError. */
export function checked(file: ExerciseFile): ExerciseFile {
  placedIn(file, () => checkReferences(file.exercise));
  const fault = symbolFault(file.exercise);
  if (fault) throw file.error(fault.path, fault.message);
  return file;
}

/**
 * What was prepared from a file, where it can be computed as it says and printed as it says. Throws
 * an InputError.
 */
export function checkedWhole(file: ExerciseFile, prepared: Prepared): Prepared {
  placedIn(file, () => checkDerivatives(prepared));
  const fault = notationFault(prepared) ?? twinFault(prepared) ?? pictureFault(prepared);
  if (fault) throw file.error(fault.path, fault.message);
  const { program, exercise, drawing } = prepared;
  const { published } = exercise;
  if (published) {
    placedIn(file, () =>
      publishedGivens(program.ids.slice(0, program.givens), published.given, drawing.known),
    );
  }
  return prepared;
}
