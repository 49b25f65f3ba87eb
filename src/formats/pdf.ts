import { aboutFilledIn } from "../export/problemJson.js";
import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { tooltipsOf } from "../render/blankLabels.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { onPaper } from "../render/onPaper.js";
import { solution, worksheet } from "../render/sheet.js";
import { template } from "../render/templates.js";
import { titleIn } from "../render/titleIn.js";

/** `worksheet.pdf`, whose blanks are form fields, and `solution.pdf`. */
export function pdf({
  help,
  paper,
  own,
  printer,
}: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  if (!printer) throw new RangeError("a printer is needed to make a PDF");
  const [sheet, solved] = [template("worksheet", own), template("solution", own)];
  return async (of) => {
    const { decimalComma } = of.prepared.language;
    const written = (page: string) => (decimalComma ? withDecimalComma(page) : page);
    const pages = {
      worksheet: written(sheet(onPaper(worksheet(of, help), of, paper))),
      solution: written(solved(onPaper(solution(of), of, paper))),
    };
    const [worksheetPdf, solutionPdf] = await Promise.all([
      printer.print(pages.worksheet, {
        title: titleIn(pages.worksheet),
        record: aboutFilledIn(of),
        tooltips: tooltipsOf(of.prepared),
      }),
      printer.print(pages.solution, { title: titleIn(pages.solution) }),
    ]);
    return { "worksheet.pdf": worksheetPdf, "solution.pdf": solutionPdf };
  };
}
