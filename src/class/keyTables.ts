import { writeWhole } from "../files/writeWhole.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { type KeyTableEntry, keyTable } from "../render/keyTable.js";
import { template } from "../render/templates.js";
import type { ClassPlan, Places } from "./assignment.js";
import { problemAsGiven } from "./classProblems.js";
import { printed } from "./handout.js";
import type { Holder } from "./paperTable.js";
import { readRecord } from "./record.js";

/**
 * Writes a page an exercise with everybody's keys in a table, a row a student in the order of the
 * roster; by the names of the variants alone where keys name nobody. What was handed out with other
 * blanks has a page of its own.
 */
export function writeKeyTables(
  { set, isAnonymous = false }: ClassPlan,
  held: readonly Holder[],
  places: Places,
): void {
  const layout = template("keys");
  const { course, title, locale } = set;
  for (const [name, holders] of byEdition(held)) {
    const [first, ...others] = (isAnonymous ? byVariant(holders) : holders).flatMap((one) =>
      entryOf(one, places, isAnonymous),
    );
    if (!first) continue;
    const html = layout({ ...keyTable([first, ...others]), course, set: title, isAnonymous });
    writeWhole(places.keyTable(name), locale.decimalComma ? withDecimalComma(html) : html);
  }
}

/** Who has an exercise with the same blanks, by what a file of theirs is called. */
function byEdition(held: readonly Holder[]): ReadonlyMap<string, readonly Holder[]> {
  const found = new Map<string, Holder[]>();
  for (const one of held) {
    const { name, edition } = one.exercise;
    const called = edition === undefined ? name : `${name}-${edition}`;
    const others = found.get(called);
    if (others) others.push(one);
    else found.set(called, [one]);
  }
  return found;
}

const byVariant = (holders: readonly Holder[]): readonly Holder[] =>
  [...holders].sort((a, b) => (a.variant < b.variant ? -1 : 1));

function entryOf(
  one: Holder,
  places: Places,
  isAnonymous: boolean,
): KeyTableEntry | readonly never[] {
  const { student, exercise, variant } = one;
  const givens = readRecord(places.of(one).record)?.givens;
  if (!givens) return [];
  const problem = problemAsGiven(exercise.prepared, givens, variant, exercise.name);
  if (isAnonymous) return { problem };
  const { id, name } = printed(student);
  return { student: id, ...(name === undefined ? {} : { name }), problem };
}
