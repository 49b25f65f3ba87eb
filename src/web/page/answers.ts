import { blankSubmission, jsonText } from "../../export/problemJson.js";
import type { Problem } from "../../problem/problem.js";

/** What is typed in each blank, by its id. */
export type Answers = Readonly<Record<string, string>>;

/** The answers as the file that is handed in. */
export const submissionText = (problem: Problem, answers: Answers, student: string): string => {
  const blank = blankSubmission(problem) as { readonly answers: object };
  return jsonText({ ...blank, student, answers: { ...blank.answers, ...answers } });
};
