import { likelyCause } from "../../grade/otherCauses.js";
import { continuedFrom, writtenIn } from "../../grade/ownNumbers.js";
import { type Formula, operandsOf } from "../../graph/formula.js";
import { hintOf } from "../../graph/otherFormulas.js";
import type { Submission } from "../../handedIn/submission.js";
import type { Problem } from "../../problem/problem.js";
import { type OwnWorking, ownWorkings } from "../../render/ownWorkings.js";
import type { Typeset } from "../../render/typeset.js";
import { type Working, workings } from "../../render/workings.js";
import { type ProblemWriting, writingOf } from "../../render/writing.js";

/** One step of help at a blank. Each tells more than the one before; the last is the result. */
export interface HelpStep {
  readonly title: string;
  readonly lines: readonly HelpLine[];
  /** The blanks it speaks of: whose numbers have to be there first, or to be looked at. */
  readonly missing: readonly Typeset[];
}

/** `net h1 = …` */
export interface HelpLine {
  readonly symbol: Typeset;
  readonly is: Typeset;
}

/**
 * What a student can ask for at one blank: its rule, which of the blanks it reads are `notRight`,
 * the rule with their own numbers put in, where to look in a wrong answer that is nearly right, and
 * the result.
 */
export function helpSteps(
  problem: Problem,
  submission: Submission,
  id: string,
  notRight: ReadonlySet<string> = new Set(),
): readonly HelpStep[] {
  const { language } = problem.prepared;
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
  const read = formulas.length > 0 ? operandsIn(formulas) : operandsOf(formulaOf(problem, id) ?? 0);
  const missing = read
    .filter((operand) => operand !== id && !written.has(operand))
    .filter((operand) => problem.key.get(operand)?.kind === "number")
    .map(writing.symbols.of);
  const wrong = read.filter((operand) => notRight.has(operand)).map(writing.symbols.of);
  const withNumbers: HelpStep =
    missing.length > 0
      ? { title: language.say("helpFirstFillIn"), lines: [], missing }
      : wrong.length > 0
        ? { title: language.say("helpNumbersNotRight"), lines: numbers, missing: wrong }
        : { title: language.say("helpNumbers"), lines: numbers, missing: [] };
  const before: readonly HelpStep[] = [
    ...(rule.length > 0 ? [{ title: language.say("helpRule"), lines: rule, missing: [] }] : []),
    ...(numbers.length > 0 || missing.length > 0 ? [withNumbers] : []),
  ];
  const cause = likelyCause(problem, submission, id);
  const nearly = cause === undefined ? undefined : hintOf(cause);
  return [
    ...(before.length > 0 ? before : [lookFirst(problem, writing, id)]),
    ...(nearly
      ? [
          {
            title: language.textOf(nearly.hint),
            lines: [],
            missing: nearly.ids.map(writing.symbols.of),
          },
        ]
      : []),
    { title: language.say("helpWorkedOut"), lines: sidesOf(lines, "result"), missing: [] },
  ];
}

const formulaOf = ({ prepared: { graph } }: Problem, id: string): Formula | undefined =>
  graph.get(id)?.formula;

/** What to look at where neither a rule nor numbers could be told without telling the result. */
function lookFirst(problem: Problem, { symbols, rule }: ProblemWriting, id: string): HelpStep {
  const { graph, language } = problem.prepared;
  const quantity = graph.get(id)!;
  const { derivative, formula } = quantity;
  if (quantity.recurrence) return { title: language.say("helpMachine"), lines: [], missing: [] };
  const of = derivative && formulaOf(problem, derivative.of);
  const is = of && rule({ id: derivative.of, formula: of, asked: true });
  return is
    ? {
        title: language.say("helpDifferentiate"),
        lines: [{ symbol: symbols.of(derivative.of), is }],
        missing: [],
      }
    : {
        title: language.say("helpLookAt"),
        lines: [],
        missing: operandsOf(formula ?? 0).map(symbols.of),
      };
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
