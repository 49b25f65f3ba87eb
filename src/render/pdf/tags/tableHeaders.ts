import type { TaggedElement } from "./elements.js";

/** The cells that head each cell of a table: those of its row first, then those of its column. */
export function headersIn(
  table: TaggedElement,
): ReadonlyMap<TaggedElement, readonly TaggedElement[]> {
  const headers = new Map<TaggedElement, readonly TaggedElement[]>();
  /** What heads each column so far, and for how many rows more a cell from above fills it. */
  const heading: TaggedElement[][] = [];
  const filled: number[] = [];
  for (const row of kidsWith(table, "TR")) {
    const cells = kidsWith(row, "TH", "TD");
    const ofRow = cells.filter(({ role, cell }) => role === "TH" && cell!.scope.startsWith("row"));
    let column = 0;
    for (const element of cells) {
      while ((filled[column] ?? 0) > 0) filled[column++]!--;
      const { scope, rows, columns } = element.cell!;
      if (element.role === "TD") headers.set(element, [...ofRow, ...(heading[column] ?? [])]);
      for (const end = column + columns; column < end; column++) {
        filled[column] = rows - 1;
        if (element.role === "TH" && !scope.startsWith("row"))
          heading[column] = [...(heading[column] ?? []), element];
      }
    }
    for (; column < filled.length; column++) if (filled[column]! > 0) filled[column]!--;
  }
  return headers;
}

const kidsWith = ({ kids }: TaggedElement, ...roles: readonly string[]): readonly TaggedElement[] =>
  kids.flatMap((kid) =>
    "element" in kid && roles.includes(kid.element.role) ? [kid.element] : [],
  );
