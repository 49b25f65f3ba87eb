import { type Formula, operandsOf, partsIn } from "../graph/formula.js";
import { quantityOf, type Role } from "../graph/graph.js";
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
export function workings({ graph, sections, questions }: Prepared): readonly WorkingSection[] {
  const asked = new Set(questions.map(({ id }) => id));
  const uses = new Map<string, number>();
  for (const operand of [...graph.values()].flatMap(({ formula }) => operandsOf(formula ?? 0))) {
    uses.set(operand, (uses.get(operand) ?? 0) + 1);
  }
  const keeps = new Map<string, boolean>();
  // In the order of computing, so that a long way down is gone a step at a time.
  for (const id of graph.keys()) kept(id);
  const shown = new Set<string>();
  return sections.map(({ title, questions }) => ({
    title,
    lines: questions.flatMap(({ id }) => linesFor(id)),
  }));

  // What is long and used again is worth a line, and so is what would fill one; a short step is put
  // into the next formula.
  function kept(id: string): boolean {
    let keep = keeps.get(id);
    if (keep === undefined) {
      const { role, formula = 0 } = quantityOf(graph, id);
      keep =
        asked.has(id) ||
        standalone.includes(role) ||
        isWorthALine(id, inlined(graph, formula, kept));
      keeps.set(id, keep);
    }
    return keep;
  }

  function isWorthALine(id: string, formula: Formula): boolean {
    return (
      ((uses.get(id) ?? 0) > 1 && operandsOf(formula).length > 2) || partsIn(formula) > longest
    );
  }

  function linesFor(id: string): Working[] {
    if (shown.has(id)) return [];
    const { formula } = quantityOf(graph, id);
    if (formula === undefined) return asked.has(id) ? [{ id, formula: id, asked: true }] : [];
    shown.add(id);
    const own = inlined(graph, formula, kept);
    const before = operandsOf(own).filter((operand) => !asked.has(operand));
    return [...before.flatMap(linesFor), { id, formula: own, asked: asked.has(id) }];
  }
}
