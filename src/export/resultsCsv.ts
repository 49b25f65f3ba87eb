import { csv } from "./csv.js";
import { diagnosisText, type ScriptSummary } from "./scriptSummary.js";

/** The results of a grading run as CSV: a row a script. */
export const resultsCsv = (scripts: readonly ScriptSummary[]): string =>
  csv(
    [
      "student",
      "exercise",
      "variant",
      "score",
      "max_score",
      "right",
      "follows_through",
      "wrong",
      "unreadable",
      "blank",
      "first_error",
      "diagnosis",
    ],
    scripts.map((script) => [
      script.student,
      script.exercise,
      script.variant,
      script.score,
      script.maxScore,
      script.right,
      script.follow,
      script.wrong,
      script.unreadable,
      script.blank,
      script.firstError ?? "",
      script.diagnosis.map(diagnosisText).join("; "),
    ]),
  );
