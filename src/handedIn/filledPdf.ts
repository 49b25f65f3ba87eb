import { InputError, quoted } from "../input/inputError.js";
import { recordPrefix } from "../input/recordPrefix.js";
import { readPdf } from "./pdfFile.js";
import { fieldsOf, hasNotes, unreadable } from "./pdfForm.js";
import { labelled, type Submission } from "./submission.js";

/**
 * Reads a worksheet that was filled in as a PDF: its form has a field for each blank, named by the
 * blank's id, and fields that name the exercise and the variant. Throws an InputError for a PDF
 * that has no such form, or cannot be read.
 */
export function readFilledPdf(pdf: Uint8Array, name: string): Submission {
  const answers: Record<string, unknown> = Object.create(null);
  const about = new Map<string, string>();
  const file = readPdf(pdf, name);
  for (const { id, value } of fieldsOf(file, name)) {
    if (!id.startsWith(recordPrefix)) answers[id] = together(answers[id], value);
    else if (typeof value === "string" && value !== "") {
      const key = id.slice(recordPrefix.length);
      if ((about.get(key) ?? value) !== value) {
        throw new InputError(
          name,
          `holds several worksheets: ${quoted(about.get(key)!)} and ${quoted(value)}`,
        );
      }
      about.set(key, value);
    }
  }
  const exercise = about.get("exercise");
  if (exercise === undefined) {
    throw new InputError(
      name,
      "has no form of a worksheet: printed to a file, or scanned, it cannot be read",
    );
  }
  if (Object.values(answers).every((answer) => answer === "") && hasNotes(file)) {
    throw new InputError(
      name,
      "has nothing in its form, but text or handwriting over it, " +
        "which cannot be read: type it in " +
        "as a script on paper",
    );
  }
  return {
    schemaVersion: 1,
    exercise,
    ...labelled("seed", about.get("seed")),
    ...labelled("variant", about.get("variant")),
    ...labelled("student", about.get("student")),
    answers,
  };
}

// A blank that stands in a file twice, as when pages were put together: which was meant, nobody
// knows.
const together = (one: unknown, other: unknown): unknown =>
  one === undefined || one === "" || one === other ? other : other === "" ? one : unreadable;
