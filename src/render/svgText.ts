import { escapeXml } from "./mathml.js";
import { plain } from "./plain.js";
import type { Typeset } from "./typeset.js";

/** A piece of text for an SVG, and how wide it will be, in pixels. */
export interface SvgText {
  readonly markup: string;
  readonly width: number;
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
    case "hat":
      return italic(plain(math), size);
    default:
      return upright(plain(math), size);
  }
}

const upright = (text: string, size: number): SvgText => ({
  markup: escapeXml(text),
  width: width(text) * size,
});
const italic = (text: string, size: number): SvgText => ({
  markup: `<tspan font-style="italic">${escapeXml(text)}</tspan>`,
  width: width(text) * size,
});

// The shift back is carried by an empty-width joiner, since a tspan's dy moves all that follows it.
const shifted = ({ markup, width }: SvgText, size: number, dy: number): SvgText => ({
  markup:
    `<tspan font-size="${round(size)}" dy="${round(dy)}">${markup}</tspan>` +
    `<tspan dy="${round(-dy)}">\u200b</tspan>`,
  width,
});

const joined = (parts: readonly SvgText[]): SvgText => ({
  markup: parts.map(({ markup }) => markup).join(""),
  width: parts.reduce((sum, part) => sum + part.width, 0),
});

// Average advance widths of the text font, in ems.
const width = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum + (/[mwMW𝓛]/u.test(character) ? 0.8 : /[iljt.,′ |]/.test(character) ? 0.32 : 0.54),
    0,
  );

const round = (value: number): number => Math.round(value * 100) / 100;
