import { InputError, quoted } from "../input/inputError.js";
import { recordPrefix } from "../input/recordPrefix.js";
import { type PdfFile, readPdf } from "./pdfFile.js";
import { fieldsOf, hasNotes, type PdfField, unreadable } from "./pdfForm.js";
import { labelled, type Submission } from "./submission.js";

/**
 * Reads a worksheet that was filled in as a PDF: its form has a field for each blank, named by the
 * blank's id, and fields that name the exercise and the variant. Throws an InputError for a PDF
 * that has no such form, or cannot be read.
 */
export function readFilledPdf(pdf: Uint8Array, name: string): Submission {
  const file = readPdf(pdf, name);
  return submissionIn(file, fieldsOf(file, name), name);
}

/**
 * The same where several worksheets may have been put together into one file: each is one. Throws
 * an InputError as above.
 */
export function readFilledPdfs(pdf: Uint8Array, name: string): readonly Submission[] {
  const file = readPdf(pdf, name);
  const fields = fieldsOf(file, name).map(({ id, value }) => ({ id: unnumbered(id), value }));
  const sheets = sheetsIn(fields);
  const variants = new Set(sheets.map(variantOf));
  return variants.size > 1
    ? sheets.map((sheet) => submissionIn(file, sheet, name))
    : [submissionIn(file, fields, name)];
}

/** Programs that put files together number names that are there already: `z1_1+1`, `1.z1_1`. */
const unnumbered = (id: string): string =>
  id.replace(/\+\d{1,5}(?=\.|$)/g, "").replace(/^\d{1,5}\./, "");

/** The fields of each worksheet of a file: one ends, or begins, with what says which it is. */
function sheetsIn(fields: readonly PdfField[]): readonly (readonly PdfField[])[] {
  const isRecord = ({ id }: PdfField): boolean => id.startsWith(recordPrefix);
  const beginsWithRecord = fields[0] !== undefined && isRecord(fields[0]);
  const sheets: PdfField[][] = [[]];
  for (const [i, field] of fields.entries()) {
    const before = fields[i - 1];
    const isNext = before !== undefined && isRecord(before) !== isRecord(field);
    if (isNext && isRecord(field) === beginsWithRecord) sheets.push([]);
    sheets.at(-1)!.push(field);
  }
  return sheets.filter((sheet) => variantOf(sheet) !== undefined);
}

const variantOf = (fields: readonly PdfField[]): string | undefined => {
  const of = (key: string) => fields.find(({ id }) => id === `${recordPrefix}${key}`)?.value;
  return of("exercise") === undefined
    ? undefined
    : JSON.stringify([of("exercise"), of("variant"), of("seed")]);
};

function submissionIn(file: PdfFile, fields: readonly PdfField[], name: string): Submission {
  const answers: Record<string, unknown> = Object.create(null);
  const about = new Map<string, string>();
  for (const { id, value } of fields) {
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
    ...labelled("language", about.get("language")),
    answers,
  };
}

// A blank that stands in a file twice, as when pages were put together: which was meant, nobody
// knows.
const together = (one: unknown, other: unknown): unknown =>
  one === undefined || one === "" || one === other ? other : other === "" ? one : unreadable;
