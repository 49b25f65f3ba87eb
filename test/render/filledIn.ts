import { audit } from "../../src/grade/audit.js";
import { markScript } from "../../src/grade/markScript.js";
import { continuedFrom, writtenIn } from "../../src/grade/ownNumbers.js";
import type { Submission } from "../../src/handedIn/submission.js";
import type { Problem } from "../../src/problem/problem.js";
import { auditSheet } from "../../src/render/auditSheet.js";
import { markedScript } from "../../src/render/markedScript.js";
import { rounded } from "../../src/render/number.js";

/** What the report of a script shows that has something wrong in every blank. */
export function marked(drawn: Problem): object {
  const answers = Object.fromEntries(drawn.prepared.questions.map(({ id }, i) => [id, `0.${i}`]));
  const submission = { schemaVersion: 1, exercise: "", student: "s", answers } as Submission;
  return markedScript(drawn, markScript(drawn, submission), {
    typed: answers,
    written: writtenIn(drawn, submission),
    right: continuedFrom(drawn, submission),
  });
}

/** What the report of an audit shows where some numbers of a text are off. */
export function audited(drawn: Problem): object {
  const printed = Object.fromEntries(
    [...drawn.key].map(([id, answer], i) => [
      id,
      [
        answer.kind === "choice"
          ? answer.word
          : rounded(answer.value * (i % 9 === 4 ? 1.1 : 1), drawn.prepared.exercise.rounding),
      ],
    ]),
  );
  return auditSheet([{ problem: drawn, findings: audit(drawn, printed, "rounded") }]);
}
