import type { AuditedText } from "../audits.js";
import type { Printer } from "../render/pdf/print.js";
import { titleIn } from "../render/titleIn.js";
import { html } from "./html.js";

/** The page, printed. Throws a RangeError where there is no printer. */
export async function pdf(text: AuditedText, printer: Printer | undefined): Promise<Uint8Array> {
  if (!printer) throw new RangeError("a printer is needed to make a PDF");
  const page = html(text);
  return printer.print(page, { title: titleIn(page) });
}
