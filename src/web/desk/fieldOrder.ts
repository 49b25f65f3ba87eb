import type { Problem } from "../../problem/problem.js";
import { labelsOf } from "../../render/blankLabels.js";
import { type Help, worksheet } from "../../render/sheet.js";
import { symbolsFor } from "../../render/symbols.js";
import type { Typeset } from "../../render/typeset.js";

/** The fields of a part of a sheet. */
export interface FieldSection {
  readonly title: string;
  readonly fields: readonly Field[];
}

/** A blank as it is typed in. */
export interface Field {
  readonly id: string;
  readonly symbol: Typeset;
  /** The same to be said. */
  readonly label: string;
  /** The words to choose from, each by its number. */
  readonly choices: readonly { readonly number: number; readonly word: string }[];
}

/** The blanks of a sheet in the order in which they stand on it, printed with this help. */
export function fieldOrder(problem: Problem, help: Help): readonly FieldSection[] {
  const { prepared, key } = problem;
  const labels = labelsOf(prepared);
  const symbols = symbolsFor(prepared);
  const field = (id: string): Field => {
    const answer = key.get(id)!;
    const words = answer.kind === "choice" ? answer.words : [];
    return {
      id,
      symbol: symbols.of(id),
      label: labels.get(id)!,
      choices: words.map((word, i) => ({ number: i + 1, word })),
    };
  };
  return worksheet(problem, help).sections.map(({ title, tables, lines }) => {
    const inTables = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells));
    const ids = [...inTables, ...lines].flatMap(({ id }) => id ?? []);
    return { title, fields: [...new Set(ids)].map(field) };
  });
}
