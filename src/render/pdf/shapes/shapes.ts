import { lettersOf } from "../tags/letters.js";
import { beside, type ShapeDrawing } from "./drawing.js";
import { textOf, type WrittenFormula } from "./formula.js";
import { segmentsOf } from "./segments.js";
import { isShapesDigit, type KnownFace, type Specimen } from "./specimen.js";
import { pairsOf, textIn, textsOfAllPairs } from "./texts.js";

/** A shape with the digits of one of those that have it. */
export interface DrawnShape {
  readonly drawing: ShapeDrawing;
  /** Its glyphs, run by run, by their codes. */
  readonly glyphs: readonly (readonly string[])[];
}

/**
 * The shapes that a browser has drawn under one head of documents, which says how they look: of
 * parts of formulas, of labels of pictures, of texts.
 */
export class Shapes {
  #drop = 0;
  readonly #faces = new Map<string, KnownFace>();
  /** All of them: few differ, and a document may be under way that needs them. */
  readonly #drawings = new Map<string, ShapeDrawing | undefined>();
  /** Formulas that are put together from parts. */
  readonly #whole = new Map<string, KnownFormula | undefined>();
  readonly #glyphs = new WeakMap<ShapeDrawing, readonly string[]>();
  /** By letters of a text, each with what is beside it. */
  readonly #steps = new Map<string, Step>();
  #countOfTexts = 0;

  /** How far letters stand below the middle of a line of no height, in pixels. */
  get drop(): number {
    return this.#drop;
  }

