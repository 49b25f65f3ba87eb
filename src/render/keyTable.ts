import type { Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";
import { type KeyRow, keySheet } from "./keySheet.js";
import type { Typeset } from "./typeset.js";

/** The keys of a class at one exercise, for whoever marks on paper: a row for each student. */
export interface KeyTable {
  /** What the keys are written in. */
  readonly language: Language;
  readonly title: string;
  readonly exercise: string;
  /** One below the other, where there are more blanks than stand side by side. */
  readonly tables: readonly KeyTablePart[];
}

export interface KeyTablePart {
  readonly head: readonly Typeset[];
  readonly rows: readonly {
    readonly student?: string;
    readonly name?: string;
    readonly variant: string;
    readonly cells: readonly Omit<KeyRow, "symbol">[];
  }[];
}

/** A student's variant; whose it is, unless that is to be left out. */
export interface KeyTableEntry {
  readonly student?: string;
  readonly name?: string;
  readonly problem: Problem;
}

/** The most blanks that stand side by side on a page of upright letters, lying on its side. */
const mostColumns = 12;

/**
 * The keys of these variants of one exercise, all with the same blanks, in their order; undefined
 * where there are none. Each problem is forgotten when its row is there.
 */
export function keyTable(entries: Iterable<KeyTableEntry>): KeyTable | undefined {
  let first: (Omit<KeyTable, "tables"> & { readonly head: readonly Typeset[] }) | undefined;
  const rows: KeyTablePart["rows"][number][] = [];
  for (const { problem, ...whose } of entries) {
    const { language, title, exercise, sections } = keySheet(problem);
    const blanks = sections.flatMap((section) => section.rows);
    first ??= { language, title, exercise, head: blanks.map(({ symbol }) => symbol) };
    const cells = blanks.map(({ symbol: _, ...cell }) => cell);
    rows.push({ ...whose, variant: problem.variant, cells });
  }
  if (!first) return undefined;
  const { head, ...about } = first;
  const portions = Math.ceil(head.length / mostColumns);
  const each = Math.ceil(head.length / portions);
  const tables = Array.from({ length: portions }, (_, i) => {
    const some = <T>(all: readonly T[]): readonly T[] => all.slice(i * each, (i + 1) * each);
    return {
      head: some(head),
      rows: rows.map(({ cells, ...whose }) => ({ ...whose, cells: some(cells) })),
    };
  });
  return { ...about, tables };
}
