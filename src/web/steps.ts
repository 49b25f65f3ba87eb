import { continuedFrom, writtenIn } from "../grade/ownNumbers.js";
import { operandsOf } from "../graph/formula.js";
import type { Submission } from "../handedIn/submission.js";
import type { Problem } from "../problem/problem.js";
import { type OwnWorking, ownWorkings } from "../render/ownWorkings.js";
import type { Typeset } from "../render/typeset.js";
import { type Working, workings } from "../render/workings.js";
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
  const formulas = formulasOf(problem, lines);
  // A rule without a letter in it is the answer.
  const isTellable = formulas.some((line) => !writing.isConstant(line));
  const [rule, numbers] = isTellable
    ? [sidesOf(lines, "rule"), sidesOf(lines, "numbers")]
    : [[], []];
  const missing = operandsIn(formulas)
    .filter((operand) => operand !== id && !written.has(operand))
    .filter((operand) => problem.key.get(operand)?.kind === "number")
    .map(writing.symbols.of);
  const inNumbers =
    missing.length > 0
      ? { title: "First fill in", lines: [] }
      : { title: "With your numbers", lines: numbers };
  return [
    ...(rule.length > 0 ? [{ title: "The rule", lines: rule, missing: [] }] : []),
    ...(numbers.length > 0 ? [{ ...inNumbers, missing }] : []),
    { title: "Worked out", lines: sidesOf(lines, "result"), missing: [] },
  ];
}

/** The formulas of these lines, as the sheet has them. */
function formulasOf(problem: Problem, lines: readonly OwnWorking[]): readonly Working[] {
  const all = workings(problem.prepared).flatMap((section) => section.lines);
  const byId = new Map(all.map((line) => [line.id, line]));
  return lines.map(({ id }) => byId.get(id)!);
}

const operandsIn = (lines: readonly Working[]): readonly string[] => [
  ...new Set(lines.flatMap(({ formula }) => operandsOf(formula))),
];

/** One side of each line that has it. */
const sidesOf = (
  lines: readonly OwnWorking[],
  side: "rule" | "numbers" | "result",
): readonly HelpLine[] =>
  lines.flatMap(({ symbol, [side]: math }) => (math ? [{ symbol, is: math }] : []));
