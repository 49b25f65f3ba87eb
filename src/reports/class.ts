import { type ClassRow, classReport, classRow } from "../class/classReport.js";
import { classReportPage } from "../class/classReportPage.js";
import type { Decision } from "../class/decision.js";
import { InputError } from "../input/inputError.js";
import { latenessOf } from "../marking/notes.js";
import { template } from "../render/templates.js";
import type { ReportRun } from "../reports.js";

/** A page on the class, which needs nothing else: HTML for screens and paper. */
export async function* classPage({
  batch: { set, results },
  isAnonymous = false,
}: ReportRun): AsyncGenerator<string> {
  const rows: ClassRow[] = [];
  const failures: InputError[] = [];
  const touched = new Map<Decision, number>();
  const late: string[] = [];
  for await (const one of results) {
    if (one instanceof InputError) {
      failures.push(one);
      continue;
    }
    for (const decision of one.decisions ?? [])
      touched.set(decision, (touched.get(decision) ?? 0) + 1);
    const { student, exercise, variant } = one.script;
    for (const note of latenessOf(one))
      late.push(`${isAnonymous ? variant : `${student}, ${exercise}`}: ${note}`);
    if (!one.isExcused) rows.push(classRow(set!, one));
  }
  const notes = { touched, late, isAnonymous };
  yield template("class")(classReportPage(set!, classReport(set!, rows), failures, notes));
}
