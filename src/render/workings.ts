import { type Formula, operandsOf, partsIn } from "../graph/formula.js";
import { type Graph, quantityOf, type Role } from "../graph/graph.js";
import { inlined } from "../graph/inline.js";
import type { Prepared } from "../problem/prepare.js";

/** One line of working: a quantity, and its formula in terms of what stands on the sheet. */
export interface Working {
  readonly id: string;
  readonly formula: Formula;
  readonly asked: boolean;
}

/** The lines under one heading. */
export interface WorkingSection {
  readonly title: string;
  readonly lines: readonly Working[];
}

/** The parts of a formula that fill a line. */
const longest = 60;
/** The same of a sum that goes into a function: within a fraction or above an e no line breaks. */
const longestSum = 28;

/** Results that get a line of their own even where they are not asked. */
const standalone: readonly Role[] = [
  "activation",
  "outputLoss",
  "loss",
  "gradient",
  "biasGradient",
  "updatedWeight",
  "updatedBias",
];

/**
 * How a person gets from the givens to every answer: each asked quantity under its heading,
 * preceded by what it needs and is not asked.
 */
export function workings(prepared: Prepared): readonly WorkingSection[] {
  const { graph, sections, questions } = prepared;
  const asked = new Set(questions.map(({ id }) => id));
  const kept = worthALine(graph, asked);
  const shown = new Set<string>();
  return sections.map(({ title, questions }) => ({
    title,
    lines: questions.flatMap(({ id }) => linesFor(id, { graph, asked, kept }, shown)),
  }));
}

/** What has a line of its own, and what of it is asked. */
interface Lines {
  readonly graph: Graph;
  readonly asked: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
}

/**
 * The ids that get a line of their own. What is long and used again is worth one, and so is what
 * would fill one; a short step is put into the next formula.
 */
function worthALine(graph: Graph, asked: ReadonlySet<string>): ReadonlySet<string> {
  const uses = usesIn(graph);
  const kept = new Set<string>();
  // In the order of computing, so that what a formula reads has been decided on before it.
  for (const { id, role, formula = 0 } of graph.values()) {
    const inFull = inlined(graph, formula, (operand) => kept.has(operand));
    const isUsedAgain = (uses.get(id) ?? 0) > 1 && operandsOf(inFull).length > 2;
    const isLong = partsIn(inFull) > (role === "preActivation" ? longestSum : longest);
    if (asked.has(id) || standalone.includes(role) || isUsedAgain || isLong) kept.add(id);
  }
  return kept;
}

/** How many formulas read each quantity. */
function usesIn(graph: Graph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { formula = 0 } of graph.values())
    for (const operand of operandsOf(formula)) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  return uses;
}

/** The line of a quantity after those it needs, unless it has been shown. */
function linesFor(id: string, lines: Lines, shown: Set<string>): readonly Working[] {
  const { graph, asked, kept } = lines;
  if (shown.has(id)) return [];
  const { formula } = quantityOf(graph, id);
  if (formula === undefined) return asked.has(id) ? [{ id, formula: id, asked: true }] : [];
  shown.add(id);
  const own = inlined(graph, formula, (operand) => kept.has(operand));
  const before = operandsOf(own).filter((operand) => !asked.has(operand));
  return [
    ...before.flatMap((operand) => linesFor(operand, lines, shown)),
    { id, formula: own, asked: asked.has(id) },
  ];
}
