import { escapeXml } from "./mathml.js";
import { plain } from "./plain.js";
import type { Typeset } from "./typeset.js";
import { textWidth } from "./width.js";

/** A piece of text for an SVG, how wide it is, and how far it goes above and below its line. */
export interface SvgText {
  readonly markup: string;
  /** In pixels, as `above` and `below`. */
  readonly width: number;
  readonly above: number;
  readonly below: number;
}

/**
 * Writes a symbol as the inside of an SVG text element: scripts as shifted tspans, since fonts lack
 * many of their own.
 */
export function svgText(math: Typeset, size: number): SvgText {
  switch (math.kind) {
    case "number":
      return upright(math.text, size);
    case "name":
      return math.upright ? upright(math.text, size) : italic(math.text, size);
    case "sign":
      return upright(math.spacing === "between" ? ` ${math.text} ` : math.text, size);
    case "row":
      return joined(math.items.map((item) => svgText(item, size)));
    case "script": {
      const base = svgText(math.base, size);
      const small = size * 0.72;
      const parts = [base];
      if (math.sub) parts.push(shifted(svgText(math.sub, small), small, size * 0.22));
      if (math.sup) parts.push(shifted(svgText(math.sup, small), small, -size * 0.34));
      return joined(parts);
    }
    case "fraction":
      return joined([svgText(math.above, size), upright("/", size), svgText(math.below, size)]);
    case "hat":
      return italic(plain(math), size);
    default:
      return upright(plain(math), size);
  }
}

const upright = (text: string, size: number): SvgText => ({
  markup: escapeXml(text),
  ...extent(text, size),
});
const italic = (text: string, size: number): SvgText => ({
  markup: `<tspan font-style="italic">${escapeXml(text)}</tspan>`,
  ...extent(text, size),
});

// The shift back is carried by an empty-width joiner, since a tspan's dy moves all that follows it.
const shifted = ({ markup, width, above, below }: SvgText, size: number, dy: number): SvgText => ({
  markup:
    `<tspan font-size="${round(size)}" dy="${round(dy)}">${markup}</tspan>` +
    `<tspan dy="${round(-dy)}">\u200b</tspan>`,
  width,
  above: above - dy,
  below: below + dy,
});

const joined = (parts: readonly SvgText[]): SvgText => ({
  markup: parts.map(({ markup }) => markup).join(""),
  width: parts.reduce((sum, part) => sum + part.width, 0),
  above: Math.max(0, ...parts.map(({ above }) => above)),
  below: Math.max(0, ...parts.map(({ below }) => below)),
});

const extent = (text: string, size: number): Omit<SvgText, "markup"> => ({
  width: textWidth(text) * size,
  above: 0.7 * size,
  below: deep.test(text) ? 0.23 * size : 0.02 * size,
});

/** What goes below its line; a point between digits may be printed as a comma. */
const deep = /[gjpqy,;()[\]{}|_]|\d\.\d/;

const round = (value: number): number => Math.round(value * 100) / 100;
