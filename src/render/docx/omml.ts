import {
  Math as Equation,
  type MathComponent,
  MathFraction,
  MathRadical,
  MathRoundBrackets,
  MathRun,
  MathSubScript,
  MathSubSuperScript,
  MathSuperScript,
} from "docx";
import { MathAccent } from "docx/math";
import { piecesOf } from "../pieces.js";
import { plain } from "../plain.js";
import { row, type Typeset } from "../typeset.js";
import { legible } from "./legible.js";

/** Writes mathematics as an equation of Word, to stand within a line. `isBold`: it stands out. */
export const equationOf = (math: Typeset, isBold = false): Equation =>
  new Equation({ children: isBold ? [new MathRun(boldRun(plain(math)))] : componentsOf(math) });

/**
 * The same as several, where it is longer than a line: each begins with the sign before it. Word
 * breaks an equation by itself, LibreOffice does not.
 */
export const equationsOf = (math: Typeset): readonly Equation[] =>
  lines(piecesOf(math)).map((pieces) => equationOf(row(...pieces)));

/** More characters than a line of a worked solution has room for. */
const longest = 72;

/** The pieces of a formula, as many together as a line has room for. */
function lines(pieces: readonly Typeset[]): readonly Typeset[][] {
  const found: Typeset[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const length = plain(piece).length;
    if (found.length === 0 || length > room) {
      found.push([]);
      room = longest;
    }
    found.at(-1)!.push(piece);
    room -= length;
  }
  return found;
}

function componentsOf(math: Typeset): readonly MathComponent[] {
  switch (math.kind) {
    case "number":
      return [new MathRun(legible(math.text))];
    case "name":
      return [new MathRun({ text: legible(math.text), ...lookOf(math) })];
    case "sign":
      return [new MathRun(math.spacing === "between" ? spaced(math.text) : math.text)];
    case "row":
      return withBases(math.items).flatMap(componentsOf);
    case "script":
      return [scriptOf(math)];
    case "fraction":
      return [
        new MathFraction({
          numerator: componentsOf(math.above),
          denominator: componentsOf(math.below),
        }),
      ];
    case "hat":
      return [new MathAccent({ accent: "hat", children: componentsOf(math.base) })];
    case "root":
      return [new MathRadical({ children: componentsOf(math.of) })];
    case "fenced":
      return [new MathRoundBrackets({ children: componentsOf(math.of) })];
    case "blank":
      return [new MathRun("_____")];
  }
}

/** A sign between two things, with its room: within a line, LibreOffice leaves it none. */
const spaced = (text: string) => ({ text: `\u00a0${text}\u00a0`, normalText: true });

/** A word stands as it is, whatever an editor of formulas takes its letters for. */
const lookOf = ({ text, upright }: Extract<Typeset, { kind: "name" }>) =>
  [...text].length > 1 ? { normalText: true } : upright ? ({ style: "plain" } as const) : {};

/** A script that stands on nothing is put on what is before it: Word shows a box for nothing. */
function withBases(items: readonly Typeset[]): readonly Typeset[] {
  const found: Typeset[] = [];
  for (const item of items) {
    const base = item.kind === "script" && isNothing(item.base) ? found.pop() : undefined;
    found.push(base && item.kind === "script" ? { ...item, base } : item);
  }
  return found;
}

const isNothing = (math: Typeset): boolean => math.kind === "row" && math.items.length === 0;

const boldRun = (text: string) => ({ text: legible(text), style: "bold" }) as const;

function scriptOf({ base, sub, sup }: Extract<Typeset, { kind: "script" }>): MathComponent {
  const children = componentsOf(base);
  const superScript = sup ? raised(sup) : [];
  if (sub && sup)
    return new MathSubSuperScript({
      children,
      subScript: componentsOf(sub),
      superScript,
    });
  if (sub) return new MathSubScript({ children, subScript: componentsOf(sub) });
  return new MathSuperScript({ children, superScript });
}

/** What is raised; a sign that stands there alone joins nothing, and is a word. */
const raised = (math: Typeset): readonly MathComponent[] =>
  math.kind === "sign" ? [new MathRun({ text: math.text, normalText: true })] : componentsOf(math);
