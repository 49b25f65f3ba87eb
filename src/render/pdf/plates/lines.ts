import { shapeBetween } from "../shapes/texts.js";
import { between } from "./between.js";
import type { Line } from "./insert.js";

/** How wide what stands on lines is, in pixels where letters of text have 11 pt. */
export interface Widths {
  /** Of the insert of this number; undefined for one that is no formula. */
  readonly ofInsert: (number: number) => number | undefined;
  /** Of a shape that stands between formulas; undefined where that is not known. */
  readonly ofShape: (shape: string) => number | undefined;
}

/** What stands on lines of which we know where they break, before places are left in it. */
export interface BrokenText {
  readonly html: string;
  /** The lines by inserts that begin on them, as far as these are not as wide as their places. */
  readonly lines: ReadonlyMap<number, Line>;
}

/** The place of an insert in a text that has no measures yet. */
export const bare = (number: number): string => `<var>${number}</var>`;

/** What stands on lines: parts that are not broken themselves. */
interface LinePart {
  /** The markup before its place and behind it. */
  readonly before: string;
  readonly after: string;
  readonly insert: number;
  /** How wide it is beside its insert, and what stands before it unless it begins a line. */
  readonly beside: number;
  readonly space: number;
}

/**
 * Breaks the lines of worked steps and of givens where they would be broken by the browser: what
 * stands on them has places of no width then, so that documents with other numbers have the same
 * lines. `scale` is how large letters are, of 11 pt.
 */
export function broken(html: string, widths: Widths, scale: number): BrokenText {
  const lines = new FlowingLines(widths, scale);
  const lists = [
    { opening: '<ul class="steps">', room: roomOfLine },
    { opening: '<ul class="steps brief">', room: roomOfColumn },
  ];
  let written = html;
  for (const { opening, room } of lists) written = lines.steps(written, opening, room);
  written = lines.givens(written);
  lines.narrow(written, cell, { room: roomOfCell / scale, before: 0.5 });
  lines.narrow(written, value, { room: roomOfValue / smallLetters, before: 0 });
  if (html.startsWith('<body class="key'))
    for (const { alone, room, before } of cellsOfKeys)
      lines.narrow(written, alone, { room: room / smallLetters, before });
  return { html: written, lines: lines.found };
}

/** Lines while they are broken. */
class FlowingLines {
  readonly found = new Map<number, Line>();
  readonly #widths: Widths;
  readonly #scale: number;
  #number = 0;

  constructor(widths: Widths, scale: number) {
    this.#widths = widths;
    this.#scale = scale;
  }

  /** The steps of lists that begin so. */
  steps(html: string, opening: string, room: number): string {
    const written: string[] = [];
    let copied = 0;
    for (const { from, to, inner } of between(html, opening, "</ul>")) {
      const steps = inner.replace(stepLine, (whole: string, item: string, step: string) => {
        const flowing = this.#flow(partsOfStep(step, this.#widths), room);
        return flowing === undefined ? whole : `${item}${flowing}</li>`;
      });
      written.push(html.slice(copied, from), opening, steps, "</ul>");
      copied = to;
    }
    return written.join("") + html.slice(copied);
  }

  givens(html: string): string {
    const beside = afterGiven / this.#scale;
    return html.replace(givens, (whole: string, row: string) => {
      const flowing = this.#flow(partsOfGivens(row, this.#widths, beside), roomOfGivens);
      return flowing === undefined ? whole : `<td>${flowing}</td>`;
    });
  }

