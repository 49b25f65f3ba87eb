import { type PrintedPdf, pagesOf, referencesIn } from "../printedPdf.js";
import { fontLetters, type Letters, lettersOf, streamIn } from "../tags/letters.js";
import {
  type DrawnRow,
  drawnAt,
  drawnInRows,
  type GlyphRun,
  type ShapeDrawing,
} from "./drawing.js";
import { textOf } from "./formula.js";
import { textIn } from "./texts.js";

/** What a specimen shows. */
export interface Specimen {
  /** How far letters stand below the middle of a line of no height, in pixels. */
  readonly drop: number;
  /** By shape; undefined for one that only the browser can draw. */
  readonly drawings: ReadonlyMap<string, ShapeDrawing | undefined>;
  /** The faces that they are drawn in, by their names. */
  readonly faces: ReadonlyMap<string, KnownFace>;
}

/** A face of which all digits are known. */
export interface KnownFace extends DrawnFace {
  /** The codes of the digits from 0 to 9. */
  readonly digits: readonly string[];
}

/** A face as far as it is known. */
export interface DrawnFace {
  readonly name: string;
  /** What its glyphs say, by their codes. */
  readonly letters: Letters;
  /** How wide they are, in thousandths of the size. */
  readonly widths: ReadonlyMap<string, number>;
}

/**
 * The box of a shape: its size, and how far below its top it stands on the line, and that below the
 * top of its row.
 */
export interface ShapeBox {
  readonly width: number;
  readonly height: number;
  readonly rise: number;
  readonly line: number;
}

/** So many shapes are drawn at once: places far from a corner are written less exactly. */
export const mostInSpecimen = 150;

/** No shape of a sheet is higher, in pixels. */
const rowHeight = 128;

/** All digits in every face, so that each is known with all of them. */
const allDigits = ["math", "span", "i", "b"].map((element) => {
  const digits = "0123456789";
  return element === "math"
    ? `<math><mn>${digits}</mn></math>`
    : `<${element} style="font-weight: ${element === "b" ? 600 : 400}">${digits}</${element}>`;
});

/** The line of the text in an SVG that is a shape. */
export const lineOfSvg = 64;

/** A document under this head with these shapes, one in each row, after those with all digits. */
export function specimenOf(head: string, shapes: readonly string[]): string {
  const height = (shapes.length + allDigits.length + 1) * rowHeight;
  const pages =
    `<style class="pages">@page { size: 3000px ${height}px; margin: 0; ` +
    "@bottom-left { content: none } @bottom-right { content: none } }</style>";
  const rows = [...allDigits, ...shapes, "<var>0</var>"].map(
    (shape, row) =>
      `<div style="position: absolute; left: 0; top: ${row * rowHeight}px; line-height: normal; ` +
      `white-space: nowrap">${shape}<b style="display: inline-block"></b></div>`,
  );
  return (
    `${head.replace("</head>", `<title>shapes</title>${pages}</head>`)}` +
    `<body>${rows.join("")}</body></html>`
  );
}

/**
 * The boxes of the shapes of a specimen, and how far letters stand below the middle of a line of
 * no height. It runs in the browser: nothing outside of it is known there.
 */
export function boxesOnPage(lineOfSvg: number): {
  readonly boxes: readonly ShapeBox[];
  readonly drop: number;
} {
  const boxes = [...document.querySelectorAll("body > div")].map((row) => {
    const shape = row.firstElementChild!;
    const { top, width, height } = shape.getBoundingClientRect();
    const label = shape.querySelector("text");
    if (label) return { width: label.getComputedTextLength(), height: 0, rise: 0, line: lineOfSvg };
    const { bottom } = shape.nextElementSibling!.getBoundingClientRect();
    return { width, height, rise: bottom - top, line: bottom - row.getBoundingClientRect().top };
  });
  const line = document.querySelector("var")!;
  const { top } = line.getBoundingClientRect();
  return { boxes, drop: line.nextElementSibling!.getBoundingClientRect().bottom - top };
}

/**
 * What a printed specimen shows of these shapes: nothing of one that is not drawn in faces with all
 * digits.
 */
