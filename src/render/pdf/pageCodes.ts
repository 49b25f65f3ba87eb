import { qrSquares } from "../qrCode.js";
import { type PrintedPdf, pagesOf, reference } from "./printedPdf.js";

/** What the QR code of a page says; `page` counts from 1. */
export type PageCode = (page: number, of: number) => string;

// In points: above what is printed, in line with its right edge, and with room around it.
const side = 32;
const fromRight = 48;
const fromTop = 10;

/** Where a code is drawn: on which of how many pages, and where its upper right corner is. */
export interface CodeOnPage {
  readonly page: number;
  readonly of: number;
  readonly right: number;
  readonly top: number;
}

/**
 * Puts a QR code into the upper right corner of each page, for a machine that sorts scans: as
 * decoration that readers skip, since the page says the same in words. `codeObject` is the stream
 * that draws it.
 */
export function withPageCodes(
  pdf: PrintedPdf,
  codeObject: (code: CodeOnPage) => string,
): PrintedPdf {
  const objects = new Map(pdf.objects);
  let last = Math.max(...objects.keys());
  const add = (body: string): number => {
    objects.set(++last, body);
    return last;
  };
  // What a page draws leaves its own measures behind, unless they are put back.
  const kept = add(stream("q\n"));
  const pages = pagesOf(pdf.objects);
  for (const [index, number] of pages.entries()) {
    const page = objects.get(number)!;
    const drawn = add(codeObject({ page: index + 1, of: pages.length, ...upperRight(page) }));
    const changed = page.replace(
      /\n\/Contents (\d+ 0 R)/,
      `\n/Contents [${reference(kept)} $1 ${reference(drawn)}]`,
    );
    objects.set(number, changed);
  }
  return { ...pdf, objects };
}

/** The stream that draws the code of a page. */
export function pageCodeObject(code: PageCode, { page, of, right, top }: CodeOnPage): string {
  const { size, runs } = qrSquares(code(page, of), 0);
  const scale = (side / size).toFixed(4);
  const [left, bottom] = [right - fromRight - side, top - fromTop - side].map((at) =>
    at.toFixed(2),
  );
  const squares = runs.map(({ x, y, length }) => `${x} ${size - 1 - y} ${length} 1 re`);
  const placed = `${scale} 0 0 ${scale} ${left} ${bottom} cm`;
  return stream(`Q\n/Artifact BMC\nq\n${placed}\n0 g\n${squares.join("\n")}\nf\nQ\nEMC\n`);
}

/** Where the upper right corner of a page is. */
function upperRight(page: string): Pick<CodeOnPage, "right" | "top"> {
  const [, , right = 0, top = 0] = (/\/MediaBox \[([^\]]*)\]/.exec(page)?.[1] ?? "")
    .split(" ")
    .map(Number);
  return { right, top };
}

const stream = (content: string): string =>
  `<</Length ${content.length}>> stream\n${content}\nendstream`;
