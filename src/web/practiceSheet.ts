import type { Problem } from "../problem/problem.js";
import { labelsOf } from "../render/blankLabels.js";
import { type Help, type Sheet, worksheet } from "../render/sheet.js";
import { spoken } from "../render/spoken.js";
import type { Heading, SheetTable } from "../render/table.js";

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
