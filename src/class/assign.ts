import { dirname, join } from "node:path";
import { makeFolder, refuseLinks, removeDrafts, writeWhole } from "../files/writeWhole.js";
import type { Prepared } from "../problem/prepare.js";
import { givensOf, type Problem, problem, problemFromGivens } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import type { Assignment, ClassPlan, Places } from "./assignment.js";
import { collect, type Part } from "./collect.js";
import { type Earlier, nothingEarlier } from "./earlier.js";
import type { HandedOutBefore } from "./handedOutBefore.js";
import type { Handout } from "./handout.js";
import type { Held, HeldList } from "./heldList.js";
import { writeKeyTables } from "./keyTables.js";
import { manifestText } from "./manifest.js";
import { manifestOf } from "./manifestOf.js";
import { writePaperTable } from "./paperTable.js";
import {
  type Fingerprint,
  type Fingerprints,
  fingerprintOf,
  holdsSomething,
  isAsMade,
  isDone,
  isWhole,
  type ProblemThere,
  problemIn,
  readRecord,
  recordText,
  type VariantRecord,
  workedIn,
} from "./record.js";

/** What came of an assignment. */
export interface HandedOut {
  readonly held?: Held;
  /** Files that somebody has worked in, and that would be otherwise now: they were left. */
  readonly left?: readonly string[];
  readonly wrong?: string;
  /** What of a variant that was handed out stays, though the set would give another now. */
  readonly keeps?: "numbers" | "blanks";
}

/**
 * Makes the folders that everybody's files come to. Throws an InputError where one of them is a
 * link, and a WriteError where nothing can be written to it: then nobody's files can be made.
 */
export function makeCommonFolders(
  places: Places,
  { exercises }: Pick<ClassPlan, "exercises">,
): void {
  const { folder, students, instructor, files } = places;
  const ofExercises = files.isArchiving ? [] : exercises.map(({ name }) => join(instructor, name));
  for (const common of [students, ...ofExercises]) {
    refuseLinks(folder, common);
    makeFolder(common);
  }
}

/** What is said of an assignment that came to nothing. */
export const wrongWith = ({ student, exercise }: Assignment, what: string): string =>
  `${student.id}: ${exercise.name}: ${what}`;

/**
 * Makes one student's files of one exercise, unless they are there: all of them, then the record
 * that says so. What was handed out before stays, with its numbers and blanks, and so does a file
 * that somebody has worked in. Throws an Error where it cannot be made.
 */
export async function handOut(
  assignment: Assignment,
  places: Places,
  before: HandedOutBefore,
  make: (assignment: Assignment, problem: Problem) => Promise<Handout>,
  earlier: Earlier = nothingEarlier,
): Promise<HandedOut> {
  const { seed, variant } = assignment;
  const { record, ...where } = places.of(assignment);
  const there = problemIn(where.problem, places.files);
  const replaced = earlier.replacedBy(assignment, there);
  const has = replaced ? undefined : (there?.variant ?? before(assignment));
  if (has !== undefined && has !== variant)
    return keptInstead(assignment, has, there, places, earlier);
  const recorded = readRecord(record, places.files);
  const known = recorded?.givens ?? earlier.variant(variant)?.givens;
  const own = (known && earlier.asHandedOut(assignment, there)) ?? assignment;
  const keepsBlanks = own === assignment ? {} : ({ keeps: "blanks" } as const);
  if (recorded && isDone(places, own, recorded, there))
    return { held: heldOf(own, recorded.made), ...keepsBlanks };
  const folders = new Set(Object.values(where).map(dirname));
  for (const folder of folders) refuseLinks(places.folder, folder);
  const keeps =
    known && !isDrawnNow(assignment, known) ? ({ keeps: "numbers" } as const) : undefined;
  const givens = known ?? givensOf(drawn(assignment.exercise.prepared, seed));
  const files = await make(own, problemFromGivens(own.exercise.prepared, givens, variant));
  for (const folder of folders) {
    refuseLinks(places.folder, folder);
    removeDrafts(folder);
  }
  // What is of the variant before is another file, though the set has not changed.
  const filesBefore = recorded ?? (replaced && { ...replaced, digest: "" });
  const { made, left } = writeFiles(own, files, filesBefore, places);
  writeIn(places, record, recordText(own, givens, made));
  places.files.settle();
  return { held: heldOf(own, made), left, ...keeps, ...keepsBlanks };
}

/** Whether the set as it is now would draw these numbers. */
function isDrawnNow({ exercise, seed }: Assignment, known: VariantRecord["givens"]): boolean {
  try {
    const now = givensOf(drawn(exercise.prepared, seed));
    return Object.keys(now).every((id) => known[id] === now[id]);
  } catch {
    return false; // Nothing sound is drawn any more.
  }
}

/**
 * Writes the files of an assignment but its record; what somebody has worked in is left. Gives what
 * the files are, and those that would be otherwise now.
 */
