import { join } from "node:path";
import { setImmediate as aTurn } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import { type Attempt, attemptOf, better } from "../class/attempt.js";
import { type ClassSet, classSet } from "../class/classSet.js";
import { type GradescopeMetadata, isAmong, readGradescopeMetadata } from "../class/gradescopeMetadata.js";
import { type ManifestVariant, mostManifestBytes, readManifest } from "../class/manifest.js";
import { pairOf } from "../class/pairOf.js";
import { type MarkedScript, type MarkingPolicy, markScript } from "../grade/markScript.js";
import type { Submission } from "../grade/submission.js";
import { InputError } from "../input/inputError.js";
import type { Prepared, Problem } from "../problem.js";
import { tidyMarks } from "../question/tidyMarks.js";
import { exitCode } from "./exitCode.js";
import { bytesOf } from "./files.js";
import { inputErrorOf, nameOf, problemFinder, type Received, received } from "./submissions.js";
import type { Terminal } from "./terminal.js";

/** A script with its marks. */
export interface Marked extends Received {
  readonly script: MarkedScript;
  readonly prepared: Prepared;
  /** The problem, made again in a set: thousands are not kept. */
  problem(): Problem;
  /** What the script earns in its set, and what the whole exercise is worth there. */
  readonly worth?: { readonly points: number; readonly maxPoints: number };
  /** Whether the set gives hints to students. */
  readonly hints?: boolean;
}

/** What came of one submission: its marks, or why it has none. */
export type Marking = Marked | InputError;

/** Submissions on their way from where they lie to a report. */
export interface Batch {
  readonly set?: ClassSet;
  readonly metadata?: GradescopeMetadata;
  /** Each is read and marked when the one before has gone by, and is not kept; so they go by once. */
  readonly markings: AsyncIterable<Marking>;
  /** What the batch alone asks the program to exit with, when all have gone by: done, partly failed, or nothing that could be read. */
  code(): number;
}

/** How a batch is marked. */
export interface MarkOptions {
  readonly exercise?: readonly string[];
  /** The folder of a class set, or its manifest. */
  readonly set?: string;
  /** Gradescope's submission_metadata.json: who handed these in. */
  readonly metadata?: string;
  readonly followThrough?: number;
  readonly strictEvidence?: boolean;
}

/** The part of the options that is policy, without what was not asked for. */
export const policyOf = ({ followThrough, strictEvidence }: MarkOptions): MarkingPolicy => ({
  ...(followThrough === undefined ? {} : { followThrough }),
  ...(strictEvidence === undefined ? {} : { strictEvidence }),
});

/**
 * Marks every submission at these paths but the `results` that lie among them. One that cannot be read, or marked, is
 * said and does not stop the others. Of a class set, each student has one script an exercise, in the order of the roster.
 * Throws an InputError where the set, the metadata or an exercise cannot be used.
 */
export function markAll(paths: readonly string[], options: MarkOptions, screen: Terminal, results?: string): Batch {
  const set = options.set === undefined ? undefined : loadSet(options.set);
  const metadata = options.metadata === undefined ? undefined : loadMetadata(options.metadata);
  const mark = set ? classMarker(set, policyOf(options)) : marker(options);
  const all = received(paths, results);
  const counting = set ? oneEach(all, set, mark, screen) : markingsOf(all, mark);
  const theirs = set && metadata ? handedInBy(metadata, counting, set) : counting;
  let [marked, failed] = [0, 0];
  return {
    ...(set ? { set } : {}),
    ...(metadata ? { metadata } : {}),
    markings: toldOf(theirs),
    code: () => (failed === 0 ? exitCode.done : marked > 0 ? exitCode.partly : exitCode.badInput),
  };

  async function* toldOf(markings: AsyncIterable<Marking>): AsyncGenerator<Marking> {
    for await (const one of markings) {
      // Between two scripts a signal is heard.
      await aTurn();
      if (one instanceof InputError) {
        failed++;
        screen.complain(one.message);
      } else {
        marked++;
        for (const warning of [...one.script.warnings].sort()) screen.say(`${nameOf(one)}: ${warning}`);
      }
      yield one;
    }
    if (marked > 0 || failed > 0) return;
    failed++;
    const nothing = new InputError(paths.join(", "), "nothing is filled in");
    screen.complain(nothing.message);
    yield nothing;
  }
}

async function* markingsOf(all: AsyncIterable<Received | InputError>, mark: Marker): AsyncGenerator<Marking> {
  for await (const found of all) yield markingOf(found, mark);
}

function markingOf(found: Received | InputError, mark: Marker): Marking {
  if (found instanceof InputError) return found;
  try {
    return mark(found);
  } catch (error) {
    return inputErrorOf(nameOf(found), error, "marked");
  }
}

/** What counts so far of what a student handed in for an exercise, until its turn comes in the order of the roster. */
interface Kept {
  /** What was received, packed: thousands of marked scripts would take a gigabyte. */
  readonly packed: Uint8Array;
  /** Where it had to be compared with another. */
  readonly attempt?: Attempt;
}

