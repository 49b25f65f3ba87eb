import type { BySlot } from "../graph/program.js";
import type { Malrule } from "../graph/rewrite.js";
import type { NumberStyle } from "../handedIn/readNumber.js";
import type { Submission } from "../handedIn/submission.js";
import { shortened } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import { once } from "../problem/once.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { choicesOf, wordFor } from "../question/choice.js";
import type { MarkedQuestion } from "../question/marking.js";
import {
  type Diagnosis,
  diagnoses,
  type Explanation,
  explaining,
  knownMisconceptionsAt,
  Misconceptions,
  malrulesIn,
  pairedMisconceptions,
} from "./diagnose.js";
import type { Evidence } from "./following.js";
import { followThrough } from "./followThrough.js";
import { numberStyle } from "./numberStyle.js";
import { correct, plainlyWrong, type ReadAnswers, readAnswers } from "./readAnswers.js";
import type { Verdict } from "./verdict.js";
import { follows, type Work, workThrough, wrongIn } from "./work.js";

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
export interface MarkingPolicy extends Omit<NumberStyle, "language"> {
  /** The share of a blank's marks for an answer that follows from an earlier error. */
  readonly followThrough?: number;
  /** The share for an answer that is right but for having too few digits: a half unless said. */
  readonly imprecise?: number;
  /**
   * Whether even the only error of a script has to be explained before anything follows from it
   * (by a misconception or a slip of the pen); false unless said.
   */
  readonly strictEvidence?: boolean;
  /**
   * Whether it is for somebody who practises and not for marks: whatever follows from what is
   * written is right, and each wrong blank has the misconceptions that give it, whatever is written
   * elsewhere.
   */
  readonly practice?: boolean;
}

const evidenceOf = ({ practice, strictEvidence }: MarkingPolicy): Evidence =>
  practice ? "practice" : strictEvidence ? "strict" : "fair";

/**
 * Marks a submission of this problem. Every blank stands alone: a malformed answer costs its own
 * marks only. An answer is right by the key, or because it follows from what was written before it;
 * misconceptions are named where an answer is what the misconception gives.
 */
export function markScript(
  problem: Problem,
  submission: Submission,
  policy: MarkingPolicy = {},
): MarkedScript {
  const { prepared, variant } = problem;
  const read = readAnswers(problem, submission, numberStyle(prepared, policy));
  // Where nothing is wrong there is nothing to follow and nothing to diagnose.
  const isRight = !read.byKey.includes(plainlyWrong);
  const { verdicts, diagnosis, firstError }: Judged = isRight
    ? { verdicts: read.byKey, diagnosis: [], firstError: undefined }
    : judge(problem, read, policy);
  let score = 0;
  let maxScore = 0;
  const blanks = rightBlanks(prepared).slice();
  for (let place = 0; place < blanks.length; place++) {
    const { id, points } = blanks[place]!;
    const verdict = verdicts[place]!;
    const marks = verdict === correct ? points : points * shareOf(verdict, policy);
    score += marks;
    maxScore += points;
    if (verdict !== correct) blanks[place] = { id, verdict, marks, points };
  }
  return {
    student: submission.student ?? "",
    exercise: prepared.exercise.name,
    variant,
    score,
    maxScore,
    blanks,
    diagnosis,
    ...(firstError === undefined ? {} : { firstError }),
    warnings: warningsOf(problem, read.unknown),
  };
}

/** The blanks of an exercise where each is right: most of nearly every script's. */
const rightBlanks = once(({ questions }: Prepared): readonly MarkedBlank[] =>
  questions.map(({ id, points }) => Object.freeze({ id, verdict: correct, marks: points, points })),
);

/** The share of a blank's marks that a verdict earns. */
function shareOf(verdict: Verdict, { followThrough = 1, imprecise = 0.5 }: MarkingPolicy): number {
  switch (verdict.kind) {
    case "correct":
      return 1;
    case "followsThrough":
      return followThrough;
    case "imprecise":
      return verdict.from.length > 0 ? imprecise * followThrough : imprecise;
    default:
      return 0;
  }
}

/** So many unknown ids are named; a file may hold a million. */
const mostNamed = 20;

