import type { MarkedScript, MarkingPolicy } from "../grade/markScript.js";
import type { Submission } from "../handedIn/submission.js";
import type { Problem } from "../problem/problem.js";
import { tidyMarks } from "../question/tidyMarks.js";
import { markAmended } from "./amend.js";
import type { ClassSet } from "./classSet.js";
import type { Decision } from "./decision.js";
import type { ManifestVariant } from "./manifest.js";

/** How the script of a variant is marked, beside what its set says. */
export interface VariantMarking {
  /** What was asked for beside the policy of the set. */
  readonly policy: MarkingPolicy;
  /** What was decided of it. */
  readonly decisions: readonly Decision[];
  /** The share of its points that it keeps for when it was handed in. */
  readonly share: number;
}

/** The script of a variant with its marks. */
export interface MarkedVariant {
  readonly script: MarkedScript;
  /** The problem it was marked against. */
  readonly problem: Problem;
  /** How it was marked. */
  readonly policy: MarkingPolicy;
  /** What it earns in its set, and what the whole exercise is worth there. */
  readonly worth: { readonly points: number; readonly maxPoints: number };
  /** The decisions that touched it. */
  readonly decisions: readonly Decision[];
  /** Whether it does not count for its student. */
  readonly isExcused: boolean;
}

/** Marks what a student wrote for a variant of a set. */
export function markVariant(
  set: Pick<ClassSet, "problemOf" | "marking" | "exercise">,
  variant: ManifestVariant,
  submission: Submission,
  { policy, decisions, share }: VariantMarking,
): MarkedVariant {
  const whole = { ...set.marking(variant.exercise), ...policy };
  const amended = markAmended(set.problemOf(variant), submission, whole, decisions);
  const maxPoints = set.exercise(variant.exercise).points;
  const script = withPoints(amended.script, amended.points, maxPoints);
  const part = script.maxScore > 0 ? script.score / script.maxScore : 0;
  return {
    script,
    problem: amended.problem,
    policy: whole,
    worth: { points: tidyMarks(amended.points ?? part * maxPoints * share), maxPoints },
    decisions: amended.decisions,
    isExcused: amended.isExcused,
  };
}

/** A script that has so many of the points of its exercise by hand. */
function withPoints(
  script: MarkedScript,
  points: number | undefined,
  maxPoints: number,
): MarkedScript {
  if (points === undefined || maxPoints === 0) return script;
  return { ...script, score: (points / maxPoints) * script.maxScore };
}
