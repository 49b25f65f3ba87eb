import { type MarkedScript, markScript } from "../../grade/markScript.js";
import { readSubmission, type Submission } from "../../handedIn/submission.js";
import type { Problem } from "../../problem/problem.js";
import { type Feedback, feedbackOn, withFormer } from "../../render/feedback.js";
import { type Answers, submissionText } from "../page/answers.js";

/** A student's answers as they stand: the submission, its marks, and what is told of them. */
export interface JudgedAnswers {
  readonly submission: Submission;
  readonly marked: MarkedScript;
  readonly feedback: Feedback;
}

/** By the id of a blank: what stood in those it is computed from when it was written. */
export type WrittenFrom = Readonly<Record<string, Answers>>;

/**
 * Judges the answers by the very file that would be handed in, read as the command line does, and
 * marked as for practice. What is wrong now and was right by the numbers that stood there when it
 * was written is called that. Only what is said of the blanks that are `own` is told: the others
 * were filled in.
 */
export function judge(
  problem: Problem,
  answers: Answers,
  writtenFrom: WrittenFrom = {},
  own?: ReadonlySet<string>,
): JudgedAnswers {
  const { submission, marked: all } = practised(problem, answers);
  const marked = own ? { ...all, blanks: all.blanks.filter(({ id }) => own.has(id)) } : all;
  const feedback = feedbackOn(problem, marked, "hints", "practice");
  const former = formerNumbers(problem, answers, writtenFrom, marked);
  return { submission, marked, feedback: withFormer(problem, feedback, former) };
}

function practised(problem: Problem, answers: Answers) {
  const submission = readSubmission(submissionText(problem, answers, ""), "submission.json");
  return { submission, marked: markScript(problem, submission, { practice: true }) };
}

/** What stands in the blanks that a blank is computed from. */
export function readAt({ prepared }: Problem, answers: Answers, id: string): Answers {
  const { program, marking } = prepared;
  const operands = marking().bySlot[program.slots.get(id)!]?.right.operands ?? [];
  return Object.fromEntries(
    operands.flatMap((slot) => {
      const read = program.ids[slot]!;
      return answers[read] ? [[read, answers[read]]] : [];
    }),
  );
}

/** By the id of a wrong blank: the numbers it was worked out from that are others by now. */
function formerNumbers(
  problem: Problem,
  answers: Answers,
  writtenFrom: WrittenFrom,
  { blanks }: MarkedScript,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { id, verdict } of blanks) {
    if (verdict.kind !== "wrong" && verdict.kind !== "misconception") continue;
    const then = writtenFrom[id] ?? {};
    const corrected = Object.keys(then).filter((read) => then[read] !== answers[read]);
    if (corrected.length === 0) continue;
    const before = practised(problem, { ...answers, ...then }).marked.blanks;
    const kind = before.find((blank) => blank.id === id)!.verdict.kind;
    if (kind === "correct" || kind === "followsThrough") found.set(id, corrected);
  }
  return found;
}
