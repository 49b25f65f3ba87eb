import { encode } from "uqr";
import { escapeXml } from "./mathml.js";

/** A row of dark squares of a QR code, from the upper left corner on. */
interface DarkRun {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** The dark squares of a text as a QR code, with so much room around them, and how wide it is. */
export function qrSquares(
  text: string,
  border: number,
): { readonly size: number; readonly runs: readonly DarkRun[] } {
  const { size, data } = encode(text, { ecc: "M", border });
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? "1" : "0"))
        .join("")
        .matchAll(/1+/g),
    ].map(({ 0: { length }, index: x }) => ({ x, y, length })),
  );
  return { size, runs };
}

/** A text as a QR code: an SVG picture whose text alternative is `title`. */
export function qrCode(text: string, title: string): string {
  const { size, runs } = qrSquares(text, 4);
  const drawn = runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}"` +
    ` viewBox="0 0 ${size} ${size}"` +
    ` class="qr" shape-rendering="crispEdges"><path d="${drawn.join("")}"/></svg>`
  );
}
