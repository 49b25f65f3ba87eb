import type { ScriptSummary } from "../export/scriptSummary.js";
import { tidyMarks } from "../grade/resultsJson.js";
import type { VerdictKind } from "../grade/verdict.js";
import type { Marked } from "./markAll.js";

/** A marked script as a line of a report. */
export function summaryOf({ script, problem }: Marked): ScriptSummary {
  const { student, exercise, variant, score, maxScore, blanks, diagnosis, firstError } = script;
  const names = new Map(problem.prepared.marking.malrules.map(({ id, name }) => [id, name]));
  const count = (...kinds: readonly VerdictKind[]): number =>
    blanks.filter(({ verdict }) => kinds.includes(verdict.kind)).length;
  return {
    student,
    exercise,
    variant,
    score: tidyMarks(score),
    maxScore: tidyMarks(maxScore),
    right: count("correct"),
    follow: count("followsThrough"),
    wrong: count("wrong", "misconception"),
    unreadable: count("unreadable"),
    blank: count("blank"),
    ...(firstError === undefined ? {} : { firstError }),
    diagnosis: diagnosis.map(({ explanations, certainty, hits, opportunities, contradictions }) => ({
      explanations: explanations.map((together) => together.map((id) => names.get(id) ?? id)),
      certainty,
      hits,
      opportunities,
      contradictions,
    })),
  };
}
