import { readFileSync } from "node:fs";
import { writeWhole } from "../files/writeWhole.js";
import { csvRecords } from "../handedIn/csvRecords.js";
import { InputError } from "../input/inputError.js";
import type { Assignment, SetExercise } from "./assignment.js";
import { aboutScript, paperCsv } from "./paperCsv.js";
import { holdsSomething } from "./record.js";

/** Who has which variant. */
export type Holder = Pick<Assignment, "student" | "exercise" | "variant">;

/**
 * Writes the table in which scripts on paper are typed in: a row for each student and exercise, a
 * column for each blank, by its id. One that somebody has typed into is left. Gives whether it
 * would be otherwise now: somebody's row is missing.
 */
export function writePaperTable(
  path: string,
  exercises: readonly SetExercise[],
  held: readonly Holder[],
): boolean {
  const there = holdsSomething(path) ? typedIn(path) : undefined;
  if (there === undefined) {
    const ids = exercises.flatMap(({ prepared }) => prepared.questions.map(({ id }) => id));
    const rows = held.map(({ student, exercise, variant }) => ({
      student: student.id,
      exercise: exercise.name,
      variant,
      cells: {},
    }));
    writeWhole(path, paperCsv(ids, rows));
    return false;
  }
  return held.some(({ variant }) => !there.has(variant));
}

/**
 * The variants of a table in which something is typed in; nothing where nothing is. What is no
 * table any more has no variants.
 */
function typedIn(path: string): ReadonlySet<string> | undefined {
  try {
    const [head, ...rows] = csvRecords(readFileSync(path), path);
    const names = head?.cells ?? [];
    const isAsMade = aboutScript.every((name, i) => names[i] === name);
    const isEmpty = rows.every(({ cells }) =>
      cells.slice(aboutScript.length).every((one) => one === ""),
    );
    if (isAsMade && isEmpty) return undefined;
    const place = names.indexOf("variant");
    return new Set(rows.map(({ cells }) => cells[place] ?? ""));
  } catch (error) {
    if (error instanceof InputError) return new Set();
    throw error;
  }
}
