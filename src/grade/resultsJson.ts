import type { MarkedScript } from "./markScript.js";

/** The results of a grading run, as `grade --report json` writes them. */
export function resultsJson(scripts: readonly MarkedScript[]): object {
  return {
    schemaVersion: 1,
    results: scripts.map(({ student, exercise, variant, score, maxScore, blanks, warnings }) => ({
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
            ...(verdict.kind === "unreadable" ? { why: verdict.why } : {}),
          },
        ]),
      ),
      ...(warnings.length > 0 ? { warnings } : {}),
    })),
  };
}
