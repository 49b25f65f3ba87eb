import { getDocument } from "../pdfjs.js";

/** Above and below what is printed, in points: 15 mm and 17 mm; the foot stands below. */
const margins = { top: 42.5, bottom: 48.2 };

/**
 * How much of each page of a sheet is used: from its upper edge down to the last line or blank, as
 * a share of what there is to print on.
 */
export async function pagesUsed(pdf: Uint8Array): Promise<readonly number[]> {
  // A copy, because pdf.js takes over the memory it is given.
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const shares: number[] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number);
    const { height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item): number[] =>
      "str" in item && item.str.trim() ? [item.transform[5]] : [],
    );
    const blanks = (await page.getAnnotations()).map(({ rect }): number => rect[1]);
    const lowest = Math.min(...[...texts, ...blanks].filter((y) => y > margins.bottom - 4));
    shares.push((height - margins.top - lowest) / (height - margins.top - margins.bottom));
  }
  await opened.destroy();
  return shares;
}
