import type { Submission } from "../grade/submission.js";
import { InputError } from "../input/inputError.js";
import { csvTable } from "./csvTable.js";

/** A script as somebody typed it in from paper, with the place of its row. */
export interface PaperScript {
  readonly line: number;
  readonly submission: Submission;
}

const about = ["student_id", "exercise", "variant", "seed", "name", "email", "section"];

/**
 * Reads scripts on paper, a row each: `student_id`, `exercise` or `variant` (or both, or `seed`), and a column for each
 * blank, headed by its id. `onlyExercise` is what a row without an exercise answers. Throws an InputError with the line.
 */
export function readPaperScripts(csv: Uint8Array, source: string): readonly PaperScript[] {
  const { head, rows } = csvTable(csv, source);
  if (!head.includes("student_id") && !head.includes("variant")) {
    throw new InputError(source, "expected a column student_id or variant", { line: 1, column: 1 });
  }
  const blanks = head.filter((column) => !about.includes(column));
  return rows.map(({ line, cells }) => {
    const answers: Record<string, unknown> = Object.create(null);
    // A column of another exercise is empty here, and is no answer.
    for (const id of blanks) if (cells.get(id)!.trim() !== "") answers[id] = cells.get(id);
    return {
      line,
      submission: {
        schemaVersion: 1,
        exercise: cells.get("exercise")?.trim() ?? "",
        ...labelled("seed", cells.get("seed")),
        ...labelled("variant", cells.get("variant")),
        ...labelled("student", cells.get("student_id")),
        answers,
      },
    };
  });
}

function labelled<Key extends string>(key: Key, cell: string | undefined): Partial<Record<Key, string>> {
  const text = cell?.trim() ?? "";
  return text === "" ? {} : ({ [key]: text } as Record<Key, string>);
}