  /** What stands alone in so much room, with so much of its width before its place. */
  narrow(
    html: string,
    alone: RegExp,
    { room, before }: { readonly room: number; readonly before: number },
  ): void {
    for (const insert of [...html.matchAll(alone)].map(([, number]) => Number(number))) {
      const width = this.#widths.ofInsert(insert);
      if (width === undefined || width > room) continue;
      // What stands to the right has its place before the edge: beyond it none is drawn.
      const ahead = before === 1 ? room : 0;
      const shift = ahead - (before === 0 ? 0 : width * before);
      this.found.set(insert, { number: this.#number++, shift, ...(ahead > 0 ? { ahead } : {}) });
    }
  }

  #flow(parts: readonly LinePart[] | undefined, room: number): string | undefined {
    if (!parts) return undefined;
    let [at, before] = [0, 0];
    let written = "";
    for (const { before: opening, after, insert, beside, space } of parts) {
      const width = this.#widths.ofInsert(insert)!;
      const isFirst = written === "";
      if (!isFirst && at + space + beside + width > room / this.#scale) {
        written += "<br>";
        [at, before] = [0, 0];
        this.#number++;
      } else if (!isFirst && space > 0) {
        written += " ";
        at += space;
      }
      this.found.set(insert, { number: this.#number, shift: before });
      written += `${opening}${bare(insert)}${after}`;
      at += beside + width;
      before += width;
    }
    this.#number++;
    return written;
  }
}

// As in the style sheet for paper: of 176 mm; of two columns with 9 mm between them; beside titles
// of 30 mm; of the least width of a value, in letters of 10 pt, and of a cell, in the middle of
// which its formula stands.
const millimetre = 96 / 25.4;
const roomOfLine = 176 * millimetre;
const roomOfColumn = 83.5 * millimetre;
const roomOfGivens = 146 * millimetre;
const roomOfValue = 28 * millimetre;
const smallLetters = 10 / 11;
const roomOfCell = (13 - 2 * 2.4 - 0.4) * millimetre;
const afterGiven = 5 * millimetre;

// A symbol, and what it is equal to, one after the other; what is long in several parts.
const formulaPlace = String.raw`<var>\d+</var>`;
const equalTo = '<span class="part[^<>]*><span class="equals">[^<]*</span>';
const stepLine = new RegExp(
  `(<li(?: class="unasked")?>)(${formulaPlace}(?:${equalTo}(?:<span class="long">)?` +
    `(?:${formulaPlace} ?)+(?:</span>){1,2})+)</li>`,
  "g",
);

const partOfStep = new RegExp(
  '(<span class="part( result)?"><span class="equals">([^<]*)</span>' +
    String.raw`(?:<span class="long">)?)?<var>(\d+)</var>((?:</span>)*)( ?)`,
  "g",
);

/** The parts of a worked step; undefined where there is something of unknown width. */
function partsOfStep(step: string, widths: Widths): readonly LinePart[] | undefined {
  const parts: LinePart[] = [];
  const ofSpace = widths.ofShape(shapeBetween(" ", false));
  let isBroken = false;
  const found = step.matchAll(partOfStep);
  for (const [, before = "", isResult, equals, insert, after = "", space] of found) {
    const beside =
      equals === undefined ? 0 : widths.ofShape(shapeBetween(equals, isResult !== undefined));
    if (beside === undefined || ofSpace === undefined) return undefined;
    if (widths.ofInsert(Number(insert)) === undefined) return undefined;
    parts.push({ before, after, insert: Number(insert), beside, space: isBroken ? ofSpace : 0 });
    isBroken = space !== "";
  }
  return parts;
}

const givens = /<td>((?:<span class="given"><var>\d+<\/var><\/span> )+)<\/td>/g;

function partsOfGivens(
  row: string,
  widths: Widths,
  beside: number,
): readonly LinePart[] | undefined {
  const space = widths.ofShape(shapeBetween(" ", false));
  if (space === undefined) return undefined;
  const inserts = [...row.matchAll(/<var>(\d+)<\/var>/g)].map(([, insert]) => Number(insert));
  if (inserts.some((insert) => widths.ofInsert(insert) === undefined)) return undefined;
  const [before, after] = ['<span class="given">', "</span>"];
  return inserts.map((insert) => ({ before, after, insert, beside, space }));
}

/** Of keys: a value to the left in its cell, and what is accepted to the right, of 82 mm. */
const cellsOfKeys = [
  { alone: /<td><var>(\d+)<\/var><\/td>/g, room: 0.3 * 82 * millimetre, before: 0 },
  {
    alone: /<td class="tolerance"><var>(\d+)<\/var><\/td>/g,
    room: 0.26 * 82 * millimetre,
    before: 1,
  },
];

const value = /<span class="value"><var>(\d+)<\/var><\/span>/g;

/** A cell of a table among givens. */
const cell = /<td class="middle"><var>(\d+)<\/var><\/td>/g;

/** What stands between formulas in a text, as shapes: how wide it is has to be known. */
export function shapesBetween(html: string): readonly string[] {
  const found = html.matchAll(/<span class="part( result)?"><span class="equals">([^<]*)</g);
  return [
    shapeBetween(" ", false),
    ...[...found].map(([, isResult, text]) => shapeBetween(text!, isResult !== undefined)),
  ];
}
