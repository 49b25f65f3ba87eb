import { english } from "../../language/english.js";

/**
 * Keeps what is too wide for an element from widening the page. MathML does not break lines, so a
 * formula is cut into several before its plus, minus and equals signs; a table, and a formula that
 * has no such place, scroll in a box, which is called so in a language.
 */
export function fitWidth(within: HTMLElement, language = english): void {
  rejoin(within);
  // Whether or not it is too wide yet: once somebody writes in it, it could not be moved without
  // losing the focus.
  for (const table of within.querySelectorAll(`table.steps:not(${box} *)`))
    inBox(table, language.say("wideTable"));
  for (const table of within.querySelectorAll<HTMLTableElement>(`${box} > table.steps`))
    keepGivensBeside(table);
  for (const table of tooWide(within, "table table")) inBox(table, language.say("wideTable"));
  for (const math of tooWide(within, "math")) {
    const pieces = piecesOf(flat(math));
    // Where there is one alone, the formula stays as it is.
    if (pieces.length > 1) math.replaceWith(...pieces.map(pieceOf));
  }
  for (const math of tooWide(within, "math")) inBox(math, language.say("wideFormula"));
}

const box = ".wide-box";

/** What was cut or put in a box is whole again: there may be more room by now. */
function rejoin(within: HTMLElement): void {
  for (const math of within.querySelectorAll(`${box} > math`))
    math.parentElement!.replaceWith(math);
  for (const piece of within.querySelectorAll("math[data-piece]")) {
    piece.previousElementSibling!.append(...piece.children);
    piece.remove();
  }
}

/**
 * What runs over the right edge, unless it is in a box already; help has an edge of its own, which
 * may be in one.
 */
function tooWide(within: HTMLElement, selector: string): readonly Element[] {
  return [...within.querySelectorAll(`:is(${selector}):not(aside *)`)].filter((element) => {
    const edged = element.closest<HTMLElement>(".steps-of-help");
    const boxed = element.closest(box);
    if (boxed && !(edged && boxed.contains(edged))) return false;
    // Beside the sheet there may be room that is not its own.
    const column = edged ?? element.closest<HTMLElement>("article, .solution") ?? within;
    return element.getBoundingClientRect().right > rightEdge(column) + 0.5;
  });
}

function rightEdge(of: HTMLElement): number {
  return of.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(of).paddingRight);
}

function inBox(element: Element, label: string): void {
  const wrapper = document.createElement("div");
  wrapper.className = box.slice(1);
  element.replaceWith(wrapper);
  wrapper.append(element);
  // Fields scroll into view by themselves as they get the focus; what has none is scrolled with the
  // arrow keys.
  if (element.querySelector("input, button")) return;
  wrapper.tabIndex = 0;
  wrapper.setAttribute("role", "group");
  wrapper.setAttribute("aria-label", label);
}

/** The most of its width that what stays in a box may take: a field has to have room beside it. */
const mostStuck = 0.6;

/**
 * Lets the numbers that rows of a table begin with stay beside the fields, as the heads of the rows
 * do, where there is room for both.
 */
function keepGivensBeside(table: HTMLTableElement): void {
  const wrapper = table.parentElement!;
  const [head, ...rows] = [...table.rows];
  const cells = [...(rows[0]?.cells ?? [])];
  const first = cells.findIndex(
    (cell) => cell.tagName === "TD" && !cell.classList.contains("value"),
  );
  const width = (some: readonly Element[]): number =>
    some.reduce((sum, cell) => sum + cell.getBoundingClientRect().width, 0);
  for (const cell of table.querySelectorAll<HTMLElement>(".stuck")) cell.classList.remove("stuck");
  const stuck = cells.slice(0, Math.max(1, first));
  const doesFit = width(stuck) <= mostStuck * wrapper.clientWidth;
  wrapper.style.scrollPaddingLeft = `${width(doesFit ? stuck : cells.slice(0, 1)) + 6}px`;
  for (let column = 1; doesFit && column < stuck.length; column++) {
    const left = `${width(stuck.slice(0, column))}px`;
    for (const cell of [head!, ...rows].map((row) => row.cells[column]!)) {
      cell.classList.add("stuck");
      cell.style.left = left;
    }
  }
}

const namespace = "http://www.w3.org/1998/Math/MathML";

/** Parts of a row, each beginning at a place where it may be cut. */
function piecesOf(parts: readonly Element[]): readonly (readonly Element[])[] {
  const pieces: Element[][] = [];
  for (const part of parts) {
    if (pieces.length === 0 || isBreak(part)) pieces.push([]);
    pieces.at(-1)!.push(part);
  }
  return pieces;
}

/** A formula of its own, with these parts of another in it. */
function pieceOf(parts: readonly Element[], index: number): Element {
  const piece = document.createElementNS(namespace, "math");
  piece.toggleAttribute("data-piece", index > 0);
  // At the beginning of a piece it would be taken for a sign before a number.
  for (const part of parts.filter(isBreak)) part.setAttribute("form", "infix");
  piece.append(...parts);
  return piece;
}

/** The parts of a formula in one row, brackets and what is in them as one. */
function flat(row: Element): readonly Element[] {
  return [...row.children].flatMap((part) =>
    part.localName === "mrow" && part.firstElementChild?.textContent !== "(" ? flat(part) : [part],
  );
}

const isBreak = (part: Element): boolean =>
  part.localName === "mo" &&
  /^[-+−=]$/.test(part.textContent ?? "") &&
  part.getAttribute("form") !== "prefix";
