import { didYouMean } from "../input/nearest.js";
import type { Answer, Problem } from "../problem.js";
import { within } from "../question/within.js";
import { type NumberStyle, readNumber } from "./readNumber.js";
import type { Submission } from "./submission.js";
import type { Verdict } from "./verdict.js";

/** One blank as marked. */
export interface MarkedBlank {
  readonly id: string;
  readonly verdict: Verdict;
  readonly marks: number;
  readonly points: number;
}

/** One script as marked. */
export interface MarkedScript {
  readonly student: string;
  readonly exercise: string;
  readonly variant: string;
  readonly score: number;
  readonly maxScore: number;
  readonly blanks: readonly MarkedBlank[];
  /** What in the submission was not looked at, and why. */
  readonly warnings: readonly string[];
}

/** Marks a submission of this problem. Every blank stands alone: a malformed answer costs its own marks only. */
export function markScript(problem: Problem, submission: Submission, style: NumberStyle = {}): MarkedScript {
  const { prepared, key, variant } = problem;
  const blanks = prepared.questions.map(({ id, points }) => {
    const verdict = verdictOn(submission.answers[id], key.get(id)!, style);
    return { id, verdict, marks: verdict.kind === "correct" ? points : 0, points };
  });
  return {
    student: submission.student ?? "",
    exercise: prepared.exercise.name,
    variant,
    score: blanks.reduce((sum, { marks }) => sum + marks, 0),
    maxScore: blanks.reduce((sum, { points }) => sum + points, 0),
    blanks,
    warnings: Object.keys(submission.answers)
      .filter((id) => !key.has(id))
      .map((id) => `${id} is not asked here, so it was not marked${didYouMean(id, key.keys())}`),
  };
}

function verdictOn(typed: unknown, { value, range }: Answer, style: NumberStyle): Verdict {
  const reading = readNumber(typed, style);
  if (reading.kind !== "number") return reading;
  return { kind: within(reading.value, value, range) ? "correct" : "wrong" };
}
