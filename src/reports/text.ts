import { printable, shortened } from "../input/inputError.js";
import { textTable } from "../input/textTable.js";
import { summariesOf } from "../marking/inWords.js";
import { diagnosisText, type ScriptSummary } from "../marking/scriptSummary.js";
import type { ReportRun } from "../reports.js";

/** The results as a person reads them in a terminal; nothing where nothing was marked. */
export async function* text({ batch }: ReportRun): AsyncGenerator<string> {
  // Joined, a row is a text of its own; a cell alone may hold on to the whole file that it was read
  // from.
  const rows: string[] = [];
  let isNoted = false;
  for await (const script of summariesOf(batch)) {
    isNoted ||= (script.notes ?? []).length > 0;
    rows.push(row(script).join("\0"));
  }
  const columns = isNoted ? [...head, "notes"] : head;
  const cells = rows.map((row) => row.split("\0").slice(0, columns.length));
  if (rows.length > 0) yield `${textTable(columns, cells)}\n`;
}

const head = [
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

// Its best supported diagnosis only, and how many more there are.
function row(script: ScriptSummary): readonly string[] {
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
    (script.notes ?? []).map(printable).join("; "),
  ];
}

// A column is as wide as its widest cell.
const widest = 40;
