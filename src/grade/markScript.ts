import type { Malrule } from "../graph/rewrite.js";
import { didYouMean } from "../input/nearest.js";
import type { Answer, Problem } from "../problem.js";
import type { MarkedQuestion } from "../question/marking.js";
import { type Diagnosis, diagnoses, misconceptionsAt } from "./diagnose.js";
import { followThrough } from "./followThrough.js";
import { type NumberStyle, type Reading, readNumber } from "./readNumber.js";
import type { Submission } from "./submission.js";
import type { Verdict } from "./verdict.js";
import { isKey, type Work, type Written, workThrough } from "./work.js";

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
  readonly diagnosis: readonly Diagnosis[];
  /** The first blank, in the order of computing, that is wrong by itself. */
  readonly firstError?: string;
  /** What in the submission was not looked at, and why. */
  readonly warnings: readonly string[];
}

/** How a set is marked. */
export interface MarkingPolicy extends NumberStyle {
  /** The share of a blank's marks for an answer that follows from an earlier error. */
  readonly followThrough?: number;
  /** Whether follow-through needs evidence of method even where no other blank is of the same kind. */
  readonly strictEvidence?: boolean;
}

/**
 * Marks a submission of this problem. Every blank stands alone: a malformed answer costs its own marks only. An answer
 * is right by the key, or because it follows from what was written before it; misconceptions are named where an answer
 * is what the misconception gives.
 */
export function markScript(problem: Problem, submission: Submission, policy: MarkingPolicy = {}): MarkedScript {
  const { prepared, key, variant } = problem;
  const readings = new Map(
    prepared.questions.map(({ id }) => [id, readAnswer(submission.answers[id], key.get(id)!, policy)]),
  );
  const judged = judge(problem, readings, policy);
  const share = policy.followThrough ?? 1;
  const blanks = prepared.questions.map(({ id, points }) => {
    const verdict = judged.verdicts.get(id)!;
    const marks = verdict.kind === "correct" ? points : verdict.kind === "followsThrough" ? points * share : 0;
    return { id, verdict, marks, points };
  });
  const { firstError } = judged;
  return {
    student: submission.student ?? "",
    exercise: prepared.exercise.name,
    variant,
    score: blanks.reduce((sum, { marks }) => sum + marks, 0),
    maxScore: blanks.reduce((sum, { points }) => sum + points, 0),
    blanks,
    diagnosis: judged.diagnosis,
    ...(firstError === undefined ? {} : { firstError }),
    warnings: Object.keys(submission.answers)
      .filter((id) => !key.has(id))
      .map((id) => `${id} is not asked here, so it was not marked${didYouMean(id, key.keys())}`),
  };
}

type AnswerReading = Reading | { readonly kind: "word"; readonly isRight: boolean };

function readAnswer(typed: unknown, answer: Answer, style: NumberStyle): AnswerReading {
  if (answer.kind === "number") return readNumber(typed, style);
  if (typed === undefined || (typeof typed === "string" && typed.trim() === "")) return { kind: "blank" };
  const given = typeof typed === "string" ? answer.words.find((word) => isSame(word, typed)) : undefined;
  if (given === undefined) return { kind: "unreadable", why: `Choose one of: ${answer.words.join(", ")}.` };
  return { kind: "word", isRight: given === answer.word };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.trim().replace(/\s+/g, " ").toLowerCase();

interface Judged {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly diagnosis: readonly Diagnosis[];
  readonly firstError?: string;
}

function judge(problem: Problem, readings: ReadonlyMap<string, AnswerReading>, policy: MarkingPolicy): Judged {
  const { program, marking } = problem.prepared;
  const verdicts = new Map<string, Verdict>();
  const written = new Map<number, Written>();
  let allRight = true;
  for (const [id, reading] of readings) {
    if (reading.kind === "number") {
      const slot = program.slots.get(id)!;
      const right = isKey(problem, slot, reading.value);
      verdicts.set(id, { kind: right ? "correct" : "wrong" });
      written.set(slot, reading);
      allRight &&= right;
    } else if (reading.kind === "word") verdicts.set(id, { kind: reading.isRight ? "correct" : "wrong" });
    else verdicts.set(id, reading);
  }
  // Where nothing is wrong there is nothing to follow and nothing to diagnose.
  if (allRight) return { verdicts, diagnosis: [] };

  const work = workThrough(problem, written);
  const wrong = marking.questions.filter(({ slot }) => work.wrong.has(slot));
  const misconceptions = misconceptionsIn(work, wrong);
  const following = followThrough(work, wrong, misconceptions, policy.strictEvidence ? "always" : "withPeers");
  const hits = new Map<number, readonly Malrule[]>();
  let firstError: string | undefined;
  for (const { slot, question } of wrong) {
    const from = following.get(slot);
    const malrules = misconceptions.get(slot) ?? [];
    if (from) verdicts.set(question.id, { kind: "followsThrough", from });
    else if (malrules.length > 0) {
      hits.set(slot, malrules);
      verdicts.set(question.id, { kind: "misconception", malrules: malrules.map(({ id }) => id) });
    }
    if (!from) firstError ??= question.id;
  }
  const isRight = (slot: number): boolean => !work.wrong.has(slot) || following.has(slot);
  return {
    verdicts,
    diagnosis: diagnoses(work, hits, isRight),
    ...(firstError === undefined ? {} : { firstError }),
  };
}

/** The malrules that explain each wrong blank, by slot. */
export function misconceptionsIn(
  work: Work,
  wrong: readonly MarkedQuestion[],
): ReadonlyMap<number, readonly Malrule[]> {
  return new Map(wrong.map((marked) => [marked.slot, misconceptionsAt(work, marked)]));
}
