import { inflateSync } from "node:zlib";
import {
  ParseSpeeds,
  PDFDocument,
  PDFDropdown,
  type PDFField,
  PDFOptionList,
  PDFRadioGroup,
  PDFTextField,
} from "pdf-lib";
import type { Submission } from "../grade/submission.js";
import { InputError } from "../input/inputError.js";

/** The most that one stream of a PDF may unpack to, and all of them, and how often a stream may be packed. */
const limits = { streamBytes: 32 * 1024 ** 2, bytes: 128 * 1024 ** 2, layers: 4 };

const own = "handprop.";

/**
 * Reads a worksheet that was filled in as a PDF: its form has a field for each blank, named by the blank's id, and fields
 * that name the exercise and the variant. Throws an InputError for a PDF that has no such form, or cannot be read.
 */
export async function readFilledPdf(pdf: Uint8Array, name: string): Promise<Submission> {
  refuseBombs(pdf, name);
  const fields = await fieldsOf(pdf, name);
  const about = new Map(
    fields.flatMap((field) => (field.getName().startsWith(own) ? [[field.getName().slice(own.length), field]] : [])),
  );
  const text = (key: string): string | undefined => {
    const field = about.get(key);
    const value = field && answerIn(field);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const exercise = text("exercise");
  if (exercise === undefined) {
    throw new InputError(name, "has no form of a worksheet: printed to a file, or scanned, it cannot be read");
  }
  const [seed, variant, student] = [text("seed"), text("variant"), text("student")];
  const answers: Record<string, unknown> = Object.create(null);
  for (const field of fields) if (!field.getName().startsWith(own)) answers[field.getName()] = answerIn(field);
  return {
    schemaVersion: 1,
    exercise,
    ...(seed === undefined ? {} : { seed }),
    ...(variant === undefined ? {} : { variant }),
    ...(student === undefined ? {} : { student }),
    answers,
  };
}

async function fieldsOf(pdf: Uint8Array, name: string): Promise<readonly PDFField[]> {
  try {
    const document = await PDFDocument.load(pdf, {
      parseSpeed: ParseSpeeds.Fastest,
      updateMetadata: false,
      throwOnInvalidObject: true,
    });
    return document.getForm().getFields();
  } catch (error) {
    const isEncrypted = (error as Error).message.includes("encrypted");
    throw new InputError(name, isEncrypted ? "is encrypted" : `is no PDF that can be read`);
  }
}

// What a form holds that cannot be read costs its own blank only.
function answerIn(field: PDFField): unknown {
  try {
    if (field instanceof PDFTextField) return field.getText() ?? "";
    if (field instanceof PDFRadioGroup) return field.getSelected() ?? "";
    if (field instanceof PDFDropdown || field instanceof PDFOptionList) return field.getSelected()[0] ?? "";
  } catch {
    // Such as formatted text.
  }
  return {};
}

// pdf-lib unpacks streams without a limit.
function refuseBombs(pdf: Uint8Array, name: string): void {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  let unpacked = 0;
  for (let at = bytes.indexOf("stream"); at >= 0; at = bytes.indexOf("stream", at + 6)) {
    let start = at + 6;
    while (bytes[start] === 0x0d || bytes[start] === 0x0a) start++;
    let data: Uint8Array = bytes.subarray(start);
    try {
      // The low half of a zlib stream's first byte is 8.
      for (let layer = 0; (data[0]! & 0x0f) === 8; layer++) {
        data = inflateSync(data, { maxOutputLength: limits.streamBytes });
        if (layer === limits.layers) throw new InputError(name, "is packed too often");
        unpacked += data.length;
        if (unpacked > limits.bytes) throw new InputError(name, `unpacks to more than ${limits.bytes} bytes`);
      }
    } catch (error) {
      if (error instanceof InputError) throw error;
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
        throw new InputError(name, `a part of it unpacks to more than ${limits.streamBytes} bytes`);
      }
    }
  }
}
