import { AlignmentType, Paragraph, TextRun } from "docx";
import { type IShapeGroupChildOptions, ShapeGroupRun } from "docx/shapes";
import type { Box, Extent, Point } from "../geometry.js";
import { unescapeXml } from "../mathml.js";
import { attributesIn, elementsOfSvg, pathOf, type SvgAttributes, styleOf } from "../svgShapes.js";
import { textWidth } from "../width.js";
import { legible } from "./legible.js";

/**
 * A picture of ours as shapes of Word, which any zoom keeps sharp and anybody can change: an SVG
 * would need the same as pixels beside it. What it shows is said as its alternative.
 */
export function pictureOf(svg: string): ShapeGroupRun {
  const elements = elementsOfSvg(svg);
  const about = attributesIn(svg);
  const [, , width = 1, height = 1] = (about.viewBox ?? "").split(" ").map(Number);
  const scale = Math.min(1, widest / width);
  const canvas = { width, height, scale, onLines: placesOnLines(elements) };
  return new ShapeGroupRun({
    children: elements.flatMap((element) => shapesOf(element, canvas)),
    transformation: { width: width * scale, height: height * scale },
    altText: {
      name: "picture",
      description: legible(unescapeXml(about["aria-label"] ?? "")),
    },
  });
}

/** As much as there is between the margins, in pixels. */
const widest = 640;

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** Where texts stand that are turned in the picture. */
  readonly onLines: ReadonlyMap<string, Point>;
}

function shapesOf(element: string, canvas: Canvas): readonly IShapeGroupChildOptions[] {
  const [, name = ""] = /^<(\w+)/.exec(element)!;
  const own = attributesIn(element);
  if (name === "text") return textOf(element, own, canvas);
  const look: SvgAttributes = { ...styleOf(name, own.class), ...own };
  const path = pathOf(name, own);
  const shape = framed(path, look, canvas);
  if (look["marker-end"] === undefined) return [shape];
  return [shape, framed(arrowhead(path), styleOf("path", "arrowhead"), canvas)];
}

const frame = ({ width, height }: Canvas): string => `M 0 0 H ${width} V ${height} H 0 Z`;

/**
 * A path where it is in the picture: beside an outline of the whole picture that is not drawn,
 * since what a shape holds is scaled to fill it.
 */
function framed(path: string, look: SvgAttributes, canvas: Canvas): IShapeGroupChildOptions {
  const { width, height, scale } = canvas;
  const isFilled = look.fill !== "none";
  const stroke = look.stroke ?? "none";
  return {
    type: "custom",
    altText: { name: "drawing" },
    paths: [
      { path: frame(canvas), fill: false, line: false },
      { path, fill: isFilled, line: stroke !== "none" },
    ],
    transformation: { offset: { left: 0, top: 0 }, width: width * scale, height: height * scale },
    ...(isFilled ? { fill: hex(look.fill ?? "#000") } : {}),
    line:
      stroke === "none"
        ? "none"
        : {
            color: hex(stroke),
            width: Number(look["stroke-width"] ?? 1) * scale * pointsPerPixel,
            ...(look["stroke-dasharray"] === undefined ? {} : { dash: "dash" }),
            ...(look["stroke-linejoin"] === "round" ? { join: "round" } : {}),
          },
  };
}

const pointsPerPixel = 0.75;

/** A colour as six digits, from `#abc`, `#aabbcc` or `rgb(170, 187, 204)`. */
function hex(colour: string): string {
  const parts = colour.match(/\d+/g) ?? [];
  if (colour.startsWith("rgb"))
    return parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  const digits = colour.slice(1);
  return digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
}

/** The head of an arrow at the end of a path. */
function arrowhead(path: string): string {
  const [x0 = 0, y0 = 0, x = 0, y = 0] = (path.match(/-?\d+(?:\.\d+)?/g) ?? [])
    .slice(-4)
    .map(Number);
  const length = Math.hypot(x - x0, y - y0) || 1;
  const [along, across] = [(x - x0) / length, (y - y0) / length];
  const at = (back: number, aside: number): string =>
    [x - back * along - aside * across, y - back * across + aside * along]
      .map((n) => n.toFixed(2))
      .join(" ");
  return `M ${at(0, 0)} L ${at(6.4, 2.8)} L ${at(6.4, -2.8)} Z`;
}

/**
 * A text, in a box that is as wide as it may be. LibreOffice turns no text, so what stands turned
 * beside a line stands level on it, with white behind.
 */
function textOf(
  element: string,
  own: SvgAttributes,
  { scale, onLines }: Canvas,
): readonly IShapeGroupChildOptions[] {
  const size = Number(own["font-size"] ?? 14) * scale;
  const pieces = piecesOfText(element);
  const length = pieces.reduce((sum, { text }) => sum + [...text].length, 0);
  const anchor = own["text-anchor"] ?? "start";
  const box = { width: (length * 0.75 + 1) * size, height: size * 1.5 };
  const across = { start: box.width / 2, middle: 0, end: -box.width / 2 }[anchor]!;
  const turned = onLines.get(element);
  const center = turned
    ? { x: turned.x * scale, y: turned.y * scale }
    : { x: Number(own.x) * scale + across, y: Number(own.y) * scale - size * 0.33 };
  return [
    ...(turned ? [{ ...boxAt(center, roomOf(pieces, size)), fill: "FFFFFF" }] : []),
    {
      ...boxAt(center, box),
      altText: { name: "text" },
      children: [textParagraph(pieces, size, anchor)],
      textOptions: { margins: { top: 0, right: 0, bottom: 0, left: 0 }, wrap: false },
    },
  ];
}

