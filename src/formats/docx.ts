import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { tooltipsOf } from "../render/blankLabels.js";
import { solutionDocx, worksheetDocx } from "../render/docx/document.js";
import { onPaper } from "../render/onPaper.js";
import { solution, worksheet } from "../render/sheet.js";

/** `worksheet.docx` and `solution.docx`: documents to change before they are printed. */
export function docx({ help, paper }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  return async (of) => {
    const sheet = onPaper(worksheet(of, help), of, paper);
    return {
      "worksheet.docx": await worksheetDocx(sheet, tooltipsOf(of.prepared)),
      "solution.docx": await solutionDocx(onPaper(solution(of), of, paper)),
    };
  };
}
