import { styleSheet } from "../../../generated/templates.js";
import { unescapeXml } from "../../mathml.js";
import type { Parts } from "../parts.js";
import { formulasIn, textOf, type WrittenFormula } from "../shapes/formula.js";
import { lettersWith, type Shapes } from "../shapes/shapes.js";
import { shapeOfText } from "../shapes/texts.js";
import { lettersOf } from "../tags/letters.js";
import { between } from "./between.js";
import { type FootInsert, type Insert, type Line, sign, textOfPlace } from "./insert.js";
import { bare, broken, shapesBetween } from "./lines.js";
import { drawnPicture, shapesOfPicture } from "./picture.js";
import { commonSigns, type Drawings, type Reserve, reserveOf } from "./reserve.js";
import { markerOfPicture } from "./stamp.js";

/** A document with places for what others have otherwise, by the numbers that stand there. */
export interface DocumentWithPlaces {
  readonly parts: Parts;
  readonly inserts: readonly Insert[];
  readonly reserve: Reserve;
}

/** What a document may have otherwise than others, as it stands in its body. */
export type Placed = { readonly from: number; readonly to: number } & (
  | { readonly kind: "formula"; readonly formula: WrittenFormula }
  | { readonly kind: "picture"; readonly svg: string; readonly isAlone: boolean }
  | { readonly kind: "text"; readonly text: string; readonly ems: number }
);

/** What stands at the foot of each page: on the left, and on the right where the page is told. */
export interface Foot {
  readonly left: string;
  readonly right: (page: number, of: number) => string;
}

/** What can be drawn in places of a document. */
export interface Placeable {
  readonly found: readonly Placed[];
  readonly foot: Foot | undefined;
}

/**
 * What can be drawn in places: nothing where a text looks like a place, or the style is
 * another than ours, which lines and pictures are drawn by, or lines go from right to left.
 */
export function placeableIn({ head, pages, body }: Parts): Placeable {
  const isPlain =
    body.includes(sign) ||
    pages.includes(sign) ||
    !head.includes(styleSheet) ||
    / dir="rtl"/.test(head.slice(0, 200));
  if (isPlain) return { found: [], foot: undefined };
  const found: Placed[] = [
    ...formulasIn(body).map((formula) => ({ ...formula, formula, kind: "formula" as const })),
    ...picturesIn(body),
    ...textsIn(body),
  ];
  return { found: found.sort((a, b) => a.from - b.from), foot: footOf(pages) };
}

const picturesIn = (body: string): readonly Placed[] =>
  [...between(body, "<svg xmlns=", "</svg>")].map(({ from, to }) => ({
    kind: "picture",
    isAlone: body.endsWith("<figure>", from) && body.startsWith("</figure>", to),
    svg: body.slice(from, to),
    ...{ from, to },
  }));

/** How much room there is at least, in ems: 176 mm of 9.5 pt, and 45 mm of 10.5 pt. */
const textPlaces = [
  { opening: '<p class="about">', closing: "</p>", ems: 52 },
  { opening: "<dd>", closing: "</dd>", ems: 12 },
];

/** Lines about a document, and names. */
const textsIn = (body: string): readonly Placed[] =>
  textPlaces.flatMap(({ opening, closing, ems }) =>
    [...between(body, opening, closing)].flatMap(({ from: begin, inner }): readonly Placed[] => {
      const text = plainText(inner);
      // A name in another language has its element to say so.
      if (text === "" || /<(?!\/?bdi>)/.test(inner)) return [];
      const from = begin + opening.length;
      return [{ kind: "text", from, to: from + inner.length, text, ems }];
    }),
  );

/** A text without marks, as it is drawn on one line. */
const plainText = (markup: string): string =>
  unescapeXml(markup.replace(/<[^<>]*>/g, ""))
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/[\t\n\r ]+/g, " ")
    .replace(/^ | $/g, "");

/** What stands at the feet of pages by their style; undefined where that is something else. */
function footOf(pages: string): Foot | undefined {
  const [, left, right] = footStyle.exec(pages) ?? [];
  if (left === undefined) return undefined;
  const parts = [...right!.matchAll(/"([^"]*)"|counter\((pages?)\)/g)].map(([, text, counted]) =>
    text === undefined ? counted! : { text: cssText(text) },
  );
  return {
    left: cssText(left),
    right: (page, of) =>
      parts
        .map((part) => (typeof part !== "string" ? part.text : part === "page" ? page : of))
        .join("")
        .replace(/ +/g, " "),
  };
}

const footStyle = new RegExp(
  String.raw`@bottom-left \{ content: "([^"]*)" \} ` +
    String.raw`@bottom-right \{ content: ((?: ?(?:"[^"]*"|counter\(pages?\)))+) \}`,
);

/** A text of a style sheet as it is drawn. */
const cssText = (text: string): string =>
  text
    .replace(/\\([0-9a-f]+) /g, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "");

