import { csvRow } from "./csv.js";
import { diagnosisText, type ScriptSummary } from "./scriptSummary.js";

/** The results of a grading run as CSV: a row a script, with its points if they are of a set. */
export async function* resultsCsv(
  scripts: AsyncIterable<ScriptSummary>,
  inSet: boolean,
): AsyncGenerator<string> {
  yield csvRow([
    "student",
    "exercise",
    "variant",
    "score",
    "max_score",
    "right",
    "follows_through",
    "imprecise",
    "wrong",
    "unreadable",
    "blank",
    "first_error",
    "diagnosis",
    ...(inSet ? ["points", "max_points"] : []),
  ]);
  for await (const script of scripts) {
    yield csvRow([
      script.student,
      script.exercise,
      script.variant,
      script.score,
      script.maxScore,
      script.right,
      script.follow,
      script.imprecise,
      script.wrong,
      script.unreadable,
      script.blank,
      script.firstError ?? "",
      script.diagnosis.map(diagnosisText).join("; "),
      ...(inSet ? [script.points ?? "", script.maxPoints ?? ""] : []),
    ]);
  }
}
