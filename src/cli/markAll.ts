import { join } from "node:path";
import { type ClassSet, classSet } from "../class/classSet.js";
import { mostManifestBytes, readManifest } from "../class/manifest.js";
import { answersIn, better } from "../class/oneEach.js";
import { type MarkedScript, type MarkingPolicy, markScript } from "../grade/markScript.js";
import { tidyMarks } from "../grade/resultsJson.js";
import type { Submission } from "../grade/submission.js";
import { InputError, printable } from "../input/inputError.js";
import type { Prepared, Problem } from "../problem.js";
import { exitCode } from "./exitCode.js";
import { bytesOf } from "./files.js";
import { nameOf, problemFinder, type Received, received } from "./submissions.js";
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

/** What came of a batch. */
export interface Batch {
  readonly marked: readonly Marked[];
  /** What was not marked, and why. */
  readonly failures: readonly InputError[];
  readonly set?: ClassSet;
  /** What the batch alone asks the program to exit with: done, partly failed, or nothing that could be read. */
  readonly code: number;
}

/** How a batch is marked. */
export interface MarkOptions {
  readonly exercise?: readonly string[];
  /** The folder of a class set, or its manifest. */
  readonly set?: string;
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
 */
export async function markAll(
  paths: readonly string[],
  options: MarkOptions,
  screen: Terminal,
  results?: string,
): Promise<Batch> {
  const set = options.set === undefined ? undefined : loadSet(options.set);
  const mark = set ? classMarker(set, policyOf(options)) : marker(options);
  const all = new Map<string, Marked>();
  const failures: InputError[] = [];
  const second: { readonly counts: string; readonly other: Marked }[] = [];
  let wasRead = false;
  for await (const found of received(paths, results)) {
    try {
      if (found instanceof InputError) throw found;
      const marked = mark(found);
      wasRead = true;
      const name = set ? JSON.stringify([marked.script.student, marked.script.exercise]) : String(all.size);
      const before = all.get(name);
      const best = before ? better(before, marked) : marked;
      if (before) second.push({ counts: name, other: best === marked ? before : marked });
      all.set(name, best);
    } catch (error) {
      failures.push(inputErrorOf(found, error));
    }
  }
  if (all.size === 0 && failures.length === 0) failures.push(new InputError(paths.join(", "), "nothing is filled in"));
  const marked = set ? inOrderOf(set, all) : [...all.values()];
  for (const { message } of failures) screen.say(message);
  for (const { counts, other } of second) {
    // The sheet that lies empty beside the one that was filled in is no second attempt.
    if (answersIn(other.script) === 0) continue;
    screen.say(
      printable(`${nameOf(other)}: does not count, since ${nameOf(all.get(counts)!)} has as many marks or more`),
    );
  }
  for (const one of marked) {
    for (const warning of [...one.script.warnings].sort()) screen.say(printable(`${nameOf(one)}: ${warning}`));
  }
  const code = failures.length === 0 ? exitCode.done : wasRead ? exitCode.partly : exitCode.badInput;
  return { marked, failures, ...(set ? { set } : {}), code };
}

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
    const { submission, byInstructor } = received;
    const variant = set.variantOf(submission, nameOf(received), byInstructor);
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

function inOrderOf({ manifest }: ClassSet, all: ReadonlyMap<string, Marked>): readonly Marked[] {
  return manifest.students.flatMap(({ id }) =>
    manifest.exercises.flatMap(({ name }) => {
      const marked = all.get(JSON.stringify([id, name]));
      return marked ? [marked] : [];
    }),
  );
}

const inputErrorOf = (found: Received | InputError, error: unknown): InputError =>
  error instanceof InputError
    ? error
    : new InputError(found instanceof InputError ? found.source : nameOf(found), `could not be marked: ${error}`);
