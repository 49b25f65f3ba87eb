import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import { fileBytes } from "../files/fileBytes.js";
import type { Malrule } from "../graph/rewrite.js";
import type { Prepared } from "../problem/prepare.js";
import {
  type Assignment,
  type ClassPlan,
  digestsOf,
  type Places,
  type SetExercise,
} from "./assignment.js";
import { asking, classExercise } from "./classProblems.js";
import {
  type Edition,
  type Manifest,
  type ManifestVariant,
  mostManifestBytes,
  readManifest,
} from "./manifest.js";
import type { Overrides } from "./policy.js";
import { holdsSomething, type ProblemThere, readRecord, type VariantRecord } from "./record.js";

/** What an exercise was when a variant of it was handed out. */
interface Then {
  readonly version: number;
  readonly ask?: Overrides["ask"];
  readonly text: string;
}

/** What earlier runs of `assign` have handed out. */
export interface Earlier {
  /** The manifest of the last of them, if there was one. */
  readonly manifest: Manifest | undefined;
  /** A variant that the manifest lists, by its name. */
  variant(name: string): ManifestVariant | undefined;
  /**
   * An assignment of a variant that was handed out: its exercise asks what it asked then, under the
   * policy of now. Undefined where nobody knows any more what it was.
   */
  asHandedOut(assignment: Assignment, there: ProblemThere): Assignment | undefined;
  /**
   * The record of a variant in whose place this one is given, where the student's folder still
   * holds that one.
   */
  replacedBy(assignment: Assignment, there: ProblemThere): VariantRecord | undefined;
  /** What the variant of an exercise that is in the set now is an edition of; undefined: of now. */
  edition(variant: ManifestVariant): Edition | undefined;
}

/** Where nothing was handed out before. */
export const nothingEarlier: Earlier = {
  manifest: undefined,
  variant: () => undefined,
  asHandedOut: (assignment) => assignment,
  replacedBy: () => undefined,
  edition: () => undefined,
};

/** Looks up what was handed out. Throws an InputError for a manifest that cannot be read. */
export function earlierIn(places: Places, plan: ClassPlan): Earlier {
  const manifest = holdsSomething(places.manifest)
    ? readManifest(fileBytes(places.manifest, mostManifestBytes), places.manifest)
    : undefined;
  const variants = new Map(manifest?.variants.map((one) => [one.variant, one]));
  const editions = new Map(manifest?.editions?.map((one) => [one.id, one]));
  const exercises = new Map(manifest?.exercises.map((one) => [one.name, one]));
  const malrules = readMalrules(plan.malrules, "malrules.yaml");
  const made = new Map<string, SetExercise>();
  const digests = new Map<SetExercise, ReturnType<typeof digestsOf>>();
  const thenOf = ({ exercise, edition }: ManifestVariant): Then => {
    const { version, overrides, text } = exercises.get(exercise)!;
    return editions.get(edition ?? "") ?? { version, ask: overrides.ask, text };
  };
  /** The exercise of the set now as it was then, made once. */
  const exerciseThen = (now: SetExercise, then: Then): SetExercise => {
    const key = JSON.stringify([now.name, then.version, then.ask, then.text]);
    const found = made.get(key) ?? asItWas(plan, now, then, malrules);
    made.set(key, found);
    return found;
  };
  const digestOf = (exercise: SetExercise): ReturnType<typeof digestsOf> => {
    const digest = digests.get(exercise) ?? digestsOf(plan, exercise);
    digests.set(exercise, digest);
    return digest;
  };
  return {
    manifest,
    variant: (name) => variants.get(name),
    asHandedOut: (assignment, there) => {
      const { exercise: now, student, variant } = assignment;
      const listed = variants.get(variant);
      const then = listed ? thenOf(listed) : thenIn(there, now);
      if (!then) return undefined;
      const exercise = exerciseThen(now, then);
      return exercise === now
        ? assignment
        : { ...assignment, exercise, digest: digestOf(exercise)(student) };
    },
    replacedBy: (assignment, there) => {
      const { variant, student, exercise } = assignment;
      if (there?.variant === undefined || there.variant === variant) return undefined;
      const isReplaced = plan.redrawn?.some(
        (one) =>
          one.variant === there.variant &&
          one.student === student.id &&
          one.exercise === exercise.name,
      );
      return isReplaced
        ? readRecord(places.of({ ...assignment, variant: there.variant }).record)
        : undefined;
    },
    edition: (variant) => {
      const now = plan.exercises.find(({ name }) => name === variant.exercise);
      if (!now) return editions.get(variant.edition ?? "");
      const then = thenOf(variant);
      return exerciseThen(now, then) === now ? undefined : editionOf(now.name, then);
    },
  };
}

/** What the student's `problem.json` says where no manifest does: a run was interrupted. */
function thenIn(there: ProblemThere, { version, text }: SetExercise): Then | undefined {
  return there?.exerciseVersion === version
    ? { version, ask: there.overrides?.ask, text }
    : undefined;
}

// A change that leaves sheet and blanks as they are (a title, a tolerance, a key put right) holds
// for what was handed out, too.
function asItWas(
  { set }: ClassPlan,
  now: SetExercise,
  { version, ask, text }: Then,
  malrules: readonly Malrule[],
): SetExercise {
  const isSame = version === now.version && isDeepStrictEqual(ask, now.overrides.ask);
  if (isSame && text === now.text) return now;
  const overrides = asking(now.overrides, ask);
  const file = readExercise(text, `manifest.json: ${now.name}`);
  const prepared = classExercise(file, set.policy, overrides, malrules);
  if (version === now.version && isAskingTheSame(prepared, now.prepared)) return now;
  const { id } = editionOf(now.name, { version, ask, text });
  return { ...now, version, overrides, text, prepared, edition: id };
}

const isAskingTheSame = (one: Prepared, other: Prepared): boolean =>
  isDeepStrictEqual(sheetOf(one), sheetOf(other));

const sheetOf = ({ questions, program }: Prepared): readonly unknown[] => [
  questions.map(({ id }) => id),
  program.ids.slice(0, program.givens).sort(),
];

/** An edition of an exercise, called by what it is. */
export function editionOf(exercise: string, { version, ask, text }: Then): Edition {
  const id = createHash("sha256")
    .update(JSON.stringify([exercise, version, ask ?? null, text]))
    .digest("hex")
    .slice(0, 12);
  return { id, exercise, version, ...(ask === undefined ? {} : { ask }), text };
}
