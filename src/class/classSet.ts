import type { MarkingPolicy } from "../grade/markScript.js";
import type { Submission } from "../handedIn/submission.js";
import { InputError } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { Problem } from "../problem/problem.js";
import { classProblems } from "./classProblems.js";
import type { Manifest, ManifestExercise, ManifestVariant, Student } from "./manifest.js";
import { pairOf } from "./pairOf.js";
import { policyFor, type WholePolicy } from "./policy.js";

/** A class set as marking asks about it. */
export interface ClassSet {
  readonly manifest: Manifest;
  /**
   * Whose variant a submission answers. Only what an instructor typed in may say so by a student's
   * id; the name of a variant is known to nobody else. Throws an InputError for a submission that
   * answers no variant, or another student's.
   */
  variantOf(submission: Submission, name: string, byInstructor?: boolean): ManifestVariant;
  problemOf(variant: ManifestVariant): Problem;
  variant(name: string): ManifestVariant;
  exercise(name: string): ManifestExercise;
  student(id: string): Student;
  policy(exercise: string): WholePolicy;
  marking(exercise: string): MarkingPolicy;
}

/**
 * Makes a set ready for marking: exercises are prepared once, each variant is made again when it is
 * asked for.
 */
export function classSet(manifest: Manifest): ClassSet {
  const exercises = new Map(manifest.exercises.map((exercise) => [exercise.name, exercise]));
  const students = new Map(manifest.students.map((student) => [student.id, student]));
  const variants = new Map(manifest.variants.map((variant) => [asRead(variant.variant), variant]));
  const handedOut = new Map(
    manifest.variants.map((variant) => [pairOf(variant.student, variant.exercise), variant]),
  );
  const [only, ...others] = manifest.exercises;
  const problemOf = classProblems(manifest);
  const policy = (exercise: string): WholePolicy =>
    policyFor(manifest.policy, exercises.get(exercise)!.overrides);

  return {
    manifest,
    problemOf,
    policy,
    variantOf,
    variant: (name) => variants.get(asRead(name))!,
    exercise: (name) => exercises.get(name)!,
    student: (id) => students.get(id)!,
    marking: (exercise) => {
      const { followThrough, imprecise, strictEvidence } = policy(exercise);
      const { decimalComma } = manifest.locale;
      return { followThrough, imprecise, strictEvidence, decimalComma };
    },
  };

  function variantOf(submission: Submission, name: string, byInstructor = false): ManifestVariant {
    const asked = submission.variant === undefined ? undefined : asRead(submission.variant);
    if (asked === undefined && !byInstructor) {
      throw new InputError(name, "variant: is missing, so it is not known what this answers");
    }
    const found = asked === undefined ? handedTo(submission, name) : variants.get(asked);
    if (!found) {
      const what = `variant: ${submission.variant} was not handed out in this set`;
      const { student } = submission;
      const isKnown = student === undefined || students.has(student);
      throw new InputError(
        name,
        isKnown ? what : `${what}; ${student} is not, or no longer, on its roster`,
      );
    }
    const { exercise, student } = found;
    if (submission.exercise !== "" && submission.exercise !== exercise) {
      throw new InputError(
        name,
        `exercise: variant ${found.variant} is of ${exercise}, not of ${submission.exercise}`,
      );
    }
    const { version } = exercises.get(exercise)!;
    if (submission.exerciseVersion !== undefined && submission.exerciseVersion !== version) {
      const what = `answers version ${submission.exerciseVersion} of ${exercise}; this is version ${version}`;
      throw new InputError(name, what);
    }
    // A name that nobody has is somebody's way of writing their own.
    if (
      submission.student !== undefined &&
      submission.student !== student &&
      students.has(submission.student)
    ) {
      throw new InputError(
        name,
        `is by ${submission.student}, but variant ${found.variant} is not theirs`,
      );
    }
    return found;
  }

  function handedTo({ student, exercise }: Submission, name: string): ManifestVariant {
    if (student === undefined) throw new InputError(name, "expected a student_id or a variant");
    const about = exercise || (others.length === 0 ? only?.name : undefined);
    if (about === undefined)
      throw new InputError(name, "exercise: is missing, and this set has several");
    if (!students.has(student)) {
      throw new InputError(
        name,
        `student: there is no ${student} on the roster of this set${meant(student)}`,
      );
    }
    if (!exercises.has(about)) {
      const hint = didYouMean(about, exercises.keys());
      throw new InputError(name, `exercise: there is no ${about} in this set${hint}`);
    }
    const found = handedOut.get(pairOf(student, about));
    if (!found)
      throw new InputError(name, `student: ${student} was handed out no ${about} in this set`);
    return found;
  }

  // Neighbours on a roster have ids that are much alike: only one that is written in another way is
  // meant.
  function meant(student: string): string {
    const id = [...students.keys()].find((id) => loosely(id) === loosely(student));
    return id === undefined ? "" : ` (did you mean ${id}?)`;
  }
}

// As a spreadsheet or a hurried hand writes an id: without leading zeros, in other capitals, with
// spaces.
const loosely = (id: string): string =>
  id
    .toLowerCase()
    .replace(/\s/g, "")
    .replace(/(?<!\d)0+(?=\d)/g, "");

// As a person copies the name of a variant from paper: its alphabet has neither I nor L nor O.
const asRead = (variant: string): string =>
  variant
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/[IL]/g, "1")
    .replaceAll("O", "0");
