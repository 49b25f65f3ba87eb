import { writeWhole } from "../files/writeWhole.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { type KeyTableEntry, keyTable } from "../render/keyTable.js";
import { template } from "../render/templates.js";
import type { ClassPlan, Places } from "./assignment.js";
import { problemAsGiven } from "./classProblems.js";
import type { Holder } from "./paperTable.js";
import { readRecord } from "./record.js";

/**
 * Writes a page an exercise with everybody's keys in a table, a row a student in the order of the
 * roster; by the names of the variants alone where keys name nobody. What was handed out with other
 * blanks has a page of its own, and so have each 1,000 students.
 */
export function writeKeyTables(
  { set, isAnonymous = false }: ClassPlan,
  held: readonly Holder[],
  places: Places,
): void {
  const layout = template("keys");
  const { course, title, locale } = set;
  for (const [name, holders] of pagesOf(byEdition(held), isAnonymous)) {
    const [first, ...others] = holders.flatMap((one) => entryOf(one, places, isAnonymous));
    if (!first) continue;
    const html = layout({ ...keyTable([first, ...others]), course, set: title, isAnonymous });
    writeWhole(places.keyTable(name), locale.decimalComma ? withDecimalComma(html) : html);
  }
}

/** A browser shows a page of so many, and they have room in memory. */
const mostOnPage = 1000;

/** Who stands on each page, in the order of its rows, by what the page is called. */
function* pagesOf(
  editions: ReadonlyMap<string, readonly Holder[]>,
  isAnonymous: boolean,
): Generator<readonly [name: string, holders: readonly Holder[]]> {
  for (const [name, all] of editions) {
    const ordered = isAnonymous ? byVariant(all) : all;
    const pages = Math.ceil(ordered.length / mostOnPage);
    for (let page = 0; page < pages; page++)
      yield [
        pages === 1 ? name : `${name}-${page + 1}`,
        ordered.slice(page * mostOnPage, (page + 1) * mostOnPage),
      ];
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
  const givens = readRecord(places.of(one).record, places.files)?.givens;
  if (!givens) return [];
  const problem = problemAsGiven(exercise.prepared, givens, variant, exercise.name);
  if (isAnonymous) return { problem };
  const { id, name } = student;
  return { student: id, ...(name === undefined ? {} : { name }), problem };
}
