import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { solution, worksheet } from "../render/sheet.js";
import { template } from "../render/templates.js";

/** `worksheet.html` and `solution.html`: pages that need nothing else. */
export function html({ help, own }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  const [sheet, solved] = [template("worksheet", own), template("solution", own)];
  return async (of) => ({
    "worksheet.html": sheet(worksheet(of, help)),
    "solution.html": solved(solution(of)),
  });
}
