import { type AuditReportName, auditReportNamed } from "../audits.js";
import { fileBytes } from "../files/fileBytes.js";
import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { auditedParts } from "../grade/auditedParts.js";
import { InputError } from "../input/inputError.js";
import { readPrinted } from "../load/printedTable.js";
import { checkedFile, malrules } from "../load.js";
import { exitCode } from "./exitCode.js";
import { printerOr } from "./printerOr.js";
import { terminal } from "./terminal.js";

export interface AuditOptions {
  readonly report?: AuditReportName;
  readonly out?: string;
  readonly json?: boolean;
}

/** The most bytes of a table of numbers. */
const mostBytes = 10_000_000;

/**
 * `audit EXERCISE [NUMBERS.csv]`: grades a worked example's printed numbers, and names its
 * mistakes.
 */
export async function auditCommand(
  name: string,
  table: string | undefined,
  options: AuditOptions,
): Promise<number> {
  const screen = terminal({});
  const numbers = table === undefined ? undefined : readPrinted(fileBytes(table, mostBytes), table);
  const file = checkedFile(name, numbers);
  if (!file.exercise.published)
    throw new InputError(name, "published: is missing, so there is nothing to audit");
  const text = { file: name, parts: auditedParts(file, malrules()) };
  const wanted = auditReportNamed(options.report ?? (options.json ? "json" : "text"));
  const printer = wanted.needs.length > 0 ? await printerOr(screen) : undefined;
  try {
    const isWithout = wanted.needs.length > 0 && !printer;
    const report = isWithout ? auditReportNamed("html") : wanted;
    const made = await report.make(text, printer);
    if (report.gives === "lines" && options.out === undefined) {
      screen.out(String(made));
    } else {
      const path = options.out ?? `output/${file.exercise.name}-audit.${report.gives}`;
      writeWhole(path, made);
      screen.out(shownPath(path));
    }
    return isWithout ? exitCode.environment : exitCode.done;
  } finally {
    await printer?.close();
  }
}
