import { isAbsolute, relative, resolve, sep } from "node:path";
import { TextIndex } from "../input/textIndex.js";
import type { ClassPlan, Places, SetExercise } from "./assignment.js";
import { type Earlier, editionOf } from "./earlier.js";
import type { HeldList } from "./heldList.js";
import type { Edition, Manifest, ManifestVariant } from "./manifest.js";
import { readRecord } from "./record.js";

/**
 * What the manifest says of a set: what the class has now, and what was handed out before and is in
 * nobody's hands only by the roster or the set of now. Nothing that was handed out is ever lost.
 */
export function manifestOf(
  plan: ClassPlan,
  held: HeldList,
  places: Places,
  earlier: Earlier,
): {
  readonly head: Omit<Manifest, "variants">;
  readonly variants: Iterable<ManifestVariant>;
} {
  const { set, malrules } = plan;
  const from = placeOf(plan, places);
  const kept = new KeptVariants(plan, held, earlier);
  const editions = editionsOf(held, kept);
  const head = {
    schemaVersion: 1 as const,
    course: set.course,
    set: set.name,
    title: set.title,
    ...(from === undefined ? {} : { from }),
    ...(set.timeZone === undefined ? {} : { timeZone: set.timeZone }),
    locale: set.locale,
    policy: set.policy,
    exercises: exercisesOf(plan, kept, earlier),
    ...(editions.length > 0 ? { editions: [...editions] } : {}),
    malrules,
    students: studentsOf(plan, kept, earlier),
  };
  return { head, variants: variantsOf(held, kept, places, earlier) };
}

function editionsOf(held: HeldList, kept: KeptVariants): readonly Edition[] {
  const editions = new Map<string, Edition>();
  const sheets = new Set<SetExercise>();
  for (const { exercise } of held) if (exercise.edition !== undefined) sheets.add(exercise);
  for (const { name, version, overrides, text } of sheets) {
    const edition = editionOf(name, { version, ask: overrides.ask, text });
    editions.set(edition.id, edition);
  }
  for (const { edition } of kept) if (edition) editions.set(edition.id, edition);
  return [...editions.values()];
}

/** Where the set's file lies, as it is found from the manifest; nothing on another disk. */
function placeOf({ folder }: ClassPlan, { instructor }: Places): string | undefined {
  if (folder === undefined) return undefined;
  const from = relative(resolve(instructor), resolve(folder));
  return isAbsolute(from) ? undefined : from.split(sep).join("/");
}

/** A variant that only an earlier manifest lists, and what of the exercise it has. */
interface KeptVariant {
  readonly variant: ManifestVariant;
  readonly edition: Edition | undefined;
}

/** These, each found when it is asked for. */
class KeptVariants implements Iterable<KeptVariant> {
  readonly #earlier: Earlier;
  readonly #now: TextIndex;
  readonly #refused: ReadonlyMap<string, string>;

  constructor({ redrawn = [] }: ClassPlan, held: HeldList, earlier: Earlier) {
    this.#earlier = earlier;
    this.#now = new TextIndex((place) => held.at(place).variant);
    for (let place = 0; place < held.length; place++) this.#now.set(held.at(place).variant, place);
    this.#refused = new Map(redrawn.map(({ variant, reason }) => [variant, reason]));
  }

  *[Symbol.iterator](): Generator<KeptVariant> {
    for (const one of this.#earlier.manifest?.variants ?? []) {
      if (this.#now.has(one.variant)) continue;
      const edition = this.#earlier.edition(one);
      const { edition: _, refused: before, ...rest } = one;
      const reason = this.#refused.get(one.variant) ?? before;
      const variant = {
        ...rest,
        ...(edition ? { edition: edition.id } : {}),
        ...(reason === undefined ? {} : { refused: reason }),
      };
      yield { variant, edition };
    }
  }
}

function exercisesOf(
  { exercises }: ClassPlan,
  kept: KeptVariants,
  { manifest }: Earlier,
): Manifest["exercises"] {
  const had = new Set<string>();
  for (const { variant } of kept) had.add(variant.exercise);
  const names = new Set(exercises.map(({ name }) => name));
  const withdrawn = (manifest?.exercises ?? []).filter(
    ({ name }) => had.has(name) && !names.has(name),
  );
  return [
    ...exercises.map(({ name, version, points, overrides, text }) => ({
      name,
      version,
      points,
      overrides,
      text,
    })),
    ...withdrawn.map((exercise) => ({ ...exercise, withdrawn: true as const })),
  ];
}

function studentsOf(
  { students }: ClassPlan,
  kept: KeptVariants,
  { manifest }: Earlier,
): Manifest["students"] {
  const ids = new TextIndex((place) => students[place]!.id);
  for (const [place, { id }] of students.entries()) ids.set(id, place);
  const had = new Set<string>();
  for (const { variant } of kept) if (!ids.has(variant.student)) had.add(variant.student);
  const left = (manifest?.students ?? []).filter(({ id }) => had.has(id));
  return [...students, ...left.map((student) => ({ ...student, left: true as const }))];
}

/** What the manifest says of each, as its record has it. */
function* variantsOf(
  held: HeldList,
  kept: KeptVariants,
  places: Places,
  earlier: Earlier,
): Generator<ManifestVariant> {
  for (const one of held) {
    const record = readRecord(places.of(one).record, places.files) ?? earlier.variant(one.variant);
    if (!record) continue;
    const { variant, student, exercise, givens } = record;
    const { edition } = one.exercise;
    yield { variant, student, exercise, givens, ...(edition === undefined ? {} : { edition }) };
  }
  for (const { variant } of kept) yield variant;
}
