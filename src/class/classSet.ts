import type { MarkingPolicy } from "../grade/markScript.js";
import type { Submission } from "../handedIn/submission.js";
import { InputError } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import { OwnedError } from "../input/ownedError.js";
import { TextIndex } from "../input/textIndex.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { classProblems } from "./classProblems.js";
import { concerns, type Decision } from "./decision.js";
import type {
  Edition,
  ListedManifest,
  Manifest,
  ManifestExercise,
  ManifestVariant,
  Student,
  Variants,
} from "./manifest.js";
import { policyFor, type WholePolicy } from "./policy.js";
import { studentAndExercise } from "./studentAndExercise.js";

/** A class set as marking asks about it. */
export interface ClassSet {
  /** All of the manifest: to ask it for `variants` reads those of a large class into memory. */
  readonly manifest: Manifest;
  /** The same variants, each read when it is asked for. */
  readonly variants: Variants;
  /** What was decided after handing out. */
  readonly decisions: readonly Decision[];
  /** The file that says so, where there is one. */
  readonly amendments?: string;
  /** Those of them that are about a variant. */
  decisionsOn(variant: ManifestVariant): readonly Decision[];
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
  /** The place of a student in the manifest. */
  placeOf(student: string): number | undefined;
  /** The exercises that count, and the students who are on the roster. */
  readonly exercises: readonly ManifestExercise[];
  readonly students: readonly Student[];
  /** The exercises that are not in the set any more. */
  readonly withdrawn: readonly ManifestExercise[];
  readonly timeZone: string | undefined;
  /** An exercise in each form in which it was handed out. */
  sheets(exercise: string): readonly Prepared[];
  policy(exercise: string): WholePolicy;
  marking(exercise: string): MarkingPolicy;
}

/**
 * Makes a set ready for marking: exercises are prepared once, each variant is made again when it is
 * asked for. `decide` reads what was decided of it.
 */
export function classSet(
  manifest: ListedManifest,
  decide: (set: Omit<ClassSet, "decisions" | "decisionsOn">) => readonly Decision[] = () => [],
): ClassSet {
  const set = undecidedSet(manifest);
  const decisions = decide(set);
  return {
    ...set,
    decisions,
    decisionsOn: (variant) => decisions.filter((decision) => concerns(decision, variant)),
  };
}

function undecidedSet(manifest: ListedManifest): Omit<ClassSet, "decisions" | "decisionsOn"> {
  const found = byName(manifest);
  const { exercises, students, variants } = found;
  const problemOf = classProblems(manifest);
  const policy = (exercise: string): WholePolicy =>
    policyFor(manifest.policy, exercises.get(exercise)!.overrides);
  return {
    manifest: asWhole(manifest),
    variants,
    exercises: manifest.exercises.filter(({ withdrawn }) => !withdrawn),
    students: manifest.students.filter(({ left }) => !left),
    withdrawn: manifest.exercises.filter(({ withdrawn }) => withdrawn),
    timeZone: manifest.timeZone,
    sheets: (name) => {
      const forms = new Map<string | undefined, ManifestVariant>();
      for (const variant of variants)
        if (variant.exercise === name) forms.set(variant.edition, variant);
      return [...forms.values()].map((variant) => problemOf(variant).prepared);
    },
    problemOf,
    policy,
    variantOf: (submission, name, byInstructor = false) =>
      variantOf(found, submission, name, byInstructor),
    variant: (name) => found.variant(name)!,
    exercise: (name) => exercises.get(name)!,
    student: (id) => students[found.placeOf(id)!]!,
    placeOf: found.placeOf,
    marking: (exercise) => {
      const { followThrough, imprecise, strictEvidence } = policy(exercise);
      const { decimalComma } = manifest.locale;
      return { followThrough, imprecise, strictEvidence, decimalComma };
    },
  };
}

/** The manifest with its variants as a list, which is made where somebody asks for it. */
function asWhole(manifest: ListedManifest): Manifest {
  const { variants } = manifest;
  let whole: ManifestVariant[] | undefined;
  return Object.defineProperty({ ...manifest } as Manifest, "variants", {
    enumerable: true,
    get: () => (whole ??= Array.from(variants)),
  });
}

/** What a manifest lists, by its names. */
interface ByName extends Pick<ListedManifest, "students" | "variants"> {
  readonly editions: ReadonlyMap<string, Edition>;
  readonly exercises: ReadonlyMap<string, ManifestExercise>;
  placeOf(student: string): number | undefined;
  variant(name: string): ManifestVariant | undefined;
  /** What a student has of an exercise. */
  handedOut(student: string, exercise: string): ManifestVariant | undefined;
}

