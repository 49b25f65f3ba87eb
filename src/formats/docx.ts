import { unzipSync } from "fflate";
import { zipped } from "../files/zipped.js";
import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Language } from "../language/language.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { tooltipsOf } from "../render/blankLabels.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { packed } from "../render/docx/document.js";
import { solutionBlocks } from "../render/docx/solution.js";
import { worksheetBlocks } from "../render/docx/worksheet.js";
import { onPaper } from "../render/onPaper.js";
import { solution, worksheet } from "../render/sheet.js";

/** `worksheet.docx` and `solution.docx`: documents to change before they are printed. */
export function docx({ help, paper }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  return async (of) => {
    const sheet = drawnIn(of.prepared, onPaper(worksheet(of, help), of, paper));
    const drawn = drawnIn(of.prepared, onPaper(solution(of), of, paper));
    const pictures = drawn.pictures.map((picture) => ({
      ...picture,
      svg: marked(of.prepared, picture.svg),
    }));
    const solved = { ...drawn, pictures };
    return {
      "worksheet.docx": lasting(
        await packed(sheet, worksheetBlocks(sheet, tooltipsOf(of.prepared))),
        of.prepared.language,
      ),
      "solution.docx": lasting(await packed(solved, solutionBlocks(solved)), of.prepared.language),
    };
  };
}

/** A picture with the decimal mark of the language. */
const marked = ({ language }: Prepared, svg: string): string =>
  language.decimalComma ? withDecimalComma(svg) : svg;

const drawnIn = <S extends { readonly diagram: string }>(prepared: Prepared, sheet: S): S => ({
  ...sheet,
  diagram: marked(prepared, sheet.diagram),
});

/**
 * The same document with nothing in it of the moment it was made, and with the decimal mark of its
 * language.
 */
function lasting(document: Uint8Array, { decimalComma }: Language): Uint8Array {
  const files = new Map<string, string | Uint8Array>(Object.entries(unzipSync(document)));
  const textOf = (file: string): string => new TextDecoder().decode(files.get(file) as Uint8Array);
  files.set(core, textOf(core).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2000-01-01T00:00:00Z"));
  if (decimalComma) files.set(body, withCommas(textOf(body)));
  return zipped(files);
}

/** With a comma in the numbers of formulas. */
const withCommas = (xml: string): string =>
  xml.replace(/<m:t[ >][^<]*<\/m:t>/g, (text) => text.replace(/(\d)\.(?=\d)/g, "$1,"));

const body = "word/document.xml";

const core = "docProps/core.xml";
