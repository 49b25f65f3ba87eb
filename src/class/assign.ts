import { dirname, join } from "node:path";
import { makeFolder, refuseLinks, removeDrafts, writeWhole } from "../files/writeWhole.js";
import type { Prepared } from "../problem/prepare.js";
import { givensOf, type Problem, problem, problemFromGivens } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import type { Assignment, ClassPlan, Places } from "./assignment.js";
import { collect } from "./collect.js";
import type { HandedOutBefore } from "./handedOutBefore.js";
import type { Handout } from "./handout.js";
import { type ManifestVariant, manifestText } from "./manifest.js";
import { type Holder, writePaperTable } from "./paperTable.js";
import {
  type Fingerprints,
  fingerprintOf,
  holdsSomething,
  isAsMade,
  isDone,
  isKept,
  type ProblemThere,
  problemIn,
  readRecord,
  recordText,
  type VariantRecord,
  workedIn,
} from "./record.js";

/** What a student has of an exercise, whole and fit to be marked. */
export interface Held extends Holder {
  readonly made: Pick<Fingerprints, "worksheet" | "keyPage">;
}

/** What came of an assignment. */
export interface HandedOut {
  readonly held?: Held;
  /** Files that somebody has worked in, and that would be otherwise now: they were left. */
  readonly left?: readonly string[];
  readonly wrong?: string;
}

/**
 * Makes the folders that everybody's files come to. Throws an InputError where one of them is a
 * link, and a WriteError where nothing can be written to it: then nobody's files can be made.
 */
export function makeCommonFolders(
  places: Places,
  { exercises }: Pick<ClassPlan, "exercises">,
): void {
  const { folder, students, instructor } = places;
  for (const common of [students, ...exercises.map(({ name }) => join(instructor, name))]) {
    refuseLinks(folder, common);
    makeFolder(common);
  }
}

/** What is said of an assignment that came to nothing. */
export const wrongWith = ({ student, exercise }: Assignment, what: string): string =>
  `${student.id}: ${exercise.name}: ${what}`;

/**
 * Makes one student's files of one exercise, unless they are there: all of them, then the record
 * that says so. A variant of another name that was handed out before stays, and so does a file that
 * somebody has worked in. Throws an Error where it cannot be made, or was handed out with other
 * numbers.
 */
export async function handOut(
  assignment: Assignment,
  places: Places,
  before: HandedOutBefore,
  make: (assignment: Assignment, problem: Problem) => Promise<Handout>,
): Promise<HandedOut> {
  const { exercise, seed, variant } = assignment;
  const { record, ...where } = places.of(assignment);
  const there = problemIn(where.problem);
  const has = there?.variant ?? before(assignment);
  if (has !== undefined && has !== variant) return keptInstead(assignment, has, there, places);
  const recorded = readRecord(record);
  if (recorded && isDone(places, assignment, recorded, there))
    return { held: heldOf(assignment, recorded.made) };
  const folders = new Set(Object.values(where).map(dirname));
  for (const folder of folders) refuseLinks(places.folder, folder);
  const givens = givensOf(drawn(exercise.prepared, seed));
  if (recorded && Object.keys(givens).some((id) => recorded.givens[id] !== givens[id])) {
    throw new Error(
      "has a variant with other numbers already; to hand out this one instead, delete the " +
        "set's folder",
    );
  }
  const files = await make(assignment, problemFromGivens(exercise.prepared, givens, variant));
  for (const folder of folders) {
    refuseLinks(places.folder, folder);
    removeDrafts(folder);
  }
  const { made, left } = writeFiles(assignment, files, recorded, places);
  writeIn(places, record, recordText(assignment, givens, made));
  return { held: heldOf(assignment, made), left };
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
  writeIn(places, where.problem, files.problem);
  writeIn(places, where.key, files.key);
  const isChanged = recorded?.digest !== assignment.digest;
  const left: string[] = [];
  const made = Object.fromEntries(
    workedIn.map((kind) => {
      const [path, was, now] = [where[kind], recorded?.made?.[kind], fingerprintOf(files[kind])];
      if (!holdsSomething(path) || (isChanged && was && isAsMade(path, was, true)))
        writeIn(places, path, files[kind]);
      else if (!isChanged) return [kind, was ?? now];
      else if (!isAsMade(path, now, true)) left.push(path);
      return [kind, now];
    }),
  ) as Fingerprints;
  return { made, left };
}

