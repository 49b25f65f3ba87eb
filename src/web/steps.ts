import { continuedFrom, writtenIn } from "../grade/continued.js";
import { operandsOf } from "../graph/formula.js";
import type { Submission } from "../handedIn/submission.js";
import type { Problem } from "../problem/problem.js";
import { type OwnWorking, ownWorkings } from "../render/markedScript.js";
import type { Typeset } from "../render/typeset.js";
import { workings } from "../render/workings.js";
import { writingOf } from "../render/writing.js";

/** One step of help at a blank. Each tells more than the one before; the last is the result. */
export interface HelpStep {
  readonly title: string;
  readonly lines: readonly HelpLine[];
  /** The blanks that come first: their numbers cannot be put in before they are there. */
  readonly missing: readonly Typeset[];
}

/** `net h1 = …` */
export interface HelpLine {
  readonly symbol: Typeset;
  readonly is: Typeset;
}

/**
 * What a student can ask for at one blank: its rule, the rule with their own numbers put in, and
 * the result.
 */
export function helpSteps(
  problem: Problem,
  submission: Submission,
  id: string,
): readonly HelpStep[] {
  const writing = writingOf(problem);
  const written = writtenIn(problem, submission);
  const own = { typed: submission.answers, written, right: continuedFrom(problem, submission) };
  const lines = ownWorkings(problem, writing, own, (blank) => blank === id).flatMap(
    (section) => section.lines,
  );
  const formulas = new Map(
    workings(problem.prepared).flatMap((section) =>
      section.lines.map((line) => [line.id, line] as const),
    ),
  );
  const missing = missingFor(lines);
  const only = (side: "rule" | "numbers" | "result"): readonly HelpLine[] =>
    lines.flatMap(({ symbol, [side]: math }) => (math ? [{ symbol, is: math }] : []));
  // A rule without a letter in it is the answer.
  const isTellable = lines.some((line) => !writing.isConstant(formulas.get(line.id)!));
  const [rule, numbers] = isTellable ? [only("rule"), only("numbers")] : [[], []];
  const inNumbers =
    missing.length > 0
      ? { title: "First fill in", lines: [] }
      : { title: "With your numbers", lines: numbers };
  return [
    ...(rule.length > 0 ? [{ title: "The rule", lines: rule, missing: [] }] : []),
    ...(numbers.length > 0 ? [{ ...inNumbers, missing }] : []),
    { title: "Worked out", lines: only("result"), missing: [] },
  ];

  function missingFor(lines: readonly OwnWorking[]): readonly Typeset[] {
    const operands = new Set(
      lines.flatMap((line) => operandsOf(formulas.get(line.id)?.formula ?? 0)),
    );
    return [...operands]
      .filter(
        (operand) =>
          problem.key.get(operand)?.kind === "number" && operand !== id && !written.has(operand),
      )
      .map(writing.symbols.of);
  }
}
