import { type MarkedBlank, type MarkedScript, markScript } from "../grade/markScript.js";
import { printable } from "../input/inputError.js";
import type { Problem } from "../problem.js";
import { nearestIn, typedText } from "../render/markedScript.js";
import { plain } from "../render/plain.js";
import { type Symbols, symbolsFor } from "../render/symbols.js";
import { exitCode } from "./exitCode.js";
import { type Script, scriptReader } from "./submissions.js";
import { terminal, textTable } from "./terminal.js";

/** `check SUBMISSION.json`: tells a student what is right, and never what an answer is. */
export function check(
  path: string,
  options: { readonly exercise?: readonly string[]; readonly json?: boolean; readonly quiet?: boolean },
): number {
  const screen = terminal(options);
  const script = scriptReader(options.exercise)(path);
  const marked = markScript(script.problem, script.submission);
  for (const warning of [...marked.warnings].sort()) screen.say(printable(warning));
  screen.out(options.json ? JSON.stringify(checkJson(script, marked), null, 2) : checkText(script, marked));
  return exitCode.done;
}

/** What is said of a script as data. */
export function checkJson({ problem }: Script, marked: MarkedScript): object {
  const hint = hintFor(problem, marked);
  return {
    schemaVersion: 1,
    exercise: marked.exercise,
    variant: marked.variant,
    blanks: Object.fromEntries(
      marked.blanks.map((blank) => [
        blank.id,
        {
          verdict: verdictKinds[blank.verdict.kind],
          marked: blank.points > 0,
          ...(blank.verdict.kind === "followsThrough" ? { from: blank.verdict.from } : {}),
          ...(blank.verdict.kind === "unreadable" ? { why: blank.verdict.why } : {}),
          ...(hint?.isFor(blank) ? { hint: hint.text } : {}),
        },
      ]),
    ),
    ...(marked.firstError === undefined ? {} : { firstError: marked.firstError }),
    ...(hint ? { hint: hint.text } : {}),
    summary: countsOf(marked),
  };
}

/** What is said of a script to a person. */
export function checkText({ problem, submission }: Script, marked: MarkedScript): string {
  const symbols = symbolsFor(problem.prepared);
  const hint = hintFor(problem, marked);
  const nearest = nearestIn(problem.prepared);
  const blanks = new Map(marked.blanks.map((blank) => [blank.id, blank]));
  const sections = problem.prepared.sections.map(({ title, questions }) => {
    const rows = questions.map(({ id }) => {
      const blank = blanks.get(id)!;
      const isFirst = id === marked.firstError ? ": look here first" : "";
      const isHinted = hint?.isFor(blank) && !isFirst ? ": see the hint" : "";
      const unmarked = blank.points === 0 ? " (not marked)" : "";
      return [
        plain(symbols.of(id)),
        id,
        typedText(submission.answers[id]),
        `${said(blank, symbols, nearest)}${isFirst}${isHinted}${unmarked}`,
      ];
    });
    return `${title}\n${textTable(["", "blank", "you wrote", "verdict"], rows)}`;
  });
  return [...sections, [summaryText(marked, symbols), ...(hint ? [`Hint: ${hint.text}`] : [])].join("\n")].join("\n\n");
}

function said({ id, verdict }: MarkedBlank, symbols: Symbols, nearest: ReturnType<typeof nearestIn>): string {
  switch (verdict.kind) {
    case "correct":
      return "right";
    case "followsThrough":
      return `follows from what you wrote for ${nearest(id, verdict.from)
        .map((from) => plain(symbols.of(from)))
        .join(", ")}`;
    case "misconception":
    case "wrong":
      return "not right";
    case "unreadable":
      return verdict.why;
    case "blank":
      return "not answered";
  }
}

// Which misconception a blank shows is for instructors; to a student both are not right, and a hint says where to look.
const verdictKinds = {
  correct: "right",
  followsThrough: "follows",
  misconception: "notRight",
  wrong: "notRight",
  unreadable: "unreadable",
  blank: "blank",
} as const satisfies Record<MarkedBlank["verdict"]["kind"], string>;

function countsOf({ blanks }: MarkedScript): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { blanks: blanks.length };
  for (const kind of new Set(Object.values(verdictKinds))) {
    counts[kind] = blanks.filter(({ verdict }) => verdictKinds[verdict.kind] === kind).length;
  }
  return counts;
}

function summaryText(marked: MarkedScript, symbols: Symbols): string {
  const { blanks = 0, right = 0, follows = 0, notRight = 0, unreadable = 0, blank = 0 } = countsOf(marked);
  const others = [
    [follows, "follow from what you wrote before"],
    [notRight, "not right"],
    [unreadable, "not readable"],
    [blank, "not answered"],
  ] as const;
  const counted = others.filter(([n]) => n > 0).map(([n, what]) => `, ${n} ${what}`);
  const { firstError } = marked;
  const first =
    firstError === undefined ? "" : ` The first place to look: ${plain(symbols.of(firstError))} (${firstError}).`;
  return `${right} of ${blanks} right${counted.join("")}.${first}`;
}

/** The hint of the one misconception that a script shows, or of several that it cannot tell apart. */
function hintFor(
  { prepared }: Problem,
  { diagnosis }: MarkedScript,
): { readonly text: string; isFor(blank: MarkedBlank): boolean } | undefined {
  const [only, ...others] = diagnosis;
  if (!only || others.length > 0) return undefined;
  return {
    text: prepared.marking.malrules
      .filter(({ id }) => only.explanations[0]!.includes(id))
      .map(({ hint }) => hint)
      .join(" "),
    isFor: ({ verdict }) =>
      verdict.kind === "misconception" && verdict.malrules.some((id) => only.malrules.includes(id)),
  };
}