/** The shapes that have to be known to draw all that can be placed. */
export function shapesOf({ found, foot }: Placeable, body: string, known: Shapes): string[] {
  const texts = found.flatMap((each) => (each.kind === "text" ? [each.text] : []));
  if (foot) texts.push(foot.left, ...feetOfPages(foot));
  return [
    ...found.flatMap((each) => {
      if (each.kind === "picture") return shapesOfPicture(each.svg);
      if (each.kind === "text") return [];
      return known.unknownPartsOf(each.formula);
    }),
    ...known.textsToDraw(texts).map(shapeOfText),
    ...shapesBetween(body),
    commonSigns,
  ];
}

/** So many pages are told at their feet as are known before there are any. */
const mostPages = 12;

const feetOfPages = ({ right }: Foot): readonly string[] =>
  Array.from({ length: mostPages }, (_, i) => right(i + 1, mostPages - i));

/** A document with places for what can be drawn there, as far as all of its shapes are known. */
export function withPlaces(
  parts: Parts,
  { found, foot }: Placeable,
  shapes: Shapes,
): DocumentWithPlaces {
  const inserts: Insert[] = [];
  const placed: Placed[] = [];
  const body: string[] = [];
  let copied = 0;
  for (const each of found) {
    const insert = insertOf(each, shapes);
    if (!insert) continue;
    placed.push(each);
    const number = inserts.push(insert) - 1;
    body.push(parts.body.slice(copied, each.from), markerOf(each, number));
    copied = each.to;
  }
  body.push(parts.body.slice(copied));
  const scale = /^<body class="[^"]*\broomy\b/.test(parts.body) ? 12 / 11 : 1;
  const widths = {
    ofInsert: (number: number) => {
      const insert = inserts[number];
      return insert?.kind === "drawn" ? insert.drawn.drawing.width : undefined;
    },
    ofShape: (shape: string) => shapes.drawingOf(shape)?.width,
  };
  const { html, lines } = broken(body.join(""), widths, scale);
  const sized = html.replace(/<var>(\d+)<\/var>/g, (_, number: string) =>
    placeOf(Number(number), placed[Number(number)]!, shapes, lines.get(Number(number))),
  );
  const feet = foot ? feetOf(foot, shapes) : [];
  const all = [...inserts.map((insert, i) => ({ ...insert, line: lines.get(i) })), ...feet];
  const pages = feet.length > 0 ? withFeet(parts.pages, inserts.length) : parts.pages;
  const kept = feet.length > 0 ? foot : undefined;
  return {
    parts: { ...parts, body: sized, pages },
    inserts: all,
    reserve: reserveOf(drawingsOf(inserts, placed, kept, shapes), shapes),
  };
}

/** What is drawn in a place; undefined for what only the browser can draw. */
function insertOf(each: Placed, shapes: Shapes): Insert | undefined {
  if (each.kind === "picture") {
    const picture = drawnPicture(each.svg, shapes);
    const words = unescapeXml(/ aria-label="([^"]*)"/.exec(each.svg)?.[1] ?? "");
    const letters = lettersOf(textOf(each.svg.slice(each.svg.indexOf(">") + 1)));
    return picture && { kind: "picture", picture, letters, words, aside: asideOf(each) };
  }
  if (each.kind === "text") {
    const drawn = shapes.text(each.text);
    if (!drawn || drawn.drawing.width > each.ems) return undefined;
    return { kind: "drawn", drawn, letters: lettersOf(each.text) };
  }
  const { formula } = each;
  const known = shapes.formula(formula);
  if (!known) return undefined;
  const drawn = shapes.withDigits(known.drawing, formula.digits);
  const letters = lettersWith(known.letters, formula.digits);
  return { kind: "drawn", drawn, letters, words: formula.words };
}

function markerOf(each: Placed, number: number): string {
  if (each.kind === "formula") return bare(number);
  if (each.kind === "text") return textOfPlace(number);
  const { below, size } = markerOfPicture;
  const opening = withWidth(each.svg.slice(0, each.svg.indexOf(">") + 1), each.isAlone).replace(
    / aria-label="[^"]*"/,
    ` aria-label="${textOfPlace(number)}"`,
  );
  const text = `<text x="0" y="${below}" font-size="${size}">${textOfPlace(number)}</text>`;
  return `${opening}${text}</svg>`;
}

/**
 * The width of the place of every picture that stands alone in the middle of a line, in pixels.
 * What is wider than a line of 176 mm is drawn smaller.
 */
const widthOfPictures = 660;

/** How far to the left of its place a picture begins that stands alone, in pixels. */
function asideOf({ svg, isAlone }: Extract<Placed, { kind: "picture" }>): number {
  const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
  return isAlone && width <= widthOfPictures ? (widthOfPictures - width) / 2 : 0;
}

