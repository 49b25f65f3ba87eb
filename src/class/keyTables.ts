import { writeWhole } from "../files/writeWhole.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { type KeyTableEntry, keyTable } from "../render/keyTable.js";
import { template } from "../render/templates.js";
import type { ClassPlan, Places } from "./assignment.js";
import { problemAsGiven } from "./classProblems.js";
import type { HeldList, Holder } from "./heldList.js";
import { readRecord } from "./record.js";

/**
 * Writes a page an exercise with everybody's keys in a table, a row a student in the order of the
 * roster; by the names of the variants alone where keys name nobody. What was handed out with other
 * blanks has a page of its own, and so have each 1,000 students.
 */
export function writeKeyTables(
  { set, isAnonymous = false }: ClassPlan,
  held: HeldList,
  places: Places,
): void {
  const layout = template("keys");
  const { course, title, locale } = set;
  for (const [name, holders] of pagesOf(held, isAnonymous)) {
    const table = keyTable(entriesOf(holders, places, isAnonymous));
    if (!table) continue;
    const html = layout({ ...table, course, set: title, isAnonymous });
    writeWhole(places.keyTable(name), locale.decimalComma ? withDecimalComma(html) : html);
  }
}

/** A browser shows a page of so many, and they have room in memory. */
const mostOnPage = 1000;

/** Who stands on each page, in the order of its rows, by what the page is called. */
function* pagesOf(
  held: HeldList,
  isAnonymous: boolean,
): Generator<readonly [name: string, holders: readonly Holder[]]> {
  for (const [name, all] of byEdition(held)) {
    if (isAnonymous) all.sort((a, b) => (held.at(a).variant < held.at(b).variant ? -1 : 1));
    const pages = Math.ceil(all.length / mostOnPage);
    for (let page = 0; page < pages; page++) {
      const own = all.slice(page * mostOnPage, (page + 1) * mostOnPage);
      yield [pages === 1 ? name : `${name}-${page + 1}`, own.map((place) => held.at(place))];
    }
  }
}

/** The places of those who have an exercise with the same blanks, by what their file is called. */
function byEdition(held: HeldList): ReadonlyMap<string, number[]> {
  const found = new Map<string, number[]>();
  for (let place = 0; place < held.length; place++) {
    const { name, edition } = held.at(place).exercise;
    const called = edition === undefined ? name : `${name}-${edition}`;
    const others = found.get(called);
    if (others) others.push(place);
    else found.set(called, [place]);
  }
  return found;
}

function* entriesOf(
  holders: Iterable<Holder>,
  places: Places,
  isAnonymous: boolean,
): Generator<KeyTableEntry> {
  for (const one of holders) {
    const { student, exercise, variant } = one;
    const givens = readRecord(places.of(one).record, places.files)?.givens;
    if (!givens) continue;
    const problem = problemAsGiven(exercise.prepared, givens, variant, exercise.name);
    const { id, name } = student;
    if (isAnonymous) yield { problem };
    else yield { student: id, ...(name === undefined ? {} : { name }), problem };
  }
}
