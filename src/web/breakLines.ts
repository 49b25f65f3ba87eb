/**
 * Lets formulas that run over the right edge of an element go on in another line: MathML does not break lines, so each
 * is cut into several before its plus, minus and equals signs.
 */
export function breakLines(within: HTMLElement): void {
  const { right } = within.getBoundingClientRect();
  const end = right - Number.parseFloat(getComputedStyle(within).paddingRight);
  for (const math of [...within.querySelectorAll("math")].filter((math) => math.getBoundingClientRect().right > end)) {
    const pieces = piecesOf(flat(math));
    if (pieces.length > 1) math.replaceWith(...pieces);
  }
}

const namespace = "http://www.w3.org/1998/Math/MathML";

function piecesOf(parts: readonly Element[]): readonly Element[] {
  const pieces: Element[] = [];
  for (const part of parts) {
    if (pieces.length === 0 || isBreak(part)) pieces.push(document.createElementNS(namespace, "math"));
    // At the beginning of a piece it would be taken for a sign before a number.
    if (isBreak(part)) part.setAttribute("form", "infix");
    pieces.at(-1)!.append(part);
  }
  return pieces;
}

/** The parts of a formula in one row, brackets and what is in them as one. */
function flat(row: Element): readonly Element[] {
  return [...row.children].flatMap((part) =>
    part.localName === "mrow" && part.firstElementChild?.textContent !== "(" ? flat(part) : [part],
  );
}

const isBreak = (part: Element): boolean =>
  part.localName === "mo" && /^[-+−=]$/.test(part.textContent ?? "") && part.getAttribute("form") !== "prefix";
