import { csv } from "./csv.js";
import { diagnosisText, type ScriptSummary } from "./scriptSummary.js";

/** The results of a grading run as CSV: a row a script, with its points where it is of a set. */
export function resultsCsv(scripts: readonly ScriptSummary[]): string {
  const inSet = scripts.some(({ points }) => points !== undefined);
  return csv(
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
      ...(inSet ? ["points", "max_points"] : []),
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
      ...(inSet ? [script.points ?? "", script.maxPoints ?? ""] : []),
    ]),
  );
}
