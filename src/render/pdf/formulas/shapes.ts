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
    for (const { shape } of formulas)
      if (!this.#whole.has(shape))
        for (const segment of segmentsOf(shape))
          if (!this.#segments.has(segment)) unknown.add(segment);
    return [...unknown];
  }

  add(specimen: Specimen): void {
    if (this.#segments.size > most) this.#segments.clear();
    this.#specimen = specimen;
    for (const [segment, drawing] of specimen.drawings) this.#segments.set(segment, drawing);
  }

  /** How a formula is drawn but for its digits; undefined where only the browser can draw it. */
  drawingOf({ shape }: WrittenFormula): ShapeDrawing | undefined {
    if (!this.#whole.has(shape)) {
      if (this.#whole.size > most) this.#whole.clear();
      const parts = segmentsOf(shape).map((segment) => this.#segments.get(segment));
      const drawn = parts.filter((part) => part !== undefined);
      this.#whole.set(shape, drawn.length === parts.length ? beside(drawn) : undefined);
    }
    return this.#whole.get(shape);
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

/** So many are kept for documents to come. */
const most = 20_000;
