import type { MarkedScript } from "./markScript.js";

/** The results of a grading run, as `grade --report json` writes them. */
export function resultsJson(scripts: readonly MarkedScript[]): object {
  return {
    schemaVersion: 1,
    results: scripts.map(
      ({ student, exercise, variant, score, maxScore, blanks, diagnosis, firstError, warnings }) => ({
        student,
        exercise,
        variant,
        score,
        maxScore,
        blanks: Object.fromEntries(
          blanks.map(({ id, verdict, marks }) => [
            id,
            {
              verdict: verdict.kind,
              marks,
              malrules: verdict.kind === "misconception" ? verdict.malrules : [],
              ...(verdict.kind === "followsThrough" ? { from: verdict.from } : {}),
              ...(verdict.kind === "unreadable" ? { why: verdict.why } : {}),
            },
          ]),
        ),
        diagnosis: diagnosis.map(({ malrules, ...evidence }) => ({ malrule: malrules[0], malrules, ...evidence })),
        ...(firstError === undefined ? {} : { firstError }),
        ...(warnings.length > 0 ? { warnings } : {}),
      }),
    ),
  };
}