  /** Those of these shapes that have to be drawn first. */
  unknownIn(shapes: Iterable<string>): readonly string[] {
    return [...new Set(shapes)].filter((shape) => !this.#drawings.has(shape));
  }

  add({ drop, drawings, faces }: Specimen): void {
    this.#drop = drop;
    for (const [name, face] of faces) this.#addFace(name, face);
    for (const [shape, drawing] of drawings) {
      this.#drawings.set(shape, drawing);
      const text = textIn(shape);
      if (text !== undefined) this.#countOfTexts++;
      if (drawing && text !== undefined) this.#addSteps(text, drawing);
    }
  }

  /** How a shape is drawn; undefined where only the browser can draw it. */
  drawingOf(shape: string): ShapeDrawing | undefined {
    return this.#drawings.get(shape);
  }

  /** The shapes that a formula is put together from, unless it is known as a whole. */
  unknownPartsOf(formula: WrittenShape): readonly string[] {
    return this.#whole.has(keyOf(formula))
      ? []
      : [...partsOf(formula), ...partsOf(withRoundDigits(formula))];
  }

  /** How a formula is drawn but for its digits; undefined where only the browser can draw it. */
  formula(formula: WrittenShape): KnownFormula | undefined {
    const key = keyOf(formula);
    if (!this.#whole.has(key)) {
      if (this.#whole.size > most) this.#whole.clear();
      this.#whole.set(key, this.#putTogether(formula));
    }
    return this.#whole.get(key);
  }

  #putTogether(formula: WrittenShape): KnownFormula | undefined {
    const [parts, roundParts] = [partsOf(formula), partsOf(withRoundDigits(formula))];
    const [drawing, box] = [parts, roundParts].map((shapes) => {
      const drawn = shapes.map((part) => this.#drawings.get(part));
      return drawn.every((part) => part !== undefined) ? beside(drawn) : undefined;
    });
    return drawing && box && { drawing, box, parts, letters: lettersOf(textOf(formula.shape)) };
  }

  /** The glyphs of a drawing but for digits: each by its face and its code. */
  glyphsOf(drawing: ShapeDrawing): readonly string[] {
    const known = this.#glyphs.get(drawing);
    if (known) return known;
    const glyphs = drawing.runs.flatMap(({ face, glyphs }) => {
      const { digits } = this.#faces.get(face)!;
      return glyphs.filter((code) => !digits.includes(code)).map((code) => `${face} ${code}`);
    });
    const all = [...new Set(glyphs)];
    this.#glyphs.set(drawing, all);
    return all;
  }

  /** A drawing with these digits in place of its shape's. */
  withDigits(drawing: ShapeDrawing, digits: string): DrawnShape {
    let next = 0;
    const glyphs = drawing.runs.map(({ face, glyphs }) => {
      const known = this.#faces.get(face)!;
      return glyphs.map((code) =>
        isShapesDigit(code, known) ? known.digits[Number(digits[next++])]! : code,
      );
    });
    return { drawing, glyphs };
  }

  /**
   * The texts that have to be drawn for these to be put together from their letters. Once it has
   * been many, as in a class, all that others of its texts may need is among them.
   */
  textsToDraw(texts: readonly string[]): readonly string[] {
    const unknown = texts.filter((text) => pairsOf(text).some((pair) => !this.#steps.has(pair)));
    const hasMore = unknown.length > 0 && this.#countOfTexts > textsOfFew;
    return hasMore ? [...unknown, ...textsOfAllPairs] : unknown;
  }

  /** A text on one line, letter by letter; undefined where only the browser can draw it. */
  text(text: string): DrawnShape | undefined {
    const runs: { face: string; x: number; y: number; size: number; glyphs: string[] }[] = [];
    let width = 0;
    let behind = Number.NaN;
    for (const pair of pairsOf(text)) {
      const step = this.#steps.get(pair);
      if (!step) return undefined;
      const { face, code, ems, own } = step;
      const last = runs.at(-1);
      if (last?.face === face && Math.abs(width - behind) < unseen) last.glyphs.push(code);
      else runs.push({ face, x: width, y: 0, size: 1, glyphs: [code] });
      behind = width + own;
      width += ems;
    }
    const drawing = { letterSize: 1, width, height: 0, rise: 0, runs, bars: [] };
    return { drawing, glyphs: runs.map(({ glyphs }) => glyphs) };
  }

  /** What the glyphs of a face say that are among these, as text. */
  lettersOf(face: string, codes: Iterable<string>): readonly string[] {
    const { letters } = this.#faces.get(face)!;
    return [...codes].map((code) => letters.get(code) ?? "");
  }

  /** The codes of the digits of a face. */
  digitsOf(face: string): readonly string[] {
    return this.#faces.get(face)?.digits ?? [];
  }

  #addFace(name: string, face: KnownFace): void {
    const known = this.#faces.get(name);
    // What was drawn with other glyphs for digits would keep those of its shape.
    if (known && `${known.digits}` !== `${face.digits}`) {
      this.#drawings.clear();
      this.#whole.clear();
      this.#steps.clear();
    }
    const letters = new Map([...(known?.letters ?? []), ...face.letters]);
    this.#faces.set(name, { ...face, letters });
  }

  #addSteps(text: string, { runs }: ShapeDrawing): void {
    const size = runs[0]?.size ?? 1;
    const places = runs.flatMap(({ face, x, glyphs }) => {
      let at = x;
      return glyphs.map((code) => {
        const place = { face, code, x: at, own: this.#widthOf(face, code) / 1000 };
        at += place.own * size;
        return place;
      });
    });
    // A glyph for several letters, or none for one, is for the browser alone.
    const pairs = pairsOf(text);
    if (places.length !== pairs.length) return;
    for (const [i, pair] of pairs.entries()) {
      const { face, code, x, own } = places[i]!;
      const [letter = ""] = pair;
      if (this.#faces.get(face)!.letters.get(code) !== lettersOf(letter)) return;
      // Fonts have whole thousandths, and places are written less exactly: whatever text shows a
      // pair, its step is the same.
      const next = places[i + 1]?.x ?? x + own * size;
      const kern = Math.round(((next - x) / size - own) * 1000) / 1000;
      this.#steps.set(pair, { face, code, ems: own + kern, own });
    }
  }

  #widthOf(face: string, code: string): number {
    return this.#faces.get(face)!.widths.get(code) ?? 0;
  }
}

/** So many are kept for documents to come. */
const most = 3000;

/** What a few documents have has fewer texts than this. */
const textsOfFew = 40;

/** A distance that nobody sees, in ems. */
const unseen = 0.0001;

/** A letter of a text: its glyph, how far it is to the next, and how wide it is itself, in ems. */
interface Step {
  readonly face: string;
  readonly code: string;
  readonly ems: number;
  readonly own: number;
}

/** The shape of a formula, and how large fractions are in it. */
export type WrittenShape = Pick<WrittenFormula, "shape" | "isCompact">;

/** A formula but for its digits. */
export interface KnownFormula {
  readonly drawing: ShapeDrawing;
  /** How it is drawn with round digits alone: no lower than with others. */
  readonly box: ShapeDrawing;
  /** The shapes that it is put together from. */
  readonly parts: readonly string[];
  /** Its letters, as they are compared with what is drawn. */
  readonly letters: string;
}

const keyOf = ({ shape, isCompact }: WrittenShape): string =>
  isCompact ? `compact ${shape}` : shape;

const partsOf = ({ shape, isCompact }: WrittenShape): readonly string[] =>
  segmentsOf(shape).map(
    (segment) => `<math${isCompact ? ' class="compact"' : ""}>${segment}</math>`,
  );

const withRoundDigits = ({ shape, isCompact }: WrittenShape): WrittenShape => ({
  shape: shape.replace(/>[^<>&]*</g, (text) => text.replaceAll("1", "0")),
  isCompact,
});

/** What is said with these digits in place of others. */
export function lettersWith(letters: string, digits: string): string {
  let next = 0;
  return letters.replace(/\d/g, () => digits[next++] ?? "");
}
