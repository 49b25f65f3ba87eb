import { blankSubmission, jsonText } from "../export/problemJson.js";
import { type MarkedScript, markScript } from "../grade/markScript.js";
import { readSubmission, type Submission } from "../handedIn/submission.js";
import type { Problem } from "../problem/problem.js";
import { type Feedback, feedbackOn } from "../render/feedback.js";

/** A student's answers as they stand: the submission, its marks, and what is told of them. */
export interface JudgedAnswers {
  readonly submission: Submission;
  readonly marked: MarkedScript;
  readonly feedback: Feedback;
}

/** The answers as the file that is handed in. */
export const submissionText = (
  problem: Problem,
  answers: Readonly<Record<string, string>>,
  student: string,
): string => {
  const blank = blankSubmission(problem) as { readonly answers: object };
  return jsonText({ ...blank, student, answers: { ...blank.answers, ...answers } });
};

/**
 * Judges the answers by the very file that would be handed in, read and marked as the command line
 * does.
 */
export function judge(problem: Problem, answers: Readonly<Record<string, string>>): JudgedAnswers {
  const submission = readSubmission(submissionText(problem, answers, ""), "submission.json");
  const marked = markScript(problem, submission);
  return {
    submission,
    marked,
    feedback: feedbackOn(problem, marked),
  };
}
