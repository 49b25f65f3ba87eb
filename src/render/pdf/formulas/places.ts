import { lettersOf } from "../tags/letters.js";
import type { PageOutline } from "../tags/outline.js";
import type { ShapeDrawing } from "./drawing.js";
import { formulasIn, textOf, type WrittenFormula } from "./formula.js";
import type { Shapes } from "./shapes.js";

/** A formula that is drawn where its document has left a place. */
export interface PlacedFormula {
  readonly words: string;
  /** Its letters, as they are compared with what is drawn. */
  readonly letters: string;
  readonly drawing: ShapeDrawing;
  /** Its glyphs, run by run, by their codes. */
  readonly runs: readonly (readonly string[])[];
}

/** A document with places for formulas, by the numbers that stand there. */
export interface DocumentWithPlaces {
  readonly html: string;
  readonly formulas: readonly PlacedFormula[];
}

/** What stands where a formula belongs, before its number: no other text of a sheet begins so. */
const sign = "√∗";

const textOfPlace = (number: number): string => `${sign}${number}∗`;

/** The number of the formula that belongs where this text stands; undefined for other texts. */
export function placeNumber(text: string): number | undefined {
  const number = /^√∗(\d+)∗$/.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** An outline in which the places of formulas say what is said instead of them. */
export function withWords(outline: PageOutline, formulas: readonly PlacedFormula[]): PageOutline {
  if (formulas.length === 0) return outline;
  const items = outline.items.map((item, i) => {
    const said = outline.items[i + 1];
    const number = typeof said === "string" ? placeNumber(said) : undefined;
    return number !== undefined && item !== null && typeof item === "object" && "role" in item
      ? { ...item, alternative: formulas[number]!.words }
      : item;
  });
  return { ...outline, items };
}

/**
 * The formulas that a document may have places for: none where a text looks like a place, or the
 * style says nothing of places; nor in keys, whose letters are as large as still fits on one page,
 * which takes heights to the pixel.
 */
export const placeableIn = (html: string): readonly WrittenFormula[] =>
  html.includes(sign) || !html.includes(styleOfPlaces) || /<body class="key\b/.test(html)
    ? []
    : formulasIn(html);

/** As in the style sheet for paper. */
const styleOfPlaces = "\nvar { display: inline-block;";

/**
 * Leaves places for those of a document's formulas that can be drawn with the glyphs that the
 * browser draws in the others.
 */
export function withPlaces(
  html: string,
  found: readonly WrittenFormula[],
  shapes: Shapes,
): DocumentWithPlaces {
  const drawable = found.flatMap((formula) => {
    const drawing = shapes.drawingOf(formula);
    if (!drawing) return [];
    const letters = lettersOf(textOf(html.slice(formula.from, formula.to)));
    return [{ ...formula, letters, drawing, runs: shapes.glyphsOf(formula, drawing) }];
  });
  const left = withAllGlyphs(drawable);
  const formulas = drawable.filter((formula) => !left.has(formula));
  const parts: string[] = [];
  let copied = 0;
  for (const [number, { from, to, drawing }] of formulas.entries()) {
    parts.push(html.slice(copied, from), place(number, drawing, shapes.drop));
    copied = to;
  }
  parts.push(html.slice(copied));
  return { html: parts.join(""), formulas };
}

/** Few formulas in which all glyphs are that any has: those with many glyphs come first. */
function withAllGlyphs(formulas: readonly PlacedFormula[]): ReadonlySet<PlacedFormula> {
  const found = formulas.map((formula) => ({ formula, codes: new Set(formula.runs.flat()) }));
  const known = new Set<string>();
  const chosen = found
    .sort((a, b) => b.codes.size - a.codes.size)
    .filter(({ codes }) => {
      const before = known.size;
      for (const code of codes) known.add(code);
      return known.size > before;
    });
  return new Set(chosen.map(({ formula }) => formula));
}

/** A box as large as the formula, that stands on the line as it does. */
function place(number: number, { width, height, rise }: ShapeDrawing, drop: number): string {
  // A little wider than exact, as a browser leaves off what is less than 1/64 pixel; and a little
  // lower, as it rounds heights where letters are smaller.
  const style =
    `width:${ems(width + 0.004)}em;height:${ems(height - 2 * slack)}em;` +
    `padding-top:${ems(Math.max(0, rise - drop - slack))}em`;
  return `<var style="${style}">${textOfPlace(number)}</var>`;
}

/** By so much a place is lower than its formula, above and below the line, in pixels. */
const slack = 0.15;

/** The size of letters of formulas in a text of 11 pt, exactly. */
const pixelsPerEm = (11 * 1.04 * 96) / 72;

const ems = (pixels: number): string => (pixels / pixelsPerEm).toFixed(5);
