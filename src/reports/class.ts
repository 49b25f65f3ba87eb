import { type ClassRow, classReport, classRow } from "../class/classReport.js";
import { classReportPage } from "../class/classReportPage.js";
import { InputError } from "../input/inputError.js";
import { template } from "../render/templates.js";
import type { ReportRun } from "../reports.js";

/** A page on the class, which needs nothing else: HTML for screens and paper. */
export async function* classPage({ batch: { set, results } }: ReportRun): AsyncGenerator<string> {
  const rows: ClassRow[] = [];
  const failures: InputError[] = [];
  for await (const one of results) {
    if (one instanceof InputError) failures.push(one);
    else rows.push(classRow(set!, one));
  }
  yield template("class")(classReportPage(set!, classReport(set!, rows), failures));
}
