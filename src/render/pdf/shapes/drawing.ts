/** How a shape is drawn. Lengths are in pixels where letters have this size. */
export interface ShapeDrawing {
  /** The size of letters around it. */
  readonly letterSize: number;
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
  /** The face that they are drawn in, by its name in PDFs. */
  readonly face: string;
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

/** How large letters of formulas are in the documents that shapes are drawn in, in pixels. */
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
  return { letterSize: drawnAt, width, height: rise + fall, rise, runs, bars };
}

/** What is drawn in a row of a page, from its upper left corner. */
export interface DrawnRow {
  readonly runs: readonly GlyphRun[];
  readonly bars: readonly Bar[];
  /** Whether nothing else is drawn there than letters of known faces and bars. */
  readonly isKnown: boolean;
}

/** A face that a page is drawn in. */
export interface RowFace {
  /** What PDFs call it, but for the letters before it that tell its copies apart. */
  readonly name: string;
  /** How wide its glyphs are, in thousandths of the size, by their codes. */
  readonly widths: ReadonlyMap<string, number>;
}

/**
 * What is drawn on a page in rows of this height, from its content as Chromium writes it; `faces`
 * are known by the names that the page has for them.
 */
export function drawnInRows(
  content: string,
  faces: ReadonlyMap<string, RowFace>,
  rowHeight: number,
): readonly (DrawnRow | undefined)[] {
  const reader = new RowReader(faces, rowHeight);
  for (const line of content.split("\n")) reader.read(line);
  return reader.rows;
}

/** How much larger and where something is drawn than it says, on a page of this unit. */
interface Measure {
  readonly unit: number;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

interface OpenRun {
  readonly x: number;
  readonly y: number;
  readonly glyphs: OpenGlyph[];
}

interface OpenGlyph {
  readonly face: RowFace;
  readonly size: number;
  readonly code: string;
  readonly step: number;
  /** Whether it only holds the place of what is not drawn. */
  readonly isEmpty: boolean;
}

interface OpenRow {
  isKnown: boolean;
  readonly runs: GlyphRun[];
  readonly bars: Bar[];
}

class RowReader {
  readonly rows: (OpenRow | undefined)[] = [];
  readonly #faces: ReadonlyMap<string, RowFace>;
  readonly #rowHeight: number;
  #face: RowFace | undefined;
  #size = 0;
  #isKnown = true;
  #isEmpty = false;
  /** How wide the glyphs are that were shown at once, but for the last. */
  #before = 0;
  /** How places are measured: in the unit of the page, and in those of pictures on it. */
  #measure: Measure | undefined;
  readonly #kept: (Measure | undefined)[] = [];
  #run: OpenRun | undefined;
  #rectangle: Bar | undefined;

  constructor(faces: ReadonlyMap<string, RowFace>, rowHeight: number) {
    this.#faces = faces;
    this.#rowHeight = rowHeight;
  }

  read(line: string): void {
    const parts = line.split(" ");
    switch (parts.at(-1)) {
      case "q":
        this.#kept.push(this.#measure);
        break;
      case "Q":
        this.#measure = this.#kept.pop();
        break;
      case "cm":
        this.#measureBy(parts.map(Number));
        break;
      case "BT":
        this.#run = undefined;
        this.#isKnown = true;
        this.#isEmpty = false;
        this.#before = 0;
        break;
      case "Tf":
        this.#face = this.#faces.get(parts[0]!.slice(1));
        this.#isKnown &&= this.#face !== undefined;
        this.#size = Math.round(Number(parts[1]) * this.#scale * 100) / 100;
        break;
      case "Tm":
        this.#isKnown &&= line.startsWith("1 0 0 -1 ");
        this.#run = { ...this.#placeOf(Number(parts[4]), Number(parts[5])), glyphs: [] };
        break;
      case "Tj":
        this.#show(parts);
        break;
      case "BDC":
        // What glyphs say together is compared with what each says where it matters.
        this.#isEmpty = line.includes("/ActualText <FEFF200B>");
        this.#isKnown &&= line.includes("/ActualText <");
        break;
      case "EMC":
        this.#isEmpty = false;
        break;
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

  /** The first measure is that of the paper, the second that of the page. */
  #measureBy([a = 1, b = 0, c = 0, d = 1, x = 0, y = 0]: readonly number[]): void {
    if (this.#kept.length === 0) return;
    const isTurned = b !== 0 || c !== 0 || a !== d;
    const { unit, scale, left, top } = this.#measure ?? { unit: a, scale: 1, left: 0, top: 0 };
    this.#measure = {
      unit,
      scale: isTurned ? Number.NaN : scale * a,
      left: left + x * scale,
      top: top + y * scale,
    };
  }

  get #scale(): number {
    const { scale = 1, unit = 1 } = this.#measure ?? {};
    return scale / unit;
  }

  #placeOf(x: number, y: number): { readonly x: number; readonly y: number } {
    const { left = 0, top = 0, unit = 1 } = this.#measure ?? {};
    return { x: left / unit + x * this.#scale, y: top / unit + y * this.#scale };
  }

  /** `<0256> Tj`, or with its step: `7.5 0 Td <0151> Tj`; or several: `<02560151> Tj`. */
  #show(parts: readonly string[]): void {
    const codes = parts.at(-2)!.match(/\w{4}/g) ?? [];
    this.#isKnown &&= parts.length === 2 || parts[1] === "0";
    const [face, size, isEmpty] = [this.#face, this.#size, this.#isEmpty];
    // A step begins where the glyphs before it do.
    let step = parts.length === 2 ? 0 : Number(parts[0]) * this.#scale - this.#before;
    this.#before = 0;
    for (const [i, code] of codes.entries()) {
      if (face) this.#run?.glyphs.push({ face, size, code, step, isEmpty });
      step = ((face?.widths.get(code) ?? Number.NaN) * size) / 1000;
      if (i < codes.length - 1) this.#before += step;
    }
  }

  #end({ x, y, glyphs }: OpenRun): void {
    const { row, top } = this.#rowAt(y);
    row.isKnown &&= this.#isKnown;
    let at = toGrid(x);
    let behind = Number.NaN;
    for (const { face, size, code, step, isEmpty } of glyphs) {
      const last = row.runs.at(-1);
      at += step;
      if (!isEmpty && last?.face === face.name && Math.abs(step - behind) < unseen)
        (last.glyphs as string[]).push(code);
      else if (!isEmpty)
        row.runs.push({ face: face.name, x: at, y: toGrid(y - top), size, glyphs: [code] });
      behind = isEmpty ? Number.NaN : ((face.widths.get(code) ?? Number.NaN) * size) / 1000;
    }
  }

  #bar({ x, y, width, height }: Bar): void {
    const { row, top } = this.#rowAt(y);
    row.bars.push({ x, y: Math.round((y - top) / unseen) * unseen, width, height });
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