function byName({ exercises, editions = [], students, variants }: ListedManifest): ByName {
  const places = new TextIndex((place) => students[place]!.id);
  for (const [place, { id }] of students.entries()) places.set(id, place);
  const names = new TextIndex((place) => asRead(variants.at(place)!.variant));
  const whose = new TextIndex((place) => pairOf(variants.at(place)!));
  let place = 0;
  for (const variant of variants) {
    names.set(asRead(variant.variant), place);
    // The first of several is the one that is handed out now.
    const isNow = variant.refused === undefined && !whose.has(pairOf(variant));
    if (isNow) whose.set(pairOf(variant), place);
    place++;
  }
  const found = (place: number | undefined): ManifestVariant | undefined =>
    place === undefined ? undefined : variants.at(place);
  return {
    students,
    variants,
    editions: new Map(editions.map((edition) => [edition.id, edition])),
    exercises: new Map(exercises.map((exercise) => [exercise.name, exercise])),
    placeOf: (student) => places.get(student),
    variant: (name) => found(names.get(asRead(name))),
    handedOut: (student, exercise) => found(whose.get(studentAndExercise(student, exercise))),
  };
}

const pairOf = ({ student, exercise }: ManifestVariant): string =>
  studentAndExercise(student, exercise);

function variantOf(
  known: ByName,
  submission: Submission,
  name: string,
  byInstructor: boolean,
): ManifestVariant {
  const asked = submission.variant === undefined ? undefined : asRead(submission.variant);
  if (asked === undefined && !byInstructor) {
    throw new InputError(name, "variant: is missing, so it is not known what this answers");
  }
  const found = asked === undefined ? handedTo(known, submission, name) : known.variant(asked);
  if (!found) throw new InputError(name, notHandedOut(known, submission));
  if (found.refused !== undefined) {
    const now = known.handedOut(found.student, found.exercise);
    const instead = now ? `; ${found.student} has ${now.variant} in its place` : "";
    const what = `variant: ${found.variant} does not count any more: ${found.refused}${instead}`;
    throw new OwnedError(name, what, found.student);
  }
  const mistake = contradiction(known, submission, found);
  if (mistake !== undefined) throw new InputError(name, mistake);
  return found;
}

function notHandedOut({ placeOf }: ByName, { variant, student }: Submission): string {
  const what = `variant: ${variant} was not handed out in this set`;
  const isKnown = student === undefined || placeOf(student) !== undefined;
  return isKnown ? what : `${what}; ${student} is not, or no longer, on its roster`;
}

/** What a submission says otherwise than the variant that it answers, if anything. */
function contradiction(
  { exercises, editions, placeOf }: ByName,
  submission: Submission,
  { variant, exercise, student, edition }: ManifestVariant,
): string | undefined {
  if (submission.exercise !== "" && submission.exercise !== exercise)
    return `exercise: variant ${variant} is of ${exercise}, not of ${submission.exercise}`;
  const { version } = editions.get(edition ?? "") ?? exercises.get(exercise)!;
  if (submission.exerciseVersion !== undefined && submission.exerciseVersion !== version)
    return (
      `answers version ${submission.exerciseVersion} of ${exercise}; ` +
      `this is version ${version}`
    );
  const { student: by = student } = submission;
  // A name that nobody has is somebody's way of writing their own.
  return by !== student && placeOf(by) !== undefined
    ? `is by ${by}, but variant ${variant} is not theirs`
    : undefined;
}

/** The variant that a student has, where only the student's id is known. */
function handedTo(
  { exercises, students, placeOf, handedOut }: ByName,
  { student, exercise }: Submission,
  name: string,
): ManifestVariant {
  if (student === undefined) throw new InputError(name, "expected a student_id or a variant");
  const counting = [...exercises.values()].filter(({ withdrawn }) => !withdrawn);
  const [only, ...others] = counting.map(({ name }) => name);
  const about = exercise || (others.length === 0 ? only : undefined);
  if (about === undefined)
    throw new InputError(name, "exercise: is missing, and this set has several");
  if (placeOf(student) === undefined) {
    const hint = meant(student, students);
    throw new InputError(name, `student: there is no ${student} on the roster of this set${hint}`);
  }
  if (!exercises.has(about)) {
    const hint = didYouMean(about, exercises.keys());
    throw new InputError(name, `exercise: there is no ${about} in this set${hint}`);
  }
  const found = handedOut(student, about);
  if (!found)
    throw new InputError(name, `student: ${student} was handed out no ${about} in this set`);
  return found;
}

// Neighbours on a roster have ids that are much alike: only one that is written in another way is
// meant.
function meant(student: string, students: readonly Student[]): string {
  const like = students.find(({ id }) => loosely(id) === loosely(student));
  return like === undefined ? "" : ` (did you mean ${like.id}?)`;
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
