import { type MarkedBlank, markScript } from "../grade/markScript.js";
import { plain } from "../render/plain.js";
import { symbolsFor } from "../render/symbols.js";
import { exitCode } from "./exitCode.js";
import { scriptReader } from "./submissions.js";
import { terminal, textTable } from "./terminal.js";

/** `check SUBMISSION.json`: tells a student what is right, and never what an answer is. */
export function check(path: string, options: { readonly json?: boolean; readonly quiet?: boolean }): number {
  const screen = terminal(options);
  const { submission, problem } = scriptReader()(path);
  const { blanks, warnings } = markScript(problem, submission);
  const symbols = symbolsFor(problem.prepared);
  for (const warning of warnings) screen.say(warning);
  if (options.json) {
    screen.out(
      JSON.stringify({ schemaVersion: 1, blanks: Object.fromEntries(blanks.map((b) => [b.id, said(b)])) }, null, 2),
    );
    return exitCode.done;
  }
  const marked = new Map(blanks.map((blank) => [blank.id, blank]));
  for (const { title, questions } of problem.prepared.sections) {
    const rows = questions.map(({ id }) => {
      const typed = submission.answers[id];
      return [
        plain(symbols.of(id)),
        id,
        typeof typed === "string" || typeof typed === "number" ? String(typed) : "",
        said(marked.get(id)!),
      ];
    });
    screen.out(`${title}\n${textTable(["", "blank", "you wrote", ""], rows)}\n`);
  }
  const right = blanks.filter(({ verdict }) => verdict.kind === "correct").length;
  screen.out(`${right} of ${blanks.length} right.`);
  return exitCode.done;
}

function said({ verdict }: MarkedBlank): string {
  switch (verdict.kind) {
    case "correct":
      return "right";
    case "followsThrough":
      return "follows from what you wrote before";
    case "misconception":
    case "wrong":
      return "not right";
    case "unreadable":
      return verdict.why;
    case "blank":
      return "not answered";
  }
}
