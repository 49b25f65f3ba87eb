import { quantityOf } from "../graph/graph.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { type Help, type Sheet, worksheet } from "../render/sheet.js";
import { spoken } from "../render/spoken.js";
import { symbolsFor } from "../render/symbols.js";
import { type Heading, headOf, kindOf, type SheetTable } from "../render/table.js";

/**
 * The worksheet of a problem, with a name for every blank that can be said, and with what each head
 * of a table says.
 */
export function practiceSheet(problem: Problem, help: Help): Sheet {
  const labels = labelsOf(problem.prepared);
  const { givens, sections, ...sheet } = worksheet(problem, help);
  return {
    ...sheet,
    givens: givens.map(({ tables, ...group }) => ({
      ...group,
      tables: tables.map((table) => labelledTable(labels, table)),
    })),
    sections: sections.map(({ lines, tables, ...section }) => ({
      ...section,
      lines: lines.map((line) => labelled(labels, line)),
      tables: tables.map((table) => labelledTable(labels, table)),
    })),
  };
}

type Labels = ReadonlyMap<string, string>;

const labelled = <T extends { readonly id: string }>(labels: Labels, blank: T) => ({
  ...blank,
  label: labels.get(blank.id) ?? "",
});

const labelledTable = (labels: Labels, { title, head, rows }: SheetTable): SheetTable => ({
  ...(title ? { title: inWords(title) } : {}),
  head: head.map(inWords),
  rows: rows.map(({ label, cells }) => ({
    label: inWords(label),
    cells: cells.map((cell) =>
      cell.id === undefined ? cell : labelled(labels, { ...cell, id: cell.id }),
    ),
  })),
});

/** A head with its symbol in words: a formula is no name for a row or a column. */
const inWords = (heading: Heading): Heading & { readonly said?: string } =>
  heading.symbol ? { ...heading, said: spoken(heading.symbol) } : heading;

/**
 * What each blank is called when it is spoken: `z, example 2`, `new w, step 1`. The step is said
 * where there are several, and the heading where two blanks would be called the same.
 */
export function labelsOf(prepared: Prepared): ReadonlyMap<string, string> {
  const { questions, sections } = prepared;
  const labels = new Map(questions.map(({ id }) => [id, labelOf(prepared, id)]));
  const all = [...labels.values()];
  for (const { title, questions } of sections) {
    for (const { id } of questions) {
      const label = labels.get(id)!;
      if (all.filter((other) => other === label).length > 1) labels.set(id, `${label}, ${title}`);
    }
  }
  return labels;
}

/**
 * A symbol in words, with the marks above it as words of their own: `superscript [2]` says nothing
 * of an example.
 */
function labelOf(prepared: Prepared, id: string): string {
  const { exercise, graph, questions } = prepared;
  const symbols = symbolsFor(prepared);
  const { step, example, time } = quantityOf(graph, id).at;
  const steps = exercise.network?.steps ?? 1;
  const places = [
    // Where each step has an example of its own, the step says which.
    ...(example !== undefined && /(^|\.)e\d+\./.test(id) ? [`example ${example}`] : []),
    ...(time !== undefined ? [`time ${time}`] : []),
    ...(steps > 1 ? [`${exercise.stepName.toLowerCase()} ${step}`] : []),
  ];
  // What comes after the only step is told apart by its mark alone.
  const isMarked = places.length === 0 || (steps === 1 && step > 1);
  const first = questions.find((question) => kindOf(question.id) === kindOf(id))!;
  const symbol = isMarked
    ? symbols.of(id)
    : headOf(symbols, quantityOf(graph, first.id), steps > 1);
  return [spoken(symbol), ...places].join(", ");
}
