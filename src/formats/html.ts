import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { onPaper } from "../render/onPaper.js";
import { solution, worksheet } from "../render/sheet.js";
import { template } from "../render/templates.js";

/** `worksheet.html` and `solution.html`: pages that need nothing else. */
export function html({ help, paper, own }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  const [sheet, solved] = [template("worksheet", own), template("solution", own)];
  return async (of) => {
    const { decimalComma } = of.prepared.language;
    const written = (page: string) => (decimalComma ? withDecimalComma(page) : page);
    return {
      "worksheet.html": written(sheet(onPaper(worksheet(of, help), of, paper))),
      "solution.html": written(solved(onPaper(solution(of), of, paper))),
    };
  };
}
