import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { solution, worksheet } from "../render/sheet.js";
import { template } from "../render/templates.js";

/** `worksheet.md` and `solution.md`: Markdown, with formulas as TeX. */
export function md({ help, own }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  const [sheet, solved] = [template("worksheet.md", own), template("solution.md", own)];
  return async (of) => ({
    "worksheet.md": sheet(worksheet(of, help)),
    "solution.md": solved(solution(of)),
  });
}
