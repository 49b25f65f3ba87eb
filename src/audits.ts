import type { AuditedPart } from "./grade/auditedParts.js";
import type { Printer } from "./render/pdf/print.js";

/** A text that was audited. */
export interface AuditedText {
  /** The file of the exercise, as it was named. */
  readonly file: string;
  /** Its parts, each with givens of its own; nearly always one. */
  readonly parts: readonly AuditedPart[];
}

/** One way to write an audit. */
export interface AuditReport {
  readonly name: string;
  /** What it is, in one line of the help. */
  readonly help: string;
  readonly needs: readonly "browser"[];
  /** Lines for a terminal, or a document with this ending. */
  readonly gives: "lines" | "html" | "pdf";
  /** Throws a RangeError where it needs a printer and is given none. */
  readonly make: (text: AuditedText, printer?: Printer) => Promise<string | Uint8Array>;
}

/** Every report of `audit`: a file in `audits/` and an entry here. */
export const audits = [
  {
    name: "text",
    help: "a table for a terminal, a row a number",
    needs: [],
    gives: "lines",
    make: async (text) => (await import("./audits/text.js")).text(text),
  },
  {
    name: "json",
    help: "every finding, and how many of each kind",
    needs: [],
    gives: "lines",
    make: async (text) => (await import("./audits/json.js")).json(text),
  },
  {
    name: "html",
    help: "a page with the mistakes, what follows from each, and every number",
    needs: [],
    gives: "html",
    make: async (text) => (await import("./audits/html.js")).html(text),
  },
  {
    name: "pdf",
    help: "the same, printed",
    needs: ["browser"],
    gives: "pdf",
    make: async (text, printer) => (await import("./audits/pdf.js")).pdf(text, printer),
  },
] as const satisfies readonly AuditReport[];

/** The name of a report of `audit`. */
export type AuditReportName = (typeof audits)[number]["name"];

/** The report of this name. Throws a RangeError where there is none. */
export function auditReportNamed(name: AuditReportName): AuditReport {
  const report = audits.find((report) => report.name === name);
  if (!report) throw new RangeError(`there is no report of an audit called ${name}`);
  return report;
}
