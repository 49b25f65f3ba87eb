import { blanksCsv } from "../class/blanksCsv.js";
import { type ClassRow, classReport, classRow } from "../class/classReport.js";
import { InputError } from "../input/inputError.js";
import type { ReportRun } from "../reports.js";

/** CSV with the statistics of each blank of a class set. */
export async function* blanks({
  batch: { set, results },
  csvStyle,
}: ReportRun): AsyncGenerator<string> {
  const rows: ClassRow[] = [];
  for await (const one of results)
    if (!(one instanceof InputError || one.isExcused)) rows.push(classRow(set!, one));
  yield blanksCsv(classReport(set!, rows), csvStyle);
}
