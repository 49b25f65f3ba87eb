import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { readExercise } from "../exercise/readExercise.js";
import { readMalrules } from "../exercise/readMalrules.js";
import type { Malrule } from "../graph/rewrite.js";
import { TextIndex } from "../input/textIndex.js";
import type { Prepared } from "../problem/prepare.js";
import {
  type Assignment,
  type ClassPlan,
  digestsOf,
  type Places,
  type SetExercise,
} from "./assignment.js";
import { asking, classExercise } from "./classProblems.js";
import type { Edition, ListedManifest, ManifestExercise, ManifestVariant } from "./manifest.js";
import { openManifest } from "./manifestFile.js";
import type { Overrides } from "./policy.js";
import { holdsSomething, type ProblemThere, readRecord, type VariantRecord } from "./record.js";
import { timesRedrawn } from "./redrawn.js";
import { seedAndName } from "./seed.js";

/** What an exercise was when a variant of it was handed out. */
interface Then {
  readonly version: number;
  readonly ask?: Overrides["ask"];
  readonly text: string;
}

/** What earlier runs of `assign` have handed out. */
export interface Earlier {
  /** The manifest of the last of them, if there was one. */
  readonly manifest: ListedManifest | undefined;
  /** A variant that the manifest lists, by its name. */
  variant(name: string): ManifestVariant | undefined;
  /**
   * An assignment of a variant that was handed out: its exercise asks what it asked then, under the
   * policy of now. Undefined where nobody knows any more what it was.
   */
  asHandedOut(assignment: Assignment, there: ProblemThere): Assignment | undefined;
  /** What a variant would be called if its exercise were of this version. */
  nameAt(assignment: Assignment, version: number): string;
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
  nameAt: ({ variant }) => variant,
  replacedBy: () => undefined,
  edition: () => undefined,
};

/** Looks up what was handed out. Throws an InputError for a manifest that cannot be read. */
export const earlierIn = (places: Places, plan: ClassPlan): Earlier =>
  new EarlierRuns(
    places,
    plan,
    holdsSomething(places.manifest) ? openManifest(places.manifest) : undefined,
  );

class EarlierRuns implements Earlier {
  readonly manifest: ListedManifest | undefined;
  readonly #places: Places;
  readonly #plan: ClassPlan;
  /** Where the manifest has a variant. */
  readonly #variants = new TextIndex((place) => this.manifest!.variants.at(place)!.variant);
  readonly #editions: ReadonlyMap<string, Edition>;
  readonly #exercises: ReadonlyMap<string, ManifestExercise>;
  readonly #malrules: readonly Malrule[];
  readonly #made = new Map<string, SetExercise>();
  readonly #digests = new Map<SetExercise, ReturnType<typeof digestsOf>>();
  readonly #times: ReturnType<typeof timesRedrawn>;

  constructor(places: Places, plan: ClassPlan, manifest: ListedManifest | undefined) {
    this.manifest = manifest;
    this.#places = places;
    this.#plan = plan;
    let place = 0;
    for (const { variant } of manifest?.variants ?? []) this.#variants.set(variant, place++);
    this.#editions = new Map(manifest?.editions?.map((one) => [one.id, one]));
    this.#exercises = new Map(manifest?.exercises.map((one) => [one.name, one]));
    this.#malrules = readMalrules(plan.malrules, "malrules.yaml");
    this.#times = timesRedrawn(plan.redrawn ?? []);
  }

  variant(name: string): ManifestVariant | undefined {
    const place = this.#variants.get(name);
    return place === undefined ? undefined : this.manifest!.variants.at(place);
  }

  asHandedOut(assignment: Assignment, there: ProblemThere): Assignment | undefined {
    const { exercise: now, student, variant } = assignment;
    const listed = this.variant(variant);
    const then = listed ? this.#thenOf(listed) : thenIn(there, now);
    if (!then) return undefined;
    const exercise = this.#exerciseThen(now, then);
    if (exercise === now) return assignment;
    const digest = this.#digests.get(exercise) ?? digestsOf(this.#plan, exercise);
    this.#digests.set(exercise, digest);
    return { ...assignment, exercise, digest: digest(student) };
  }

  nameAt({ student, exercise: { name } }: Assignment, version: number): string {
    const { secret, set } = this.#plan;
    const redrawn = this.#times(student.id, name);
    return seedAndName(secret, {
      course: set.course,
      set: set.name,
      exercise: name,
      version,
      student: student.id,
      redrawn,
    }).variant;
  }

  replacedBy(assignment: Assignment, there: ProblemThere): VariantRecord | undefined {
    const { variant, student, exercise } = assignment;
    if (there?.variant === undefined || there.variant === variant) return undefined;
    const isReplaced = this.#plan.redrawn?.some(
      (one) =>
        one.variant === there.variant &&
        one.student === student.id &&
        one.exercise === exercise.name,
    );
    const replaced = { ...assignment, variant: there.variant };
    return isReplaced
      ? readRecord(this.#places.of(replaced).record, this.#places.files)
      : undefined;
  }

  edition(variant: ManifestVariant): Edition | undefined {
    const now = this.#plan.exercises.find(({ name }) => name === variant.exercise);
    if (!now) return this.#editions.get(variant.edition ?? "");
    const then = this.#thenOf(variant);
    return this.#exerciseThen(now, then) === now ? undefined : editionOf(now.name, then);
  }

  #thenOf({ exercise, edition }: ManifestVariant): Then {
    const { version, overrides, text } = this.#exercises.get(exercise)!;
    return this.#editions.get(edition ?? "") ?? { version, ask: overrides.ask, text };
  }

  /** An exercise of the set as it was then, made once. */
  #exerciseThen(now: SetExercise, then: Then): SetExercise {
    const key = JSON.stringify([now.name, then.version, then.ask, then.text]);
    const found = this.#made.get(key) ?? asItWas(this.#plan, now, then, this.#malrules);
    this.#made.set(key, found);
    return found;
  }
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
