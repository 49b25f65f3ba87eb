import type { Prepared } from "../../problem/prepare.js";
import type { Problem } from "../../problem/problem.js";
import { labelsOf } from "../../render/blankLabels.js";
import {
  type Help,
  type Sheet,
  type SheetLine,
  type SheetSection,
  solvedSections,
  worksheet,
} from "../../render/sheet.js";
import { spoken } from "../../render/spoken.js";
import type { Heading, SheetTable } from "../../render/table.js";
import type { Answers } from "../page/answers.js";
import { shownNumber } from "../page/pageLanguage.js";
import { placeWords } from "../page/places.js";

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
  ...(Object.hasOwn(filled, blank.id)
    ? { filled: shownNumber(filled[blank.id]!, prepared.language) }
    : {}),
});

const labelledTable = (labels: Labels, { title, head, rows }: SheetTable): SheetTable => ({
  ...(title ? { title: inWords(labels, title) } : {}),
  head: head.map((heading) => inWords(labels, heading)),
  rows: rows.map(({ label, cells }) => ({
    label: inWords(labels, label),
    cells: cells.map((cell) =>
      cell.id === undefined ? cell : labelled(labels, { ...cell, id: cell.id }),
    ),
  })),
});

/** A head with its symbol in words: a formula is no name for a row or a column. */
const inWords = (
  { prepared: { language } }: Labels,
  heading: Heading,
): Heading & { readonly said?: string } =>
  heading.symbol ? { ...heading, said: spoken(heading.symbol, language) } : heading;