// Asked each time: somebody may put a link there at any time.
function writeIn({ folder }: Places, path: string, content: string | Uint8Array): void {
  refuseLinks(folder, dirname(path));
  writeWhole(path, content);
}

function keptInstead(
  assignment: Assignment,
  has: string,
  there: ProblemThere,
  places: Places,
): HandedOut {
  const kept = { ...assignment, variant: has };
  const record = readRecord(places.of(kept).record);
  const wrong = wrongWith(
    assignment,
    `has variant ${has} already, and would get ${assignment.variant}: ` +
      `the secret, the course, the set's name or the exercise's version is another now; ` +
      `to hand out this one instead, delete the set's folder`,
  );
  if (!record || !isKept(places, kept, record, there)) return { wrong };
  return { held: heldOf(kept, record.made), wrong };
}

// No more than is needed of it: there may be a hundred thousand.
const heldOf = (
  { student, exercise, variant }: Assignment,
  { worksheet, keyPage }: Fingerprints,
): Held => ({
  student,
  exercise,
  variant,
  made: { worksheet, keyPage },
});

/**
 * Writes what a whole set has once: the keys for markers, the worksheets for the print shop, the
 * manifest, and the table to type scripts on paper into. Gives the paths of PDFs that are not as
 * they were made, which are left out, and of that table where it lacks somebody.
 */
export async function assemble(
  plan: ClassPlan,
  held: readonly Held[],
  places: Places,
): Promise<readonly string[]> {
  const { exercises } = plan;
  const byVariant = exercises.flatMap(({ name }) =>
    held
      .filter(({ exercise }) => exercise.name === name)
      .sort((a, b) => (a.variant < b.variant ? -1 : 1)),
  );
  refuseLinks(places.folder, places.instructor);
  removeDrafts(places.instructor);
  const { title } = plan.set;
  const keys = await collect(
    places.keys,
    byVariant,
    (one) => ({ path: places.of(one).keyPage, made: one.made.keyPage, owner: one.variant }),
    { title: `${title} – keys` },
  );
  const worksheets = await collect(
    places.print,
    held,
    (one) => ({ path: places.of(one).worksheet, made: one.made.worksheet, owner: one.student.id }),
    { title: `${title} – worksheets`, evenPages: true },
  );
  // Putting together takes long, and who has the folder now is not known.
  refuseLinks(places.folder, places.instructor);
  writeWhole(places.manifest, manifestText(manifestHead(plan), variantsOf(held, places)));
  const isOlder = writePaperTable(places.paper, exercises, held);
  return [...keys, ...worksheets, ...(isOlder ? [places.paper] : [])];
}

function manifestHead({ set, exercises, malrules, students }: ClassPlan) {
  return {
    schemaVersion: 1 as const,
    course: set.course,
    set: set.name,
    title: set.title,
    locale: set.locale,
    policy: set.policy,
    exercises: exercises.map(({ name, version, points, overrides, text }) => ({
      name,
      version,
      points,
      overrides,
      text,
    })),
    malrules,
    students: [...students],
  };
}

/** What the manifest says of each, as its record has it. */
function* variantsOf(held: readonly Held[], places: Places): Generator<ManifestVariant> {
  for (const one of held) {
    const record = readRecord(places.of(one).record);
    if (!record) continue;
    const { variant, student, exercise, givens } = record;
    yield { variant, student, exercise, givens };
  }
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
