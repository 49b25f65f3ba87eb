import { operandsOf } from "../graph/formula.js";
import { type Quantity, quantityOf, type Role } from "../graph/graph.js";
import { type FormulaShape, isWithin, shapeOf } from "../graph/shape.js";
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
 * A rule for each kind of step: quantities of a role that are worked out the same way, for hidden
 * and for output units. The formula of a derivative is what a student is to find.
 */
export function rulesByKind(
  problem: Problem,
  writing: ProblemWriting,
  lines: readonly Working[],
): Rules {
  const { graph } = problem.prepared;
  const told = lines.filter(
    (line) =>
      quantityOf(graph, line.id).role !== "derivative" &&
      problem.key.get(line.id)?.kind !== "choice" &&
      tellableRule(writing, line),
  );
  const rules = new Map<Working, Typeset>();
  for (const kind of kindsAmong(problem, told))
    rules.set(kind.first, generalRule(problem, writing, kind.fullest));
  return rules;
}

/** Lines that are worked out the same way: the first of them, and one that has all their terms. */
interface StepKind {
  readonly group: string;
  readonly first: Working;
  readonly fullest: Working;
  readonly shape: FormulaShape;
}

// At the first time there is no earlier state to read, in the first step no velocity: what has some
// of the terms is of the kind of what has all.
function kindsAmong(problem: Problem, lines: readonly Working[]): readonly StepKind[] {
  const kinds: StepKind[] = [];
  for (const line of lines) {
    const group = groupOf(problem, line);
    const shape = shapeIn(problem, line);
    const at = kinds.findIndex(
      (kind) =>
        kind.group === group && (isWithin(shape, kind.shape) || isWithin(kind.shape, shape)),
    );
    const known = kinds[at];
    if (!known) kinds.push({ group, first: line, fullest: line, shape });
    else if (!isWithin(shape, known.shape)) kinds[at] = { ...known, fullest: line, shape };
  }
  return kinds;
}

/** What lines have in common that may have the same rule. */
function groupOf({ prepared: { graph, exercise } }: Problem, line: Working): string {
  const { role, at } = quantityOf(graph, line.id);
  if (role === "value") return line.id;
  const isOutput =
    at.layer !== undefined &&
    !sameInEveryLayer.includes(role) &&
    at.layer === exercise.network?.layers.length;
  return `${role} ${isOutput} ${isTotal(line)}`;
}

const sameInEveryLayer: readonly Role[] = ["activation", "outputLoss", "loss"];

/** What a line is made of: operands by their role, their layer and time as seen from the line's. */
function shapeIn({ prepared: { graph } }: Problem, line: Working): FormulaShape {
  const { at } = quantityOf(graph, line.id);
  return shapeOf(line.formula, (id) => {
    const operand = quantityOf(graph, id);
    const { role } = operand;
    const layers = Math.sign((operand.at.layer ?? 0) - (at.layer ?? 0));
    const times = Math.sign((operand.at.time ?? 0) - (at.time ?? 0));
    return [sameRole[role] ?? role, layers, times, operand.at.recurrent ?? false].join(" ");
  });
}

/** Roles that a rule makes no difference between. */
const sameRole: Readonly<Partial<Record<Role, Role>>> = {
  input: "activation",
  initialState: "activation",
  initialVelocity: "velocity",
  updatedWeight: "weight",
  updatedBias: "bias",
};

function generalRule(problem: Problem, writing: ProblemWriting, line: Working): Typeset {
  const { symbols } = writing;
  const { graph, exercise } = problem.prepared;
  const quantity = quantityOf(graph, line.id);
  const inTable = exercise.layout === "table";
  const isSame = isSameForEach(problem, line);
  // In the first step nothing has a mark but what it leaves, which the head of a row says in words.
  const isHeaded = isSame || (inTable && quantity.at.step === 1 && isUpdated(quantity));
  const left = isHeaded ? headOf(symbols, quantity, inTable) : symbols.of(line.id);
  const rule = isSame ? expression(line.formula, symbols.unmarked) : tellableRule(writing, line)!;
  return equation(left, rule);
}

const isUpdated = ({ role, at }: Quantity): boolean =>
  (role === "updatedWeight" || role === "updatedBias") && at.pass === undefined;

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
