import { csvRow } from "../export/csv.js";

/** The columns that say whose script a row is, before those of blanks. */
export const aboutScript = ["student_id", "exercise", "variant"] as const;

/** A script on paper, or the room for one. */
export interface PaperRow {
  readonly student: string;
  readonly exercise: string;
  readonly variant: string;
  /** What is typed in, by the id of the blank. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * The table in which scripts on paper are typed in: a row for each student and exercise, a column
 * for each blank, by its id.
 */
export function* paperCsv(blanks: Iterable<string>, rows: Iterable<PaperRow>): Generator<string> {
  const ids = [...new Set(blanks)];
  yield csvRow([...aboutScript, ...ids]);
  for (const { student, exercise, variant, cells } of rows)
    yield csvRow([student, exercise, variant, ...ids.map((id) => cells[id] ?? "")]);
}