export function readSpecimen(
  { objects }: PrintedPdf,
  shapes: readonly string[],
  { boxes, drop }: ReturnType<typeof boxesOnPage>,
): Specimen {
  const page = objects.get(pagesOf(objects)[0]!)!;
  const content = Number(/\n\/Contents (\d+) 0 R/.exec(page)?.[1]);
  const named = facesOf(objects, page);
  const rows = drawnInRows(streamIn(objects.get(content)!), named, rowHeight);
  const faces = new Map<string, KnownFace>();
  for (const row of rows.slice(0, allDigits.length)) {
    const digits = row?.runs.flatMap(({ glyphs }) => glyphs) ?? [];
    const face = [...named.values()].find(({ name }) => name === row?.runs[0]?.face);
    if (face && digits.length === 10) faces.set(face.name, { ...face, digits });
  }
  const drawings = new Map(
    shapes.map((shape, i) => {
      const place = i + allDigits.length;
      const row = rows[place] ?? nothing;
      const runs = row.isKnown ? inReadingOrder(row.runs, shape, faces) : undefined;
      // Of texts no digits are changed.
      const digits = textIn(shape) === undefined ? (textOf(shape).match(/\d/g)?.length ?? 0) : 0;
      const isWhole = runs && (digits === 0 || digitsOf(runs, faces) === digits);
      return [shape, isWhole ? placed(boxes[place]!, { ...row, runs }) : undefined];
    }),
  );
  return { drop, drawings, faces };
}

const nothing: DrawnRow = { isKnown: true, runs: [], bars: [] };

/** The faces of a page, by the names that it has for them. */
export function facesOf(
  objects: ReadonlyMap<number, string>,
  page: string,
): ReadonlyMap<string, DrawnFace> {
  const listed = /\/Font <<([^>]*)>>/.exec(page)?.[1] ?? "";
  const faces = new Map<string, DrawnFace>();
  for (const [, name, number] of listed.matchAll(/\/(\w+) (\d+) 0 R/g)) {
    const font = Number(number);
    const face = /\/BaseFont \/[A-Z]+\+([\w-]+)/.exec(objects.get(font) ?? "")?.[1];
    if (face === undefined) continue;
    const letters = fontLetters(objects, font);
    faces.set(name!, { name: face, letters, widths: widthsOf(objects, font, letters.keys()) });
  }
  return faces;
}

/** What is drawn in the order in which it is read: an accent is drawn before what it stands on. */
function inReadingOrder(
  runs: readonly GlyphRun[],
  shape: string,
  faces: ReadonlyMap<string, KnownFace>,
): readonly GlyphRun[] | undefined {
  const text = lettersOf(textOf(shape));
  const left = runs.map((run) => ({
    run,
    said: run.glyphs.map((code) => faces.get(run.face)?.letters.get(code) ?? "\ufffd").join(""),
  }));
  const ordered: GlyphRun[] = [];
  for (let at = 0; at < text.length || left.length > 0; ) {
    const next = left.findIndex(({ said }) => text.startsWith(said, at));
    const [found] = next < 0 ? [] : left.splice(next, 1);
    if (!found) return undefined;
    ordered.push(found.run);
    at += found.said.length;
  }
  return ordered;
}

/** How wide these glyphs of a font are, in thousandths of its size, by their codes. */
function widthsOf(
  objects: ReadonlyMap<number, string>,
  font: number,
  codes: Iterable<string>,
): ReadonlyMap<string, number> {
  const body = objects.get(font) ?? "";
  const drawn = referencesIn(body.slice(body.indexOf("/DescendantFonts "))).at(0) ?? 0;
  const listed = objects.get(drawn) ?? "";
  const others = Number(/\/DW ([\d.]+)/.exec(listed)?.[1] ?? 1000);
  const widths = new Map([...codes].map((code) => [code, others]));
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
const digitsOf = (runs: readonly GlyphRun[], faces: ReadonlyMap<string, KnownFace>): number =>
  runs
    .flatMap(({ face, glyphs }) => glyphs.map((code) => isShapesDigit(code, faces.get(face)!)))
    .filter(Boolean).length;

/** Whether it is the code of one of the digits that shapes have. */
export const isShapesDigit = (code: string, { digits }: Pick<KnownFace, "digits">): boolean =>
  code === digits[0] || code === digits[1];

/** From where it begins on the line. */
const placed = (
  { width, height, rise, line }: ShapeBox,
  { runs, bars }: DrawnRow,
): ShapeDrawing => ({
  ...{ letterSize: drawnAt, width, height, rise },
  runs: runs.map((run) => ({ ...run, y: run.y - line })),
  bars: bars.map((bar) => ({ ...bar, y: bar.y - line })),
});