/** A picture's opening with the width of its place. */
function withWidth(opening: string, isAlone: boolean): string {
  const [found, width] = / width="([\d.]+)"/.exec(opening) ?? [];
  if (found === undefined || !isAlone || !(Number(width) <= widthOfPictures)) return opening;
  return opening
    .replace(found, ` width="${widthOfPictures}"`)
    .replace(/ viewBox="0 0 [\d.]+ /, ` viewBox="0 0 ${widthOfPictures} `);
}

/**
 * A box that takes as much of its line as the formula; of no width on a `line` of ours. Where a
 * line is as high without the formula all boxes are alike, and those with numbers of a document's
 * own are as high as most, so that few differ.
 */
function placeOf(number: number, each: Placed, shapes: Shapes, line: Line | undefined): string {
  if (each.kind !== "formula") throw new RangeError("only formulas have boxes");
  const { drawing, box } = shapes.formula(each.formula)!;
  const isOwn = hasFraction.test(each.formula.shape);
  const { width, height, rise } = isOwn ? box : drawing;
  const fall = height - rise;
  const isLow = rise < lineAbove && fall < lineBelow;
  const isStepped = !isLow && isOwn;
  const above = isLow ? lowAbove : isStepped ? stepped(rise, firstAbove) : rise;
  const below = isLow ? 0 : isStepped ? stepped(fall, firstBelow) : fall;
  // A little wider than exact, as a browser leaves off what is less than 1/64 pixel; and a little
  // lower, as it rounds heights where letters are smaller.
  const style =
    `width:${line ? ems(line.ahead ?? 0) : ems(width + 0.004)}em;` +
    `${line?.ahead ? `margin-left:-${ems(line.ahead)}em;` : ""}` +
    `height:${ems(above + below - 2 * slack)}em;` +
    `padding-top:${ems(Math.max(0, above - shapes.drop - slack))}em`;
  return `<var style="${style}">${textOfPlace(number)}</var>`;
}

/** By so much a place is lower than its formula, above and below the line, in pixels. */
const slack = 0.15;

/** Formulas with other numbers in each document have one that is not whole. */
const hasFraction = /\d[.,]\d/;

/** How far the lowest lines of sheets go above and below where letters stand, in pixels. */
const lineAbove = 12.5;
const lineBelow = 4.9;

/** How high a place is that makes no line higher. */
const lowAbove = 10;

/**
 * The step that a length is on: with numbers of nearly all kinds it is the same. A little lower
 * than its middle, since there is room between lines, and on pages there is none to lose.
 */
const stepped = (length: number, first: number): number =>
  (Math.ceil((length - first) / step) - 0.75) * step + first;
const step = 2.5;
const firstAbove = 0.75;
const firstBelow = 0.25;

/** The size of letters of formulas in a text of 11 pt, exactly. */
const pixelsPerEm = (11 * 1.04 * 96) / 72;

const ems = (pixels: number): string => (pixels / pixelsPerEm).toFixed(5);

/** What is drawn at the feet of pages, left and right: nothing where a letter is not known. */
function feetOf(foot: Foot, shapes: Shapes): readonly FootInsert[] {
  const drawnText = (text: string): ReturnType<FootInsert["onPage"]> => {
    const drawn = shapes.text(text);
    return drawn && { drawn, letters: lettersOf(text) };
  };
  const left = drawnText(foot.left);
  const right = drawnText(foot.right(1, 1));
  // Both have room on one line only where they are not too long.
  if (!left || !right || left.drawn.drawing.width + right.drawn.drawing.width > roomOfFoot)
    return [];
  return [
    { kind: "foot", isAtEnd: false, onPage: () => left },
    { kind: "foot", isAtEnd: true, onPage: (page, of) => drawnText(foot.right(page, of)) },
  ];
}

/** In ems: 176 mm of 9 pt. */
const roomOfFoot = 52;

const withFeet = (pages: string, number: number): string =>
  pages.replace(
    footStyle,
    `@bottom-left { content: "${textOfPlace(number)}" } ` +
      `@bottom-right { content: "${textOfPlace(number + 1)}" }`,
  );

/** What a reserve has to be for. */
function drawingsOf(
  inserts: readonly Insert[],
  placed: readonly Placed[],
  foot: Foot | undefined,
  shapes: Shapes,
): Drawings {
  const texts = placed.flatMap((each) => (each.kind === "text" ? [each.text] : []));
  const formulas = placed.flatMap((each) =>
    each.kind === "formula" ? [shapes.formula(each.formula)!] : [],
  );
  const labels = inserts.flatMap((insert) =>
    insert.kind === "picture"
      ? insert.picture.parts.flatMap((part) =>
          typeof part === "string" ? [] : [part.drawn.drawing],
        )
      : [],
  );
  return {
    drawings: [...formulas.map(({ drawing }) => drawing), ...labels],
    parts: formulas.flatMap(({ parts }) => parts),
    texts: foot ? [...texts, foot.left, foot.right(1, 1)] : texts,
  };
}