function warningsOf({ key }: Problem, unknown: string[]): readonly string[] {
  // Which are named, their order in the file does not say.
  if (unknown.length > mostNamed) unknown.sort();
  const warnings = unknown.slice(0, mostNamed).map((id) => {
    const meant = didYouMean(id, key.keys());
    return `${shortened(id, 64)} is not asked here, so it was not marked${meant}`;
  });
  const left = unknown.length - mostNamed;
  return left > 0 ? [...warnings, `${left} more of its answers are not asked here`] : warnings;
}

/** Wrong choices that are what the student's own values say. */
function choicesFollowing(
  { problem, values }: Work,
  wrongWords: BySlot<string>,
): readonly MarkedQuestion[] {
  if (wrongWords.length === 0) return [];
  const { exercise, program } = problem.prepared;
  const choices = choicesOf(exercise);
  return problem.prepared.marking().questions.filter(({ slot }) => {
    const word = wrongWords[slot];
    const choice = choices.get(program.ids[slot]!);
    return word !== undefined && choice !== undefined && word === wordFor(choice, values[slot]!);
  });
}

interface Judged {
  /** In the order of the questions. */
  readonly verdicts: readonly Verdict[];
  readonly diagnosis: readonly Diagnosis[];
  readonly firstError: string | undefined;
}

// Looks at what is wrong by the key: whether it follows from an earlier error, and what may lie
// behind it.
function judge(
  problem: Problem,
  { byKey: verdicts, written, isWrong, wrongWords }: ReadAnswers,
  policy: MarkingPolicy,
): Judged {
  const work = workThrough(problem, written, undefined, isWrong);
  const wrong = wrongIn(work);
  const misconceptions = new Misconceptions(work, wrong);
  const ownChoices = choicesFollowing(work, wrongWords);
  const following = followThrough(work, wrong, misconceptions, evidenceOf(policy), ownChoices);
  const isRight = (slot: number): boolean =>
    work.wrong[slot] === undefined || following[slot] !== undefined;
  const hits = new Array<readonly Explanation[] | undefined>(work.wrong.length);
  for (const { slot } of wrong) {
    if (!isRight(slot)) hits[slot] = eachAlone(misconceptions.at(slot));
  }
  const known = malrulesIn(work, hits);
  for (const marked of wrong) {
    if (hits[marked.slot]?.length !== 0 || follows(work, marked.slot)) continue;
    const found = knownMisconceptionsAt(work, marked, known);
    if (found.length > 0) hits[marked.slot] = eachAlone(found);
  }
  const open = wrong.filter(({ slot }) => hits[slot]?.length === 0 && !follows(work, slot));
  for (const [slot, pairs] of pairedMisconceptions(work, open, known)) {
    hits[slot] = pairs;
  }
  const diagnosis = diagnoses(work, hits, (slot) => isRight(slot) || follows(work, slot));
  for (const marked of ownChoices) {
    const found = following[marked.slot];
    if (found) verdicts[marked.place] = { kind: "followsThrough", from: found.from };
  }
  const supported = diagnosis.flatMap(({ malrules }) => malrules);
  let firstError: string | undefined;
  for (const marked of wrong) {
    const { slot, place, question } = marked;
    const found = following[slot];
    if (found) {
      const { imprecise, from } = found;
      verdicts[place] = { kind: imprecise ? "imprecise" : "followsThrough", from };
      continue;
    }
    firstError ??= question.id;
    const isSupported = ({ id }: Malrule): boolean => supported.includes(id);
    const likely = (hits[slot] ?? unexplained).filter((all) => all.every(isSupported));
    const explanations =
      policy.practice && likely.length === 0 ? eachAlone(explaining(work, marked)) : likely;
    if (explanations.length > 0) verdicts[place] = misconception(explanations);
  }
  return { verdicts, diagnosis, firstError };
}

const unexplained: readonly Explanation[] = [];

const eachAlone = (malrules: readonly Malrule[]): readonly Explanation[] =>
  malrules.length === 0 ? unexplained : malrules.map((malrule) => [malrule]);

function misconception(explanations: readonly Explanation[]): Verdict {
  const named = explanations.map((explanation) => explanation.map(({ id }) => id));
  return { kind: "misconception", malrules: [...new Set(named.flat())], explanations: named };
}
