import type { ShapeDrawing } from "../shapes/drawing.js";
import type { DrawnShape } from "../shapes/shapes.js";
import type { DrawnPicture } from "./picture.js";

/** Where the text of a place begins on a page, and the size of its letters. */
export interface PlaceOnPage {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Stamps of several plates, by what their pages call faces: most call them alike. */
export class StampsByNames {
  readonly #known = new Map<string, Stamps>();

  of(names: ReadonlyMap<string, string>): Stamps {
    const key = [...names].flat().join(" ");
    const known = this.#known.get(key) ?? new Stamps((face) => `/${names.get(face)!}`);
    this.#known.set(key, known);
    return known;
  }
}

/**
 * How shapes are drawn on the pages of plates: of each, all but its glyphs is written once for
 * each size.
 */
export class Stamps {
  readonly #known = new WeakMap<ShapeDrawing, Map<number, Stamp>>();
  readonly #names: (face: string) => string;

  /** `names` are what the pages call faces. */
  constructor(names: (face: string) => string) {
    this.#names = names;
  }

  /** Draws a formula or a text where the text of its place begins, as content of a page. */
  drawn(drawn: DrawnShape, { x, y, size }: PlaceOnPage): string {
    const written = this.#written(drawn, size / drawn.drawing.letterSize);
    return `q\n1 0 0 1 ${plain(x)} ${plain(y)} cm\n${written}\nQ`;
  }
  /** Draws a picture where its marker begins, or so far to the right of it. */
  picture({ parts }: DrawnPicture, aside: number, spot: PlaceOnPage): string {
    const scale = spot.size / markerOfPicture.size;
    const corner = [spot.x + aside * scale, spot.y - markerOfPicture.below * scale];
    const written = parts.map((part) =>
      typeof part === "string"
        ? part
        : `q\n${part.matrix.map(plain).join(" ")} cm\n${this.#written(part.drawn, 1)}\nQ`,
    );
    const measures = [scale, 0, 0, scale, ...corner].map(plain).join(" ");
    return `q\n${measures} cm\n0 g\n${written.join("\n")}\nQ`;
  }

  #written({ drawing, glyphs }: DrawnShape, scale: number): string {
    const sizes = this.#known.get(drawing) ?? new Map<number, Stamp>();
    this.#known.set(drawing, sizes);
    const stamp = sizes.get(scale) ?? stampOf(drawing, scale, this.#names);
    sizes.set(scale, stamp);
    let written = stamp[0]!;
    for (const [i, codes] of glyphs.entries()) written += codes.join("") + stamp[i + 1]!;
    return written;
  }
}

/** What is written before, between and behind the glyphs of the runs of a drawing. */
type Stamp = readonly string[];

function stampOf(drawing: ShapeDrawing, scale: number, names: (face: string) => string): Stamp {
  const parts: string[] = [];
  let written = "BT";
  let [face, size, lastX, lastY] = ["", 0, 0, 0];
  for (const [i, run] of drawing.runs.entries()) {
    if (run.size !== size || run.face !== face)
      written += `\n${names(run.face)} ${plain(run.size * scale)} Tf`;
    // Its matrix turns the second coordinate upside down.
    const place =
      i === 0
        ? `1 0 0 -1 ${plain(run.x * scale)} ${plain(run.y * scale)} Tm`
        : `${plain((run.x - lastX) * scale)} ${plain((lastY - run.y) * scale)} Td`;
    parts.push(`${written}\n${place}\n<`);
    written = "> Tj";
    [face, size, lastX, lastY] = [run.face, run.size, run.x, run.y];
  }
  written += "\nET";
  for (const { x, y, width, height } of drawing.bars)
    written += `\n${[x, y, width, height].map((length) => plain(length * scale)).join(" ")} re\nf`;
  return [...parts, written];
}

/** The marker of a picture stands so far below its upper edge, in letters of this size. */
export const markerOfPicture = { below: 20, size: 10 };

/** At most four digits behind the point, without zeros. */
export const plain = (value: number): string => String(Math.round(value * 1e4) / 1e4);
