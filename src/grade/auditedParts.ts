import { placedIn } from "../exercise/declarationError.js";
import type { ExerciseFile } from "../exercise/readExercise.js";
import type { Malrule } from "../graph/rewrite.js";
import { askingFor, type Prepared } from "../problem/prepare.js";
import { type Problem, publishedProblem } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import { audit, type Finding } from "./audit.js";

/** A part of a text: its example, and what was found. */
export interface AuditedPart {
  readonly problem: Problem;
  readonly findings: readonly Finding[];
}

/**
 * The text of an exercise that publishes numbers, audited part by part, for these misconceptions.
 * Throws an InputError for what cannot be computed, and a RangeError where it publishes none.
 */
export const auditedParts = (
  file: ExerciseFile,
  malrules: readonly Malrule[],
): readonly AuditedPart[] => partsOf(file).map((part) => auditedPart(part, malrules));

/** The exercise as each part of its text has it: with what is given and printed there. */
function partsOf(file: ExerciseFile): readonly ExerciseFile[] {
  const { published } = file.exercise;
  if (!published) throw new RangeError(`${file.exercise.name} publishes no numbers`);
  const further = published.parts.map(({ given, printed }, i): ExerciseFile => {
    const own = { ...published, given: { ...published.given, ...given }, printed };
    return {
      exercise: { ...file.exercise, published: own },
      error: ([first, ...path], problem) =>
        file.error(
          first === "published" ? [first, "parts", i, ...path] : [first!, ...path],
          problem,
        ),
    };
  });
  return [file, ...further];
}

function auditedPart(file: ExerciseFile, malrules: readonly Malrule[]): AuditedPart {
  const { printed, printedAs } = file.exercise.published!;
  const problem = publishedIn(file, askingFor(file, Object.keys(printed), malrules));
  return { problem, findings: audit(problem, printed, printedAs) };
}

function publishedIn(file: ExerciseFile, prepared: Prepared): Problem {
  try {
    return placedIn(file, () => publishedProblem(prepared, "audited"));
  } catch (error) {
    throw error instanceof UnsoundError ? file.error(["published", "given"], error.message) : error;
  }
}
