import { withFields } from "./fields.js";
import { type CodeOnPage, type PageCode, withPageCodes } from "./pageCodes.js";
import type { PrintedPdf } from "./printedPdf.js";

/** What is added to the pages of a printed document. */
export interface Added {
  /** Kept in hidden fields. */
  readonly record?: Readonly<Record<string, string>> | undefined;
  /** What each field is called for a reader, by the id of its blank. */
  readonly tooltips?: ReadonlyMap<string, string> | undefined;
  /** What the QR code of each page says. */
  readonly pageCode?: PageCode | undefined;
}

/** A document with all that is added to it; `codeObject` writes the code of a page. */
export function withAdded(
  pdf: PrintedPdf,
  { record, tooltips, pageCode }: Added,
  codeObject: (code: CodeOnPage) => string,
): PrintedPdf {
  const filled = withFields(pdf, record, tooltips);
  return pageCode ? withPageCodes(filled, codeObject) : filled;
}
