import { quantityOf } from "../graph/graph.js";
import type { Prepared, Problem } from "../problem.js";
import { type Help, type Sheet, worksheet } from "../render/sheet.js";
import { spoken } from "../render/spoken.js";
import { symbolsFor } from "../render/symbols.js";
import type { SheetTable } from "../render/table.js";

/** The worksheet of a problem, with a name for every blank that can be said. */
export function practiceSheet(problem: Problem, help: Help): Sheet {
  const labels = labelsOf(problem.prepared);
  const labelled = <T extends { readonly id: string }>(blank: T) => ({ ...blank, label: labels.get(blank.id) ?? "" });
  const labelledTable = ({ rows, ...table }: SheetTable): SheetTable => ({
    ...table,
    rows: rows.map(({ cells, ...row }) => ({
      ...row,
      cells: cells.map((cell) => (cell.id === undefined ? cell : labelled({ ...cell, id: cell.id }))),
    })),
  });
  const sheet = worksheet(problem, help);
  return {
    ...sheet,
    sections: sheet.sections.map(({ lines, tables, ...section }) => ({
      ...section,
      lines: lines.map(labelled),
      tables: tables.map(labelledTable),
    })),
  };
}

/**
 * What each blank is called when it is spoken: `net h1, step 1`. The step is said where there are several, and the
 * heading where two blanks would be called the same.
 */
export function labelsOf(prepared: Prepared): ReadonlyMap<string, string> {
  const { exercise, graph, questions, sections } = prepared;
  const symbols = symbolsFor(prepared);
  const hasSteps = (exercise.network?.steps ?? 1) > 1;
  const labels = new Map(
    questions.map(({ id }) => {
      const { at } = quantityOf(graph, id);
      const step = hasSteps ? `, ${exercise.stepName.toLowerCase()} ${at.step}` : "";
      return [id, `${spoken(symbols.of(id))}${step}`];
    }),
  );
  const all = [...labels.values()];
  for (const { title, questions } of sections) {
    for (const { id } of questions) {
      const label = labels.get(id)!;
      if (all.filter((other) => other === label).length > 1) labels.set(id, `${label}, ${title}`);
    }
  }
  return labels;
}
