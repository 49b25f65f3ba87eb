import { isDeepStrictEqual } from "node:util";
import type { ClassPlan } from "./assignment.js";
import type { Manifest } from "./manifest.js";

/** So many students are named. */
const mostNamed = 20;

/** What is otherwise in a plan than it was when a manifest was written, a line each. */
export function whatChanged(
  { set, exercises, students }: ClassPlan,
  before: Omit<Manifest, "variants">,
): readonly string[] {
  const were = before.students.filter(({ left }) => !left);
  const had = before.exercises.filter(({ withdrawn }) => !withdrawn);
  const settings = (["title", "timeZone", "locale", "policy"] as const).filter(
    (key) => !isDeepStrictEqual(set[key], before[key]),
  );
  const changed = exercises.flatMap((now) => {
    const then = had.find(({ name }) => name === now.name);
    const keys = (["version", "points", "overrides", "text"] as const).filter(
      (key) => then && !isDeepStrictEqual(now[key], then[key]),
    );
    return keys.length > 0 ? [`${now.name} (${keys.map((key) => called[key]).join(", ")})`] : [];
  });
  const names = new Map(were.map(({ id, name }) => [id, name]));
  const named = students.filter(({ id, name }) => names.has(id) && names.get(id) !== name);
  return [
    ...line("joined", without(idsOf(students), idsOf(were))),
    ...line("left the roster", without(idsOf(were), idsOf(students))),
    ...line("have another name", idsOf(named)),
    ...line("new in the set", without(namesOf(exercises), namesOf(had))),
    ...line("taken out of the set", without(namesOf(had), namesOf(exercises))),
    ...line("otherwise in the set", [...settings, ...changed]),
  ];
}

/** What parts of an exercise are called by those who write sets. */
const called = { version: "version", points: "points", overrides: "settings", text: "its file" };

const idsOf = (students: readonly { readonly id: string }[]): readonly string[] =>
  students.map(({ id }) => id);
const namesOf = (exercises: readonly { readonly name: string }[]): readonly string[] =>
  exercises.map(({ name }) => name);

function without(these: readonly string[], those: readonly string[]): readonly string[] {
  const known = new Set(those);
  return these.filter((one) => !known.has(one));
}

function line(what: string, which: readonly string[]): readonly string[] {
  if (which.length === 0) return [];
  const more = which.length > mostNamed ? ` and ${which.length - mostNamed} more` : "";
  return [`${what}: ${which.slice(0, mostNamed).join(", ")}${more}`];
}