async function* oneEach(
  all: AsyncIterable<Received | InputError>,
  set: ClassSet,
  mark: Marker,
  screen: Terminal,
): AsyncGenerator<Marking> {
  const kept = new Map<string, Kept>();
  const others: { readonly counts: string; readonly other: string }[] = [];
  for await (const found of all) {
    await aTurn();
    const name = found instanceof InputError ? found : pairIn(set, found);
    if (found instanceof InputError || name instanceof InputError) {
      yield name as InputError;
      continue;
    }
    const before = kept.get(name);
    if (!before) {
      kept.set(name, { packed: serialize(found) });
      continue;
    }
    const rivals = [before.attempt ?? attemptAt(unpacked(before), mark), attemptAt(found, mark)] as const;
    const [first, second] = rivals;
    yield* rivals.filter((rival) => rival instanceof InputError);
    if (second instanceof InputError) continue;
    const best = first instanceof InputError ? second : better(first, second);
    kept.set(name, { packed: best === second ? serialize(found) : before.packed, attempt: best });
    if (first instanceof InputError) continue;
    const other = best === second ? first : second;
    // The sheet that lies empty beside the one that was filled in is no second attempt.
    if (other.answers > 0) others.push({ counts: name, other: nameOf(other) });
  }
  for (const { counts, other } of others) {
    screen.say(`${other}: does not count, since ${nameOf(kept.get(counts)!.attempt!)} has as many marks or more`);
  }
  for (const { id } of set.manifest.students) {
    for (const { name } of set.manifest.exercises) {
      const own = kept.get(pairOf(id, name));
      if (own) yield markingOf(unpacked(own), mark);
    }
  }
}

function attemptAt(found: Received, mark: Marker): Attempt | InputError {
  const one = markingOf(found, mark);
  return one instanceof InputError ? one : attemptOf(one.file, one.line, one.script);
}

/** Whose script of which exercise it is. */
function pairIn(set: ClassSet, found: Received): string | InputError {
  try {
    const { student, exercise } = variantIn(set, found);
    return pairOf(student, exercise);
  } catch (error) {
    return inputErrorOf(nameOf(found), error, "marked");
  }
}

function variantIn(set: ClassSet, received: Received): ManifestVariant {
  const { submission, byInstructor } = received;
  if (byInstructor === false && submission.variant === undefined) {
    const what = "is missing; whose script a row is, a student_id says only in a table that the command line names";
    throw new InputError(nameOf(received), `variant: ${what}`);
  }
  return set.variantOf(submission, nameOf(received), byInstructor);
}

function unpacked({ packed }: Kept): Received {
  const received = deserialize(packed) as Received;
  // What is unpacked has a prototype again.
  Object.setPrototypeOf(received.submission.answers, null);
  return received;
}

async function* handedInBy(
  metadata: GradescopeMetadata,
  markings: AsyncIterable<Marking>,
  set: ClassSet,
): AsyncGenerator<Marking> {
  for await (const one of markings) {
    const isTheirs = one instanceof InputError || isAmong(metadata, set.student(one.script.student));
    yield isTheirs ? one : new InputError(nameOf(one), "was handed out to somebody else");
  }
}

const loadMetadata = (file: string): GradescopeMetadata => readGradescopeMetadata(bytesOf(file), file);

/** A class set from its folder, or from its manifest. Throws an InputError. */
export function loadSet(path: string): ClassSet {
  const file = manifestFile(path);
  return classSet(readManifest(bytesOf(file, mostManifestBytes), file));
}

/** Where the manifest of a set is, given its folder or itself. */
export const manifestFile = (path: string): string =>
  /\.json$/i.test(path) ? path : join(path, "instructor", "manifest.json");

type Marker = (received: Received) => Marked;

function marker(options: MarkOptions): Marker {
  const problemOf = problemFinder(options.exercise);
  const policy = policyOf(options);
  return (received) => {
    const problem = problemOf(received.submission, nameOf(received));
    const script = markScript(problem, received.submission, policy);
    return { ...received, script, prepared: problem.prepared, problem: () => problem };
  };
}

function classMarker(set: ClassSet, policy: MarkingPolicy): Marker {
  return (received) => {
    const { submission } = received;
    const variant = variantIn(set, received);
    const owned: Submission = { ...submission, student: variant.student };
    const problem = set.problemOf(variant);
    const script = markScript(problem, owned, { ...set.marking(variant.exercise), ...policy });
    const maxPoints = set.exercise(variant.exercise).points;
    return {
      ...received,
      submission: owned,
      script,
      prepared: problem.prepared,
      problem: () => set.problemOf(variant),
      worth: { points: script.maxScore > 0 ? tidyMarks((script.score / script.maxScore) * maxPoints) : 0, maxPoints },
      hints: set.policy(variant.exercise).feedback === "hints",
    };
  };
}
