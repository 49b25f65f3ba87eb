import type { AuditedText } from "../audits.js";
import { indentedJson } from "../input/indentedJson.js";
import { auditSheet, inPlainText } from "../render/auditSheet.js";
import { plain } from "../render/plain.js";

/** Every finding with its symbol and what is said of it, and the counts. */
export function json({ file, parts }: AuditedText): string {
  const { lines, counts } = auditSheet(parts);
  return indentedJson({
    schemaVersion: 1,
    exercise: file,
    counts,
    findings: parts
      .flatMap(({ findings }) => findings)
      .map(({ malrules, cause, ...finding }, i) => {
        const { symbol, name, explanation } = lines[i]!;
        return {
          ...finding,
          symbol: plain(symbol),
          ...(name === finding.id ? {} : { name }),
          malrules: malrules.map(({ id }) => id),
          ...(cause
            ? {
                cause: {
                  certainty: cause.certainty,
                  changes: cause.formulas.map(({ kind, ids }) => ({ kind, ids })),
                },
              }
            : {}),
          explanation: inPlainText(explanation),
        };
      }),
  });
}
