import { operandsOf } from "../graph/formula.js";
import type { Quantity } from "../graph/graph.js";
import type { Typeset } from "./typeset.js";

/** A table of blanks, or of givens. */
export interface SheetTable {
  /** What the whole table is about, where there are several. */
  readonly title?: Heading;
  /** None in a grid: an image, a filter. */
  readonly head: readonly Heading[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly label: Heading;
  readonly cells: readonly Cell[];
}

/** What heads a row or a column: words or a symbol; nothing where both are absent. */
export interface Heading {
  readonly text?: string;
  readonly symbol?: Typeset;
}

/** The formulas that stand in a table. */
export const formulasOfTable = ({ title, head, rows }: SheetTable): readonly Typeset[] =>
  [
    ...(title ? [title] : []),
    ...head,
    ...rows.flatMap(({ label, cells }) => [
      label,
      ...cells.map(({ value }) => ({ symbol: value })),
    ]),
  ].flatMap(({ symbol }) => symbol ?? []);

/** A blank, or a number; empty where both are absent. */
export interface Cell {
  readonly id?: string;
  readonly value?: Typeset;
}

/** How a table writes what it shows. */
export interface TableWriting {
  readonly symbols: {
    of(id: string): Typeset;
    unmarked(id: string): Typeset;
    inAnyExample(id: string): Typeset;
    renewed(id: string): Typeset;
  };
  value(id: string): string;
}

/**
 * What heads a row or column. What a step leaves has another number in every one; its head says
 * what it is.
 */
export function headOf(
  symbols: TableWriting["symbols"],
  { id, role, formula }: Quantity,
  overSteps: boolean,
): Typeset {
  const updated = role === "updatedWeight" || role === "updatedBias";
  const [old] = overSteps && updated && formula !== undefined ? operandsOf(formula) : [];
  return old === undefined ? symbols.unmarked(id) : symbols.renewed(old);
}

/**
 * The id of a quantity without step, example and time: what all of a row or column have in common.
 */
export const kindOf = (id: string): string => id.replace(/^((s|e|time)\d+\.)+/, "");

/** The kinds among these quantities, each once. */
export const kindsOf = (quantities: readonly Quantity[]): readonly string[] => [
  ...new Set(quantities.map(({ id }) => kindOf(id))),
];
