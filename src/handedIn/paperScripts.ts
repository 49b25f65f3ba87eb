import { InputError, quoted } from "../input/inputError.js";
import { csvRecords } from "./csvRecords.js";
import { labelled, type Submission } from "./submission.js";

/** A script as somebody typed it in from paper, with the place of its row. */
export interface PaperScript {
  readonly line: number;
  readonly submission: Submission;
}

/**
 * The columns that say whose script a row is, and those of a class list that are not looked at;
 * others are blanks.
 */
const about = new Set([
  "student_id",
  "exercise",
  "variant",
  "seed",
  "name",
  "email",
  "section",
  "",
]);

/**
 * Reads scripts on paper, a row each: `student_id`, `exercise` or `variant` (or both, or `seed`),
 * and a column for each blank, headed by its id. Throws an InputError with the line.
 */
export function readPaperScripts(csv: Uint8Array, source: string): readonly PaperScript[] {
  const [heading, ...rows] = csvRecords(csv, source);
  const head = heading?.cells.map((cell) => cell.trim()) ?? [];
  if (!head.includes("student_id") && !head.includes("variant")) {
    throw at(heading?.line ?? 1, "expected a heading student_id or variant");
  }
  const places = new Map<string, number>();
  for (const [place, name] of head.entries()) {
    if (name !== "" && places.has(name))
      throw at(heading!.line, `the heading ${quoted(name)} is there twice`);
    places.set(name, place);
  }
  return rows.map(({ line, cells }) => {
    if (cells.length !== head.length) {
      throw at(line, `expected ${head.length} cells, as the headings have, got ${cells.length}`);
    }
    const cell = (name: string): string => cells[places.get(name) ?? -1]?.trim() ?? "";
    const answers: Record<string, unknown> = Object.create(null);
    // A blank of another exercise is empty here, and is no answer.
    for (const [i, name] of head.entries())
      if (!about.has(name) && cells[i]!.trim() !== "") answers[name] = cells[i];
    return {
      line,
      submission: {
        schemaVersion: 1,
        exercise: cell("exercise"),
        ...labelled("seed", cell("seed")),
        ...labelled("variant", cell("variant")),
        ...labelled("student", cell("student_id").normalize("NFC")),
        answers,
      },
    };
  });

  function at(line: number, what: string): InputError {
    return new InputError(source, what, { line, column: 1 });
  }
}
