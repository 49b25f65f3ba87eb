import type { AuditedText } from "../audits.js";
import { textTable } from "../input/textTable.js";
import { auditSheet, inPlainText } from "../render/auditSheet.js";
import { plain } from "../render/plain.js";

/** A table, a row a number, and the counts. */
export function text({ parts }: AuditedText): string {
  const { lines, hasNames, summary } = auditSheet(parts);
  const rows = lines.map(({ symbol, name, printed, exact, verdict, explanation }) => [
    plain(symbol),
    name,
    printed,
    exact,
    verdict,
    inPlainText(explanation),
  ]);
  const head = ["number", hasNames ? "name" : "id", "printed", "exact", "verdict", "explanation"];
  return [textTable(head, rows), "", summary].join("\n");
}
