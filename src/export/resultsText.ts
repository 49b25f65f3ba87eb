import { printable, shortened } from "../input/inputError.js";
import { diagnosisText, type ScriptSummary } from "./scriptSummary.js";

/** The columns of the results as a person reads them in a terminal. */
export const resultsHead = [
  "student",
  "exercise",
  "variant",
  "score",
  "of",
  "right",
  "follow",
  "imprecise",
  "wrong",
  "unread",
  "blank",
  "first error",
  "diagnosis",
] as const;

/** The row of one script: its best supported diagnosis only, and how many more there are. */
export function resultsRow(script: ScriptSummary): readonly string[] {
  const [top, ...others] = script.diagnosis;
  return [
    shortened(printable(script.student), widest),
    script.exercise,
    shortened(printable(script.variant), widest),
    ...[
      script.score,
      script.maxScore,
      script.right,
      script.follow,
      script.imprecise,
      script.wrong,
      script.unreadable,
      script.blank,
    ].map(String),
    script.firstError ?? "",
    top ? `${diagnosisText(top)}${others.length > 0 ? `, and ${others.length} more` : ""}` : "",
  ];
}

// A column is as wide as its widest cell.
const widest = 40;
