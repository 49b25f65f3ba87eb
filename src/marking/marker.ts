import { amendedProblem } from "../class/amend.js";
import type { ClassSet } from "../class/classSet.js";
import type { Decision } from "../class/decision.js";
import { type Timing, timingOf } from "../class/lateness.js";
import type { ManifestVariant } from "../class/manifest.js";
import { markVariant } from "../class/markVariant.js";
import { type MarkedScript, type MarkingPolicy, markScript } from "../grade/markScript.js";
import { paperAnswer } from "../handedIn/paperAnswer.js";
import type { NumberStyle } from "../handedIn/readNumber.js";
import { inputErrorOf, nameOf, type Received } from "../handedIn/received.js";
import type { Submission } from "../handedIn/submission.js";
import { InputError } from "../input/inputError.js";
import { OwnedError } from "../input/ownedError.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import type { FeedbackLevel } from "../render/feedback.js";
import { answersById } from "./answersById.js";
import { problemFinder } from "./problemFinder.js";

/** A script with its marks. */
export interface Marked extends Received {
  readonly script: MarkedScript;
  readonly prepared: Prepared;
  /** How it was marked. */
  readonly policy: MarkingPolicy;
  /** The problem, made again in a set: thousands are not kept. */
  problem(): Problem;
  /** What the script earns in its set, and what the whole exercise is worth there. */
  readonly worth?: { readonly points: number; readonly maxPoints: number };
  /** The decisions that touched it. */
  readonly decisions?: readonly Decision[];
  /** Whether it does not count for its student. */
  readonly isExcused?: boolean;
  /** When it was handed in, and how that stands to its deadline. */
  readonly timing?: Timing;
  /** How much its set tells students; hints where it is in none, as for a script of one's own. */
  readonly feedback?: FeedbackLevel;
}

/** What came of one submission: its marks, or why it has none. */
export type MarkResult = Marked | InputError;

/** Marks what was received. Throws an InputError where it answers no problem. */
export type Marker = (received: Received) => Marked;

/**
 * Marks by exercise and seed; `exerciseFiles` are instructors' own. Throws an InputError for one
 * that cannot be used.
 */
export function marker(
  exerciseFiles: readonly string[] | undefined,
  policy: MarkingPolicy,
): Marker {
  const problemOf = problemFinder(exerciseFiles);
  return (received) => {
    const problem = problemOf(received.submission, nameOf(received));
    const submission = ofTable(received, problem.prepared, policy);
    const script = markScript(problem, submission, policy);
    const { prepared } = problem;
    return { ...received, submission, script, prepared, policy, problem: () => problem };
  };
}

/** Marks what answers a variant of a class set. */
export function classMarker(set: ClassSet, policy: MarkingPolicy): Marker {
  return (received) => {
    const variant = variantIn(set, received);
    const problem = set.problemOf(variant);
    const submission = ofTable(received, problem.prepared, set.manifest.locale);
    const owned: Submission = { ...submission, student: variant.student };
    const timing = timingOf(set, variant, received.time);
    if (timing.share === undefined)
      throw new OwnedError(nameOf(received), tooLate(timing), variant.student);
    const { problem: amended, ...marks } = markVariant(set, variant, owned, {
      policy,
      decisions: set.decisionsOn(variant),
      share: timing.share,
    });
    const { decisions } = marks;
    return {
      ...received,
      submission: owned,
      ...marks,
      prepared: amended.prepared,
      problem: () =>
        amendedProblem(set.problemOf(variant), owned, marks.policy, set.decisionsOn(variant)),
      decisions: timing.extension ? [...decisions, timing.extension] : decisions,
      timing,
      feedback: set.policy(variant.exercise).feedback,
    };
  };
}

const tooLate = ({ said, deadline }: Timing): string =>
  `was handed in at ${said}, after the deadline ${deadline}: nothing is taken after it`;

/** In a table, blanks may be called as the sheet prints them, and hold what stands on paper. */
function ofTable(
  { line, submission }: Received,
  prepared: Prepared,
  { decimalComma = false }: NumberStyle,
): Submission {
  if (line === undefined) return submission;
  const named = answersById(prepared, submission);
  const answers: Record<string, unknown> = Object.create(null);
  for (const [id, typed] of Object.entries(named.answers))
    answers[id] = paperAnswer(typed, decimalComma);
  return { ...named, answers };
}

/** The marks of what was received, or why it has none. */
export function resultOf(found: Received | InputError, mark: Marker): MarkResult {
  if (found instanceof InputError) return found;
  try {
    return mark(found);
  } catch (error) {
    return inputErrorOf(nameOf(found), error, "marked");
  }
}

/**
 * The variant that was answered, of which a table says nothing unless the instructor named it.
 * Throws an InputError.
 */
export function variantIn(set: ClassSet, received: Received): ManifestVariant {
  const { submission, byInstructor } = received;
  if (byInstructor === false && submission.variant === undefined) {
    const what =
      "is missing; whose script a row is, a student_id says only in a table that the command " +
      "line names";
    throw new InputError(nameOf(received), `variant: ${what}`);
  }
  return set.variantOf(submission, nameOf(received), byInstructor);
}
