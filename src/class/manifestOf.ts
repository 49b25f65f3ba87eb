import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Held } from "./assign.js";
import type { ClassPlan, Places } from "./assignment.js";
import { type Earlier, editionOf } from "./earlier.js";
import type { Edition, Manifest, ManifestVariant } from "./manifest.js";
import { readRecord } from "./record.js";

/**
 * What the manifest says of a set: what the class has now, and what was handed out before and is in
 * nobody's hands only by the roster or the set of now. Nothing that was handed out is ever lost.
 */
export function manifestOf(
  plan: ClassPlan,
  held: readonly Held[],
  places: Places,
  earlier: Earlier,
): { readonly head: Omit<Manifest, "variants">; readonly variants: Iterable<ManifestVariant> } {
  const { set, malrules } = plan;
  const from = placeOf(plan, places);
  const refused = new Map((plan.redrawn ?? []).map(({ variant, reason }) => [variant, reason]));
  const kept = keptOf(held, earlier, refused);
  const editions = new Map<string, Edition>();
  for (const { exercise } of held) {
    const { name, version, overrides, text } = exercise;
    const edition = editionOf(name, { version, ask: overrides.ask, text });
    if (exercise.edition !== undefined) editions.set(edition.id, edition);
  }
  for (const { edition } of kept) if (edition) editions.set(edition.id, edition);
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
    ...(editions.size > 0 ? { editions: [...editions.values()] } : {}),
    malrules,
    students: studentsOf(plan, kept, earlier),
  };
  return { head, variants: variantsOf(held, kept, places, earlier) };
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

function keptOf(
  held: readonly Held[],
  earlier: Earlier,
  refused: ReadonlyMap<string, string>,
): readonly KeptVariant[] {
  const now = new Set(held.map(({ variant }) => variant));
  return (earlier.manifest?.variants ?? [])
    .filter(({ variant }) => !now.has(variant))
    .map((one) => {
      const edition = earlier.edition(one);
      const { edition: _, refused: before, ...rest } = one;
      const reason = refused.get(one.variant) ?? before;
      const variant = {
        ...rest,
        ...(edition ? { edition: edition.id } : {}),
        ...(reason === undefined ? {} : { refused: reason }),
      };
      return { variant, edition };
    });
}

function exercisesOf(
  { exercises }: ClassPlan,
  kept: readonly KeptVariant[],
  { manifest }: Earlier,
): Manifest["exercises"] {
  const had = new Set(kept.map(({ variant }) => variant.exercise));
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
  kept: readonly KeptVariant[],
  { manifest }: Earlier,
): Manifest["students"] {
  const had = new Set(kept.map(({ variant }) => variant.student));
  const ids = new Set(students.map(({ id }) => id));
  const left = (manifest?.students ?? []).filter(({ id }) => had.has(id) && !ids.has(id));
  return [...students, ...left.map((student) => ({ ...student, left: true as const }))];
}

/** What the manifest says of each, as its record has it. */
function* variantsOf(
  held: readonly Held[],
  kept: readonly KeptVariant[],
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
