import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { withDecimalCommaInTex } from "../render/decimalComma.js";
import { solution, worksheet } from "../render/sheet.js";
import { template } from "../render/templates.js";

/** `worksheet.md` and `solution.md`: Markdown, with formulas as TeX. */
export function md({ help, own }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  const [sheet, solved] = [template("worksheet.md", own), template("solution.md", own)];
  return async (of) => {
    const { decimalComma } = of.prepared.language;
    const written = (text: string) => (decimalComma ? withDecimalCommaInTex(text) : text);
    return {
      "worksheet.md": written(sheet(worksheet(of, help))),
      "solution.md": written(solved(solution(of))),
    };
  };
}
