import type { Drawn } from "../shapes/shapes.js";
import type { DrawnPicture } from "./picture.js";

/** Where the text of a place begins on a page, and the size of its letters. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** What a page calls a face. Throws where it has none of that name. */
export type FaceNames = (face: string) => string;

/** Draws a formula or a text where the text of its place begins, as content of a page. */
export const stamped = (drawn: Drawn, { x, y, size }: Spot, names: FaceNames): string =>
  drawnAt(drawn, { x, y, scale: size / drawn.drawing.letterSize }, names);

function drawnAt(
  { drawing, glyphs }: Drawn,
  { x, y, scale }: { readonly x: number; readonly y: number; readonly scale: number },
  names: FaceNames,
): string {
  let written = "BT";
  let [face, size, lastX, lastY] = ["", 0, 0, 0];
  for (const [i, run] of drawing.runs.entries()) {
    if (run.size !== size || run.face !== face)
      written += `\n${names(run.face)} ${plain(run.size * scale)} Tf`;
    // Its matrix turns the second coordinate upside down.
    written +=
      i === 0
        ? `\n1 0 0 -1 ${plain(x + run.x * scale)} ${plain(y + run.y * scale)} Tm`
        : `\n${plain((run.x - lastX) * scale)} ${plain((lastY - run.y) * scale)} Td`;
    written += `\n<${glyphs[i]!.join("")}> Tj`;
    [face, size, lastX, lastY] = [run.face, run.size, run.x, run.y];
  }
  written += "\nET";
  for (const bar of drawing.bars) {
    const place = [x + bar.x * scale, y + bar.y * scale, bar.width * scale, bar.height * scale];
    written += `\n${place.map(plain).join(" ")} re\nf`;
  }
  return written;
}

/** The marker of a picture stands so far below its upper edge, in letters of this size. */
export const markerOfPicture = { below: 20, size: 10 };

/** Draws a picture where its marker begins, or so far to the right of it. */
export function stampedPicture(
  { parts }: DrawnPicture,
  aside: number,
  spot: Spot,
  names: FaceNames,
): string {
  const scale = spot.size / markerOfPicture.size;
  const corner = [spot.x + aside * scale, spot.y - markerOfPicture.below * scale];
  const written = parts.map((part) =>
    typeof part === "string"
      ? part
      : `q\n${part.matrix.map(plain).join(" ")} cm\n` +
        `${drawnAt(part.drawn, { x: 0, y: 0, scale: 1 }, names)}\nQ`,
  );
  const measures = [scale, 0, 0, scale, ...corner].map(plain).join(" ");
  return `q\n${measures} cm\n0 g\n${written.join("\n")}\nQ`;
}

/** At most four digits behind the point, without zeros. */
export const plain = (value: number): string => String(Math.round(value * 1e4) / 1e4);