const boxAt = ({ x, y }: Point, { width, height }: Extent) =>
  ({
    type: "rectangle",
    altText: { name: "drawing" },
    transformation: { offset: { left: x - width / 2, top: y - height / 2 }, width, height },
    line: "none",
  }) as const;

/** What a text covers; other fonts than ours are a little wider. */
const roomOf = (pieces: readonly TextPiece[], size: number): Extent => ({
  width:
    size *
    pieces.reduce(
      (sum, { text, place }) => sum + 1.1 * (place === "line" ? 1 : 0.72) * textWidth(text),
      0.4,
    ),
  height: 1.2 * size,
});

const alignments: Readonly<Record<string, (typeof AlignmentType)[keyof typeof AlignmentType]>> = {
  start: AlignmentType.LEFT,
  middle: AlignmentType.CENTER,
  end: AlignmentType.RIGHT,
};

const textParagraph = (pieces: readonly TextPiece[], size: number, anchor: string): Paragraph =>
  new Paragraph({
    ...(alignments[anchor] === undefined ? {} : { alignment: alignments[anchor] }),
    spacing: { before: 0, after: 0, line: 240 },
    children: pieces.map(
      ({ text, isItalic, place }) =>
        new TextRun({
          text: legible(text),
          size: Math.round(size * pointsPerPixel * 2),
          italics: isItalic,
          ...(place === "sub" ? { subScript: true } : {}),
          ...(place === "sup" ? { superScript: true } : {}),
        }),
    ),
  });

/**
 * Where the texts that are turned in a picture stand on the lines that they are beside, each on a
 * free place, if there is one not far along its line.
 */
function placesOnLines(elements: readonly string[]): ReadonlyMap<string, Point> {
  const lines = elements.filter((element) => element.startsWith("<line")).map(attributesIn);
  const taken = elements.flatMap(coveredBy);
  const places = new Map<string, Point>();
  for (const element of elements) {
    const own = attributesIn(element);
    const line = lineBeside(turnOf(own), lines);
    if (!line) continue;
    const room = roomOf(piecesOfText(element), Number(own["font-size"]));
    const candidates = shifts.map((shift) => ({
      x: line.at.x + shift * line.along.x,
      y: line.at.y + shift * line.along.y,
      ...room,
    }));
    const free = candidates.find((box) => !taken.some((other) => overlap(box, other)));
    const box = free ?? candidates[0]!;
    taken.push(box);
    places.set(element, box);
  }
  return places;
}

/** What a node, or a text that is not turned, covers of a picture. */
function coveredBy(element: string): readonly Box[] {
  const own = attributesIn(element);
  if (element.startsWith("<circle")) {
    const across = 2 * Number(own.r);
    return [{ x: Number(own.cx), y: Number(own.cy), width: across, height: across }];
  }
  if (!element.startsWith("<text") || own["text-anchor"] !== "middle" || turnOf(own)) return [];
  const size = Number(own["font-size"]);
  const y = Number(own.y) - size * 0.33;
  return [{ x: Number(own.x), y, ...roomOf(piecesOfText(element), size) }];
}

/** By how many degrees a text is turned, and about which point. */
const turnOf = ({ transform = "" }: SvgAttributes): readonly number[] | undefined =>
  /rotate\((\S+) (\S+) (\S+)\)/.exec(transform)?.slice(1).map(Number);

/** How far along its line a text is moved, in pixels, the nearest first. */
const shifts = [0, 1, -1, 2, -2, 3, -3, 4, -4].map((steps) => 9 * steps);

const overlap = (a: Box, b: Box): boolean =>
  2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;

/** The line that a text is turned to run along, the nearest, and its place beside that text. */
function lineBeside(
  [angle, x = 0, y = 0]: readonly number[] = [],
  lines: readonly SvgAttributes[],
): { readonly at: Point; readonly along: Point } | undefined {
  if (angle === undefined) return undefined;
  const along = { x: Math.cos((angle * Math.PI) / 180), y: Math.sin((angle * Math.PI) / 180) };
  const places = lines.flatMap(({ x1, y1, x2, y2 }): Point[] => {
    const from = { x: Number(x1), y: Number(y1) };
    const [dx, dy] = [Number(x2) - from.x, Number(y2) - from.y];
    if (Math.abs(dx * along.y - dy * along.x) > 0.02 * Math.hypot(dx, dy)) return [];
    const back = (from.x - x) * along.x + (from.y - y) * along.y;
    return [{ x: from.x - back * along.x, y: from.y - back * along.y }];
  });
  const distance = (place: Point): number => Math.hypot(place.x - x, place.y - y);
  const [at] = places.sort((a, b) => distance(a) - distance(b));
  return at && { at, along };
}

interface TextPiece {
  readonly text: string;
  readonly isItalic: boolean;
  readonly place: "line" | "sub" | "sup";
}

/** The pieces of a text: scripts are shifted, and what follows them is shifted back. */
function piecesOfText(element: string): readonly TextPiece[] {
  const found: TextPiece[] = [];
  const open: SvgAttributes[] = [];
  for (const [part] of element.matchAll(/<[^>]*>|[^<]+/g)) {
    if (part.startsWith("</")) open.pop();
    else if (part.startsWith("<")) open.push(attributesIn(part));
    else {
      const shift = open.map(({ dy }) => Number(dy ?? 0)).find((dy) => dy !== 0) ?? 0;
      const text = unescapeXml(part).replaceAll("\u200b", "");
      const isItalic = open.some((own) => own["font-style"] === "italic");
      if (text !== "")
        found.push({ text, isItalic, place: shift > 0 ? "sub" : shift < 0 ? "sup" : "line" });
    }
  }
  return found;
}
