import { shapeBetween } from "../shapes/texts.js";
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
interface Part {
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
  const lines = new Map<number, Line>();
  let number = 0;
  const flow = (parts: readonly Part[] | undefined, room: number): string | undefined => {
    if (!parts) return undefined;
    let [at, before] = [0, 0];
    let written = "";
    for (const { before: opening, after, insert, beside, space } of parts) {
      const width = widths.ofInsert(insert)!;
      const isFirst = written === "";
      if (!isFirst && at + space + beside + width > room / scale) {
        written += "<br>";
        [at, before] = [0, 0];
        number++;
      } else if (!isFirst && space > 0) {
        written += " ";
        at += space;
      }
      lines.set(insert, { number, shift: before * scale });
      written += `${opening}${bare(insert)}${after}`;
      at += beside + width;
      before += width;
    }
    number++;
    return written;
  };
  const broken = html
    .replace(/<ul class="steps( brief)?">(.*?)<\/ul>/gs, (list: string, isBrief?: string) =>
      list.replace(stepLine, (whole: string, opening: string, step: string) => {
        const written = flow(partsOfStep(step, widths), isBrief ? roomOfColumn : roomOfLine);
        return written === undefined ? whole : `${opening}${written}</li>`;
      }),
    )
    .replace(givens, (whole: string, row: string) => {
      const written = flow(partsOfGivens(row, widths, afterGiven / scale), roomOfGivens);
      return written === undefined ? whole : `<td>${written}</td>`;
    })
    .replace(cell, (whole: string, insert: string) => {
      const width = widths.ofInsert(Number(insert));
      if (width === undefined || width * scale > roomOfCell) return whole;
      lines.set(Number(insert), { number: number++, shift: (-width / 2) * scale });
      return whole;
    })
    .replace(value, (whole: string, insert: string) => {
      const width = widths.ofInsert(Number(insert));
      if (width === undefined || width * smallLetters > roomOfValue) return whole;
      lines.set(Number(insert), { number: number++, shift: 0 });
      return whole;
    });
  return { html: broken, lines };
}

// As in the style sheet for paper: of 176 mm; of two columns with 9 mm between them; beside titles of
// 30 mm; of the least width of a value, in letters of 10 pt, and of a cell, in the middle of which
// its formula stands.
const millimetre = 96 / 25.4;
const roomOfLine = 176 * millimetre;
const roomOfColumn = 83.5 * millimetre;
const roomOfGivens = 146 * millimetre;
const roomOfValue = 28 * millimetre;
const smallLetters = 10 / 11;
const roomOfCell = (13 - 2 * 2.4 - 0.4) * millimetre;
const afterGiven = 5 * millimetre;

const stepLine =
  /(<li(?: class="unasked")?>)(<var>\d+<\/var>(?:<span class="part[^<>]*><span class="equals">[^<]*<\/span>(?:<span class="long">)?(?:<var>\d+<\/var> ?)+(?:<\/span>){1,2})+)<\/li>/g;

const partOfStep =
  /(<span class="part( result)?"><span class="equals">([^<]*)<\/span>(<span class="long">)?)?<var>(\d+)<\/var>((?:<\/span>)*)( ?)/g;

/** The parts of a worked step; undefined where there is something of unknown width. */
function partsOfStep(step: string, widths: Widths): readonly Part[] | undefined {
  const parts: Part[] = [];
  const between = widths.ofShape(shapeBetween(" ", false));
  let isBroken = false;
  for (const [, before = "", isResult, equals, , insert, after = "", space] of step.matchAll(
    partOfStep,
  )) {
    const beside =
      equals === undefined ? 0 : widths.ofShape(shapeBetween(equals, isResult !== undefined));
    if (beside === undefined || between === undefined) return undefined;
    if (widths.ofInsert(Number(insert)) === undefined) return undefined;
    parts.push({ before, after, insert: Number(insert), beside, space: isBroken ? between : 0 });
    isBroken = space !== "";
  }
  return parts;
}

const givens = /<td>((?:<span class="given"><var>\d+<\/var><\/span> )+)<\/td>/g;

function partsOfGivens(row: string, widths: Widths, beside: number): readonly Part[] | undefined {
  const space = widths.ofShape(shapeBetween(" ", false));
  if (space === undefined) return undefined;
  const inserts = [...row.matchAll(/<var>(\d+)<\/var>/g)].map(([, insert]) => Number(insert));
  if (inserts.some((insert) => widths.ofInsert(insert) === undefined)) return undefined;
  const [before, after] = ['<span class="given">', "</span>"];
  return inserts.map((insert) => ({ before, after, insert, beside, space }));
}

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
