import { quantityOf } from "../graph/graph.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import {
  type Help,
  type Sheet,
  type SheetLine,
  type SheetSection,
  solvedSections,
  worksheet,
} from "../render/sheet.js";
import { spoken } from "../render/spoken.js";
import { symbolsFor } from "../render/symbols.js";
import { type Heading, headOf, kindOf, type SheetTable } from "../render/table.js";
import type { Answers } from "./judge.js";
import { placeWords } from "./places.js";

/** The worksheet on the page. */
export interface PracticeSheet extends Omit<Sheet, "sections"> {
  readonly sections: readonly PracticeSection[];
}

export interface PracticeSection extends SheetSection {
  /** The steps that are worked out for the student. */
  readonly worked: readonly SheetLine[];
}

/**
 * The worksheet of a problem, with a name for every blank that can be said, and with what each head
 * of a table says. What is `filled` stands in its blank; on a `worked` sheet its working stands
 * there instead, or below where it is of a table.
 */
export function practiceSheet(
  problem: Problem,
  help: Help,
  filled: Answers = {},
  worked = false,
): PracticeSheet {
  const { givens, sections, ...sheet } = worksheet(problem, help, true);
  const labels: Labels = { prepared: problem.prepared, of: labelsOf(problem.prepared), filled };
  const solved = worked ? solvedSections(problem) : [];
  const inTable = problem.prepared.exercise.layout === "table";
  return {
    ...sheet,
    givens: givens.map(({ tables, ...group }) => ({
      ...group,
      tables: tables.map((table) => labelledTable(labels, table)),
    })),
    sections: sections.map(({ lines, tables, ...section }, i): PracticeSection => {
      const steps = (inTable ? solved : solved.slice(i, i + 1)).filter((part) =>
        part.lines.every(({ id, asked }) => !asked || filled[id] !== undefined),
      );
      const isWorked = steps.length > 0 && !inTable;
      return {
        ...section,
        // What stands in a table is there already.
        worked: steps.flatMap(({ lines }) =>
          inTable ? lines : lines.map((line) => labelled(labels, line)),
        ),
        lines: isWorked ? [] : lines.map((line) => labelled(labels, line)),
        tables: isWorked ? [] : tables.map((table) => labelledTable(labels, table)),
      };
    }),
  };
}

/** What blanks are called, and what stands in those that are filled in. */
interface Labels {
  readonly prepared: Prepared;
  readonly of: ReadonlyMap<string, string>;
  readonly filled: Answers;
}

const labelled = <T extends { readonly id: string }>(
  { prepared, of, filled }: Labels,
  blank: T,
) => ({
  ...blank,
  label: of.get(blank.id) ?? "",
  place: placeWords(prepared, blank.id),
  ...(Object.hasOwn(filled, blank.id) ? { filled: filled[blank.id] } : {}),
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
