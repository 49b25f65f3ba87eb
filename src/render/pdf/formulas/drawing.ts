import type { Letters } from "../tags/letters.js";

/** How a shape is drawn where letters have the size `drawnAt`. Lengths are in pixels. */
export interface ShapeDrawing {
  readonly width: number;
  readonly height: number;
  /** How far below its top it stands on the line. */
  readonly rise: number;
  readonly runs: readonly GlyphRun[];
  readonly bars: readonly Bar[];
}

/**
 * Glyphs one after the other, each as far behind the one before it as its font says, by their
 * codes; from where the formula begins on the line.
 */
export interface GlyphRun {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly glyphs: readonly string[];
}

/** The bar of a fraction or a root: a rectangle. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How large letters are in the documents that shapes are drawn in, in pixels. */
export const drawnAt = 15.25;

/** Drawings beside each other on one line, as one. */
export function beside(drawings: readonly ShapeDrawing[]): ShapeDrawing {
  const rise = Math.max(...drawings.map((drawing) => drawing.rise));
  const fall = Math.max(...drawings.map(({ height, rise }) => height - rise));
  let width = 0;
  const runs: GlyphRun[] = [];
  const bars: Bar[] = [];
  for (const drawing of drawings) {
    const x = width;
    runs.push(...drawing.runs.map((run) => ({ ...run, x: run.x + x })));
    bars.push(...drawing.bars.map((bar) => ({ ...bar, x: bar.x + x })));
    width += drawing.width;
  }
  return { width, height: rise + fall, rise, runs, bars };
}

/** What is drawn in a row of a page, from its upper left corner. */
export interface DrawnRow {
  readonly runs: readonly GlyphRun[];
  readonly bars: readonly Bar[];
  /** Whether nothing else is drawn there than letters of one font and bars. */
  readonly isKnown: boolean;
}

/** The font that a page is drawn in: its name there, and how wide its glyphs are. */
export interface RowFont {
  readonly name: string;
  /** In thousandths of the size, by their codes. */
  readonly widths: ReadonlyMap<string, number>;
}

/** What is drawn on a page in rows of this height, from its content as Chromium writes it. */
export function drawnInRows(
  content: string,
  font: RowFont,
  rowHeight: number,
): readonly (DrawnRow | undefined)[] {
  const reader = new RowReader(font, rowHeight);
  for (const line of content.split("\n")) reader.read(line);
  return reader.rows;
}

interface OpenRun {
  readonly x: number;
  readonly y: number;
  readonly glyphs: { readonly code: string; readonly step: number }[];
}

interface OpenRow {
  isKnown: boolean;
  readonly runs: GlyphRun[];
  readonly bars: Bar[];
}

class RowReader {
  readonly rows: (OpenRow | undefined)[] = [];
  readonly #font: RowFont;
  readonly #rowHeight: number;
  #size = 0;
  #isKnown = true;
  #run: OpenRun | undefined;
  #rectangle: Bar | undefined;

  constructor(font: RowFont, rowHeight: number) {
    this.#font = font;
    this.#rowHeight = rowHeight;
  }

  read(line: string): void {
    const parts = line.split(" ");
    switch (parts.at(-1)) {
      case "BT":
        this.#run = undefined;
        this.#isKnown = true;
        break;
      case "Tf":
        this.#isKnown &&= parts[0] === `/${this.#font.name}`;
        this.#size = Math.round(Number(parts[1]) * 100) / 100;
        break;
      case "Tm":
        this.#isKnown &&= line.startsWith("1 0 0 -1 ");
        this.#run = { x: Number(parts[4]), y: Number(parts[5]), glyphs: [] };
        break;
      case "Tj":
        this.#show(parts);
        break;
      case "BDC":
      case "BMC":
        this.#isKnown = false;
        break;
      case "ET":
        if (this.#run) this.#end(this.#run);
        break;
      case "re":
        this.#rectangle = rectangle(parts.map(Number));
        break;
      case "f":
        if (this.#rectangle) this.#bar(this.#rectangle);
        break;
      case "n":
        this.#rectangle = undefined;
    }
  }

  /** `<0256> Tj`, or with its step: `7.5 0 Td <0151> Tj`. */
  #show(parts: readonly string[]): void {
    const code = parts.at(-2)!.slice(1, -1);
    this.#isKnown &&= code.length === 4 && (parts.length === 2 || parts[1] === "0");
    this.#run?.glyphs.push({ code, step: parts.length === 2 ? 0 : Number(parts[0]) });
  }

  #end({ x, y, glyphs }: OpenRun): void {
    const { row, top } = this.#rowAt(y);
    row.isKnown &&= this.#isKnown;
    const size = this.#size;
    let at = toGrid(x);
    let behind = Number.NaN;
    for (const { code, step } of glyphs) {
      const last = row.runs.at(-1);
      at += step;
      if (Math.abs(step - behind) < unseen) (last!.glyphs as string[]).push(code);
      else row.runs.push({ x: at, y: toGrid(y - top), size, glyphs: [code] });
      behind = ((this.#font.widths.get(code) ?? Number.NaN) * size) / 1000;
    }
  }

  #bar({ x, y, width, height }: Bar): void {
    const { row, top } = this.#rowAt(y);
    row.bars.push({ x, y: y - top, width, height });
    this.#rectangle = undefined;
  }

  #rowAt(y: number): { readonly row: OpenRow; readonly top: number } {
    const number = Math.floor(y / this.#rowHeight);
    this.rows[number] ??= { isKnown: true, runs: [], bars: [] };
    return { row: this.rows[number], top: number * this.#rowHeight };
  }
}

const rectangle = ([x, y, width, height]: readonly number[]): Bar => ({
  x: x!,
  y: y!,
  width: width!,
  height: height!,
});

/** Places are on a grid of 64 steps a pixel; far from a corner they are written less exactly. */
const toGrid = (place: number): number => Math.round(place * 64) / 64;

/** A distance that nobody sees, in pixels. */
const unseen = 0.001;

/** The codes of the digits from 0 to 9 in a font; undefined where it has not all of them. */
export function digitsIn(letters: Letters): readonly string[] | undefined {
  const codes = new Map([...letters].map(([code, letter]) => [letter, code]));
  const digits = [..."0123456789"].map((digit) => codes.get(digit));
  return digits.every((code) => code !== undefined) ? digits : undefined;
}
