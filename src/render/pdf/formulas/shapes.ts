import { beside, type ShapeDrawing } from "./drawing.js";
import type { WrittenFormula } from "./formula.js";
import { segmentsOf } from "./segments.js";
import { isShapesDigit, type Specimen } from "./specimen.js";

/**
 * The shapes of formulas that a browser has drawn under one head of documents, which says how they
 * look.
 */
export class Shapes {
  #specimen: Specimen = { digits: [], drop: 0, drawings: new Map() };
  /** All of them: few differ, and a document may be under way that needs them. */
  readonly #segments = new Map<string, ShapeDrawing | undefined>();
  /** Those that are put together from segments. */
  readonly #whole = new Map<string, ShapeDrawing | undefined>();

  /** How far letters stand below the middle of a line of no height, in pixels. */
  get drop(): number {
    return this.#specimen.drop;
  }

  /** What has to be drawn before these formulas can be. */
  unknownIn(formulas: readonly WrittenFormula[]): readonly string[] {
    const unknown = new Set<string>();
    for (const formula of formulas)
      if (!this.#whole.has(keyOf(formula)))
        for (const part of partsOf(formula)) if (!this.#segments.has(part)) unknown.add(part);
    return [...unknown];
  }

  add(specimen: Specimen): void {
    // What was drawn with other glyphs for digits would keep those of its shape.
    if (`${specimen.digits}` !== `${this.#specimen.digits}`) {
      this.#segments.clear();
      this.#whole.clear();
    }
    this.#specimen = specimen;
    for (const [segment, drawing] of specimen.drawings) this.#segments.set(segment, drawing);
  }

  /** How a formula is drawn but for its digits; undefined where only the browser can draw it. */
  drawingOf(formula: WrittenFormula): ShapeDrawing | undefined {
    const key = keyOf(formula);
    if (!this.#whole.has(key)) {
      if (this.#whole.size > most) this.#whole.clear();
      const parts = partsOf(formula).map((part) => this.#segments.get(part));
      const drawn = parts.filter((part) => part !== undefined);
      this.#whole.set(key, drawn.length === parts.length ? beside(drawn) : undefined);
    }
    return this.#whole.get(key);
  }

  /** The glyphs of a formula, run by run, by their codes: its digits in place of its shape's. */
  glyphsOf({ digits }: WrittenFormula, { runs }: ShapeDrawing): readonly (readonly string[])[] {
    const codes = this.#specimen.digits;
    let next = 0;
    return runs.map(({ glyphs }) =>
      glyphs.map((code) => (isShapesDigit(code, codes) ? codes[Number(digits[next++])]! : code)),
    );
  }
}

const keyOf = ({ shape, isCompact }: WrittenFormula): string =>
  isCompact ? `compact ${shape}` : shape;

/** The elements that a formula is put together from. */
const partsOf = ({ shape, isCompact }: WrittenFormula): readonly string[] =>
  segmentsOf(shape).map(
    (segment) => `<math${isCompact ? ' class="compact"' : ""}>${segment}</math>`,
  );

/** So many are kept for documents to come. */
const most = 20_000;
