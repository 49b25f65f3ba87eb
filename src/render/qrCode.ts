import { encode } from "uqr";
import { escapeXml } from "./mathml.js";

/** A text as a QR code: an SVG picture whose text alternative is `title`. */
export function qrCode(text: string, title: string): string {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? "1" : "0"))
        .join("")
        .matchAll(/1+/g),
    ].map(({ 0: { length }, index }) => `M${index} ${y}h${length}v1h-${length}z`),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}"` +
    ` viewBox="0 0 ${size} ${size}"` +
    ` class="qr" shape-rendering="crispEdges"><path d="${runs.join("")}"/></svg>`
  );
}
