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

function verdictOn(typed: unknown, answer: Answer, style: NumberStyle): Verdict {
  if (answer.kind === "choice") return verdictOnWord(typed, answer);
  const reading = readNumber(typed, style);
  if (reading.kind !== "number") return reading;
  return { kind: within(reading.value, answer.value, answer.range) ? "correct" : "wrong" };
}

function verdictOnWord(typed: unknown, { word, words }: Extract<Answer, { kind: "choice" }>): Verdict {
  if (typed === undefined || (typeof typed === "string" && typed.trim() === "")) return { kind: "blank" };
  const given = typeof typed === "string" ? words.find((candidate) => isSame(candidate, typed)) : undefined;
  if (given === undefined) return { kind: "unreadable", why: `Choose one of: ${words.join(", ")}.` };
  return { kind: given === word ? "correct" : "wrong" };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.trim().replace(/\s+/g, " ").toLowerCase();
