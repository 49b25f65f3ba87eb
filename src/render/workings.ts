import { type Formula, operandsOf } from "../graph/formula.js";
import { quantityOf, type Role } from "../graph/graph.js";
import { inlined } from "../graph/inline.js";
import type { Prepared } from "../problem.js";

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

/** Results that get a line of their own even where they are not asked; smaller steps are put into the next formula. */
const standalone: readonly Role[] = [
  "activation",
  "outputLoss",
  "loss",
  "gradient",
  "biasGradient",
  "updatedWeight",
  "updatedBias",
  "value",
];

/**
 * How a person gets from the givens to every answer: each asked quantity under its heading, preceded by what it needs
 * and is not asked.
 */
export function workings({ graph, sections, questions }: Prepared): readonly WorkingSection[] {
  const asked = new Set(questions.map(({ id }) => id));
  const kept = (id: string): boolean => asked.has(id) || standalone.includes(quantityOf(graph, id).role);
  const shown = new Set<string>();
  return sections.map(({ title, questions }) => ({ title, lines: questions.flatMap(({ id }) => linesFor(id)) }));

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