function writeFiles(
  assignment: Assignment,
  files: Handout,
  recorded: VariantRecord | undefined,
  places: Places,
): { readonly made: Fingerprints; readonly left: readonly string[] } {
  const where = places.of(assignment);
  const { files: lying } = places;
  writeIn(places, where.problem, files.problem);
  writeIn(places, where.key, files.key);
  const isChanged = recorded?.digest !== assignment.digest;
  const left: string[] = [];
  // What is not made now may have been made before, and be made again.
  const made: Fingerprints = { ...recorded?.made };
  for (const kind of workedIn) {
    const [path, content] = [where[kind], files[kind]];
    if (path === undefined || content === undefined) continue;
    const [was, now] = [recorded?.made?.[kind], fingerprintOf(content)];
    made[kind] = now;
    if (!holdsSomething(path, lying) || (isChanged && was && isAsMade(path, was, true, lying)))
      writeIn(places, path, content);
    else if (!isChanged) made[kind] = was ?? now;
    else if (!isAsMade(path, now, true, lying)) left.push(path);
  }
  return { made, left };
}

// Asked each time: somebody may put a link there at any time. What would be the same is left.
function writeIn({ folder, files }: Places, path: string, content: string | Uint8Array): void {
  refuseLinks(folder, dirname(path));
  if (!isAsMade(path, fingerprintOf(content), true, files)) files.write(path, content);
}

function keptInstead(
  assignment: Assignment,
  has: string,
  there: ProblemThere,
  places: Places,
  earlier: Earlier,
): HandedOut {
  const kept = earlier.asHandedOut({ ...assignment, variant: has }, there);
  const wrong = wrongWith(
    assignment,
    `has variant ${has} already, and would get ${assignment.variant}: ` +
      `the secret, the course, the set's name or the exercise's version is another now; ` +
      `to hand out this one instead, delete the set's folder`,
  );
  const record = kept && readRecord(places.of(kept).record, places.files);
  if (!record || !isWhole(places, kept, record, there)) return { wrong };
  const held = heldOf(kept, record.made);
  // Of an exercise that has a new version, each keeps the one that they were handed out.
  return earlier.nameAt(assignment, kept.exercise.version) === has
    ? { held, keeps: "blanks" }
    : { held, wrong };
}

// No more than is needed of it: there may be a hundred thousand.
const heldOf = (
  { student, exercise, variant }: Assignment,
  { worksheet, keyPage }: Fingerprints,
): Held => ({
  student,
  exercise,
  variant,
  made: { ...(worksheet && { worksheet }), ...(keyPage && { keyPage }) },
});

/**
 * Writes what a whole set has once: the keys for markers, the worksheets for the print shop, the
 * manifest, and the table to type scripts on paper into. Gives the paths of PDFs that are not as
 * they were made, which are left out, and of that table where it lacks somebody.
 */
export async function assemble(
  plan: ClassPlan,
  held: HeldList,
  places: Places,
  earlier: Earlier,
): Promise<readonly string[]> {
  refuseLinks(places.folder, places.instructor);
  removeDrafts(places.instructor);
  const changed = places.formats.includes("pdf") ? await putTogether(plan, held, places) : [];
  // Putting together takes long, and who has the folder now is not known.
  refuseLinks(places.folder, places.instructor);
  const { head, variants } = manifestOf(plan, held, places, earlier);
  writeWhole(places.manifest, manifestText(head, variants));
  writeKeyTables(plan, held, places);
  const sheets = new Set(plan.exercises);
  for (const { exercise } of held) sheets.add(exercise);
  const isOlder = writePaperTable(places.paper, sheets, held);
  return [...changed, ...(isOlder ? [places.paper] : [])];
}

async function putTogether(
  { exercises, set: { title } }: ClassPlan,
  held: HeldList,
  places: Places,
): Promise<readonly string[]> {
  const inOrder = [...held];
  const byVariant = exercises.flatMap(({ name }) =>
    inOrder
      .filter(({ exercise }) => exercise.name === name)
      .sort((a, b) => (a.variant < b.variant ? -1 : 1)),
  );
  const partOf = (
    path: string | undefined,
    made: Fingerprint | undefined,
    owner: string,
  ): readonly Part[] => (path === undefined || made === undefined ? [] : [{ path, made, owner }]);
  const keys = await collect(
    places.keys,
    byVariant.flatMap((one) => partOf(places.of(one).keyPage, one.made.keyPage, one.variant)),
    (part) => part,
    { title: `${title} – keys`, files: places.files },
  );
  const worksheets = await collect(
    places.print,
    inOrder.flatMap((one) => partOf(places.of(one).worksheet, one.made.worksheet, one.student.id)),
    (part) => part,
    { title: `${title} – worksheets`, evenPages: true, files: places.files },
  );
  return [...keys, ...worksheets];
}

// A message goes to screens and logs, where no seed belongs.
function drawn(prepared: Prepared, seed: string): Problem {
  try {
    return problem(prepared, seed);
  } catch (error) {
    if (error instanceof UnsoundError)
      throw new Error(error.message.replace(` of seed ${seed}`, ""));
    throw error;
  }
}
