import { operandsOf } from "../graph/formula.js";
import { quantityOf, type Role } from "../graph/graph.js";
import type { Problem } from "../problem/problem.js";
import { expression } from "./expression.js";
import { headOf, kindOf } from "./table.js";
import { equation, type Typeset } from "./typeset.js";
import type { Working } from "./workings.js";
import type { ProblemWriting } from "./writing.js";

/** Rules that a worksheet tells above its blanks, by the line of working that needs each first. */
export type Rules = ReadonlyMap<Working, Typeset>;

/** The rules of the lines that are not asked. */
export const unaskedRules = (writing: ProblemWriting, lines: readonly Working[]): Rules =>
  new Map(
    lines.flatMap((line): [Working, Typeset][] => {
      const rule = line.asked ? undefined : tellableRule(writing, line);
      return rule ? [[line, equation(writing.symbols.of(line.id), rule)]] : [];
    }),
  );

/** The rule of a line. One without a letter in it is the answer, and is not told. */
export const tellableRule = (writing: ProblemWriting, line: Working): Typeset | undefined =>
  writing.isConstant(line) ? undefined : writing.rule(line);

/**
 * A rule for each kind of quantity, for hidden and for output units. The formula of a derivative is
 * what a student is to find.
 */
export function rulesByKind(
  problem: Problem,
  writing: ProblemWriting,
  lines: readonly Working[],
): Rules {
  const fullest = fullestByKind(problem, lines);
  const rules = new Map<Working, Typeset>();
  const known = new Set<string>();
  for (const line of lines) {
    const kind = ruleKind(problem, line);
    const { role } = quantityOf(problem.prepared.graph, line.id);
    const isWord = problem.key.get(line.id)?.kind === "choice";
    if (role === "derivative" || isWord || known.has(kind) || !tellableRule(writing, line))
      continue;
    known.add(kind);
    rules.set(line, generalRule(problem, writing, fullest.get(kind) ?? line));
  }
  return rules;
}

/** What lines have in common that have the same rule. */
function ruleKind({ prepared: { graph, exercise } }: Problem, line: Working): string {
  const { role, at } = quantityOf(graph, line.id);
  if (role === "value" || role === "derivative") return line.id;
  const isOutput =
    at.layer !== undefined &&
    !sameInEveryLayer.includes(role) &&
    at.layer === exercise.network?.layers.length;
  return `${role} ${isOutput} ${isTotal(line)}`;
}

const sameInEveryLayer: readonly Role[] = ["activation", "outputLoss", "loss"];

// At the first time there is no earlier state to read, at the last none that reads it: the rule is
// one with all terms.
function fullestByKind(problem: Problem, lines: readonly Working[]): ReadonlyMap<string, Working> {
  const found = new Map<string, Working>();
  if (!isRecurrent(problem)) return found;
  for (const line of lines) {
    const kind = ruleKind(problem, line);
    const known = found.get(kind);
    if (!known || operandsOf(line.formula).length > operandsOf(known.formula).length)
      found.set(kind, line);
  }
  return found;
}

function generalRule(problem: Problem, writing: ProblemWriting, line: Working): Typeset {
  const { symbols } = writing;
  if (!isSameForEach(problem, line))
    return equation(symbols.of(line.id), tellableRule(writing, line)!);
  const { graph, exercise } = problem.prepared;
  const left = headOf(symbols, quantityOf(graph, line.id), exercise.layout === "table");
  return equation(left, expression(line.formula, symbols.unmarked));
}

// What is the same for each example is told without naming one; a sum over examples has to name
// them, and what is summed is to be told from the sum.
function isSameForEach(problem: Problem, line: Working): boolean {
  const { graph, exercise } = problem.prepared;
  if ((exercise.network?.examples ?? 1) === 1 || isRecurrent(problem)) return false;
  const ids = [line.id, ...operandsOf(line.formula)];
  const named = new Set(ids.flatMap((part) => quantityOf(graph, part).at.example ?? []));
  const total = line.id.replace(/(^|\.)e\d+\./, "$1");
  return named.size === 1 && !isTotal(line) && (total === line.id || !graph.has(total));
}

/** Whether it adds up the same of several examples or times. */
function isTotal({ formula }: Working): boolean {
  const operands = operandsOf(formula);
  return new Set(operands.map(kindOf)).size < operands.length;
}

const isRecurrent = ({ prepared }: Problem): boolean =>
  prepared.exercise.network?.layers.some(({ recurrent }) => recurrent) ?? false;
