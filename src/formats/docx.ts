import { rezipped } from "../files/zipped.js";
import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { tooltipsOf } from "../render/blankLabels.js";
import { packed } from "../render/docx/document.js";
import { solutionBlocks } from "../render/docx/solution.js";
import { worksheetBlocks } from "../render/docx/worksheet.js";
import { onPaper } from "../render/onPaper.js";
import { solution, worksheet } from "../render/sheet.js";

/** `worksheet.docx` and `solution.docx`: documents to change before they are printed. */
export function docx({ help, paper }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  return async (of) => {
    const sheet = onPaper(worksheet(of, help), of, paper);
    const solved = onPaper(solution(of), of, paper);
    return {
      "worksheet.docx": lasting(
        await packed(sheet.title, sheet.pages, worksheetBlocks(sheet, tooltipsOf(of.prepared))),
      ),
      "solution.docx": lasting(await packed(solved.title, solved.pages, solutionBlocks(solved))),
    };
  };
}

/**
 * The same document with nothing in it of the moment it was made, and its pictures numbered from 1:
 * they are counted on from one document to the next.
 */
function lasting(document: Uint8Array): Uint8Array {
  let last = 0;
  return rezipped(document, {
    "docProps/core.xml": (text) =>
      text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2000-01-01T00:00:00Z"),
    "word/document.xml": (text) =>
      text.replace(/(<\w+:(?:docPr|cNvPr) id=)"\d+"/g, (_, before) => `${before}"${++last}"`),
  });
}
