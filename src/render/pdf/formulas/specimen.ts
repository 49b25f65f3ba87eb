import { type PrintedPdf, pagesOf, referencesIn } from "../printedPdf.js";
import { fontLetters, type Letters, lettersOf, streamIn } from "../tags/letters.js";
import {
  type DrawnRow,
  digitsIn,
  drawnInRows,
  type GlyphRun,
  type ShapeDrawing,
} from "./drawing.js";
import { textOf } from "./formula.js";

/** What a specimen shows. */
export interface Specimen {
  /** The codes of the digits from 0 to 9. */
  readonly digits: readonly string[];
  /** How far letters stand below the middle of a line of no height, in pixels. */
  readonly drop: number;
  /** By shape; undefined for one that only the browser can draw. */
  readonly drawings: ReadonlyMap<string, ShapeDrawing | undefined>;
}

/**
 * The box of a formula: its size, and how far below its top it stands on the line, and that below
 * the top of its row.
 */
export interface ShapeBox {
  readonly width: number;
  readonly height: number;
  readonly rise: number;
  readonly line: number;
}

/** So many shapes are drawn at once: places far from a corner are written less exactly. */
export const mostInSpecimen = 150;

/** No formula of a sheet is higher, in pixels. */
const rowHeight = 128;

const allDigits = "<math><mn>0123456789</mn></math>";

/** A document under this head with these shapes, one in each row, after one with all digits. */
export function specimenOf(head: string, shapes: readonly string[]): string {
  const height = (shapes.length + 1) * rowHeight;
  const pages =
    `<style class="pages">@page { size: 3000px ${height}px; margin: 0; ` +
    "@bottom-left { content: none } @bottom-right { content: none } }</style>";
  const rows = [allDigits, ...shapes].map(
    (shape, row) =>
      `<div style="position: absolute; left: 0; top: ${row * rowHeight}px; line-height: normal; ` +
      `white-space: nowrap">${shape}<b style="display: inline-block"></b></div>`,
  );
  return (
    `${head.replace("</head>", `<title>shapes</title>${pages}</head>`)}` +
    `<body>${rows.join("")}<var>0</var><b style="display: inline-block"></b></body></html>`
  );
}

/**
 * The boxes of the formulas of a specimen, and how far letters stand below the middle of a line of
 * no height. It runs in the browser: nothing outside of it is known there.
 */
export function boxesOnPage(): { readonly boxes: readonly ShapeBox[]; readonly drop: number } {
  const [line, ...formulas] = [...document.querySelectorAll("var, math")].reverse();
  const boxes = formulas.reverse().map((math) => {
    const { top, width, height } = math.getBoundingClientRect();
    const { bottom } = math.nextElementSibling!.getBoundingClientRect();
    const line = bottom - math.parentElement!.getBoundingClientRect().top;
    return { width, height, rise: bottom - top, line };
  });
  const { top } = line!.getBoundingClientRect();
  return { boxes, drop: line!.nextElementSibling!.getBoundingClientRect().bottom - top };
}

/**
 * What a printed specimen shows of these shapes: nothing of one that is not in the font of digits
 * alone.
 */
export function readSpecimen(
  { objects }: PrintedPdf,
  shapes: readonly string[],
  { boxes, drop }: ReturnType<typeof boxesOnPage>,
): Specimen {
  const page = objects.get(pagesOf(objects)[0]!)!;
  const content = Number(/\n\/Contents (\d+) 0 R/.exec(page)?.[1]);
  const drawn = streamIn(objects.get(content)!);
  // That of the digits, which come first.
  const name = /^\/(\w+) \S+ Tf$/m.exec(drawn)?.[1] ?? "";
  const number = new RegExp(`/${name} (\\d+) 0 R`).exec(page)?.[1];
  const letters = fontLetters(objects, Number(number));
  const digits = digitsIn(letters);
  if (!digits)
    return { digits: [], drop, drawings: new Map(shapes.map((shape) => [shape, undefined])) };
  const font = { name, widths: widthsOf(objects, Number(number)) };
  const rows = drawnInRows(drawn, font, rowHeight);
  const drawings = new Map(
    shapes.map((shape, i) => {
      const row = rows[i + 1] ?? nothing;
      const runs = row.isKnown ? inReadingOrder(row.runs, shape, letters) : undefined;
      const isWhole = runs && digitsOf(runs, digits) === (textOf(shape).match(/\d/g)?.length ?? 0);
      return [shape, isWhole ? placed(boxes[i + 1]!, { ...row, runs }) : undefined];
    }),
  );
  return { digits, drop, drawings };
}

const nothing: DrawnRow = { isKnown: true, runs: [], bars: [] };

/** What is drawn in the order in which it is read: an accent is drawn before what it stands on. */
function inReadingOrder(
  runs: readonly GlyphRun[],
  shape: string,
  letters: Letters,
): readonly GlyphRun[] | undefined {
  const text = lettersOf(textOf(shape));
  const left = runs.map((run) => ({
    run,
    said: run.glyphs.map((code) => letters.get(code) ?? "\ufffd").join(""),
  }));
  const ordered: GlyphRun[] = [];
  for (let at = 0; at < text.length; ) {
    const next = left.findIndex(({ said }) => text.startsWith(said, at));
    const [found] = next < 0 ? [] : left.splice(next, 1);
    if (!found) return undefined;
    ordered.push(found.run);
    at += found.said.length;
  }
  return left.length === 0 ? ordered : undefined;
}

/** How wide the glyphs of a font are, in thousandths of its size, by their codes. */
function widthsOf(objects: ReadonlyMap<number, string>, font: number): ReadonlyMap<string, number> {
  const body = objects.get(font) ?? "";
  const drawn = referencesIn(body.slice(body.indexOf("/DescendantFonts "))).at(0) ?? 0;
  const listed = objects.get(drawn) ?? "";
  const widths = new Map<string, number>();
  const set = (glyph: number, width: string): unknown =>
    widths.set(glyph.toString(16).padStart(4, "0").toUpperCase(), Number(width));
  // Glyphs from one on, each with its width, or from one to another, all with the same.
  const from = listed.indexOf("/W [") + "/W [".length;
  const parts: readonly string[] = listed.slice(from).match(/[[\]]|[^\s[\]]+/g) ?? [];
  for (let at = 0; /^\d+$/.test(parts[at] ?? ""); ) {
    const first = Number(parts[at]);
    if (parts[at + 1] === "[") {
      const end = parts.indexOf("]", at);
      for (const [i, width] of parts.slice(at + 2, end).entries()) set(first + i, width);
      at = end + 1;
    } else {
      for (let glyph = first; glyph <= Number(parts[at + 1]); glyph++) set(glyph, parts[at + 2]!);
      at += 3;
    }
  }
  return widths;
}

/** How many digits are among these, each drawn by the one glyph that there is for it. */
const digitsOf = (runs: readonly GlyphRun[], digits: readonly string[]): number =>
  runs.flatMap(({ glyphs }) => glyphs).filter((code) => isShapesDigit(code, digits)).length;

/** Whether it is the code of one of the digits that shapes have. */
export const isShapesDigit = (code: string, digits: readonly string[]): boolean =>
  code === digits[0] || code === digits[1];

/** From where it begins on the line. */
const placed = (
  { width, height, rise, line }: ShapeBox,
  { runs, bars }: DrawnRow,
): ShapeDrawing => ({
  ...{ width, height, rise },
  runs: runs.map((run) => ({ ...run, y: run.y - line })),
  bars: bars.map((bar) => ({ ...bar, y: bar.y - line })),
});
