import { byteOrderMark, csvRow } from "../export/csv.js";
import { summariesOf } from "../marking/inWords.js";
import { diagnosisText } from "../marking/scriptSummary.js";
import type { ReportRun } from "../reports.js";

/** The results of a grading run as CSV: a row a script, with its points if they are of a set. */
export async function* csv({ batch, csvStyle }: ReportRun): AsyncGenerator<string> {
  const inSet = batch.set !== undefined;
  if (csvStyle) yield byteOrderMark;
  const row = (cells: readonly (string | number)[]): string => csvRow(cells, csvStyle);
  yield row([
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
    ...(inSet ? ["points", "max_points", "notes"] : []),
  ]);
  for await (const script of summariesOf(batch)) {
    yield row([
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
      ...(inSet
        ? [script.points ?? "", script.maxPoints ?? "", (script.notes ?? []).join("; ")]
        : []),
    ]);
  }
}
