import type { Problem } from "../../problem/problem.js";
import { labelsOf } from "../../render/blankLabels.js";
import { type Help, type SheetLine, worksheet } from "../../render/sheet.js";
import { symbolsFor } from "../../render/symbols.js";
import type { Heading, SheetTable } from "../../render/table.js";

/** The fields of a part of a sheet: of a row of a table, or of all that stands in no table. */
export interface FieldSection {
  /** What the sheet says above the part, where it begins here. */
  readonly title?: string;
  /** What the sheet says before the row, and above its table. */
  readonly row: readonly Heading[];
  readonly fields: readonly Field[];
}

/** A blank as it is typed in. */
export interface Field {
  readonly id: string;
  /** What stands before it, or above it in a table. */
  readonly head: Heading;
  /** The blank to be said. */
  readonly label: string;
  /** The words to choose from, each by its number. */
  readonly choices: readonly { readonly number: number; readonly word: string }[];
}

/** The blanks of a sheet in the order in which they stand on it, printed with this help. */
export function fieldOrder(problem: Problem, help: Help): readonly FieldSection[] {
  const { prepared, key } = problem;
  const labels = labelsOf(prepared);
  const symbols = symbolsFor(prepared);
  const seen = new Set<string>();
  const field = (id: string, head?: Heading): readonly Field[] => {
    if (seen.has(id)) return [];
    seen.add(id);
    const answer = key.get(id)!;
    const words = answer.kind === "choice" ? answer.words : [];
    const choices = words.map((word, i) => ({ number: i + 1, word }));
    // A grid has nothing above its columns.
    const isHeaded = head?.symbol !== undefined || head?.text !== undefined;
    return [
      { id, head: isHeaded ? head : { symbol: symbols.of(id) }, label: labels.get(id)!, choices },
    ];
  };
  const inTable = ({ title, head, rows }: SheetTable): readonly FieldSection[] =>
    rows.map(({ label, cells }) => ({
      row: [...(title ? [title] : []), label],
      fields: cells.flatMap(({ id }, column) => (id === undefined ? [] : field(id, head[column]))),
    }));
  return worksheet(problem, help).sections.flatMap(({ title, tables, lines }) => {
    const parts = [
      ...tables.flatMap(inTable),
      ...parted(lines).map((part) => ({
        row: part[0]!.heading === undefined ? [] : [{ text: part[0]!.heading }],
        fields: part.flatMap(({ id }) => field(id)),
      })),
    ].filter(({ fields }) => fields.length > 0);
    return parts.map((part, i) => (i === 0 ? { ...part, title } : part));
  });
}

/** Lines in parts: each example or time that is said above a line begins one. */
function parted(lines: readonly SheetLine[]): readonly (readonly SheetLine[])[] {
  const parts: SheetLine[][] = [];
  for (const line of lines)
    if (line.heading === undefined && parts.length > 0) parts.at(-1)!.push(line);
    else parts.push([line]);
  return parts;
}
