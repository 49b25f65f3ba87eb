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

/** The keys of these variants of one exercise, all with the same blanks, in their order. */
export function keyTable(entries: readonly [KeyTableEntry, ...KeyTableEntry[]]): KeyTable {
  const rows = entries.map(({ problem, ...whose }) => ({
    whose: { ...whose, variant: problem.variant },
    blanks: keySheet(problem).sections.flatMap((section) => section.rows),
  }));
  const { language, title, exercise } = keySheet(entries[0].problem);
  const count = rows[0]!.blanks.length;
  const portions = Math.ceil(count / mostColumns);
  const each = Math.ceil(count / portions);
  return {
    language,
    title,
    exercise,
    tables: Array.from({ length: portions }, (_, i) => {
      const some = <T>(all: readonly T[]): readonly T[] => all.slice(i * each, (i + 1) * each);
      return {
        head: some(rows[0]!.blanks).map(({ symbol }) => symbol),
        rows: rows.map(({ whose, blanks }) => ({ ...whose, cells: some(blanks) })),
      };
    }),
  };
}
