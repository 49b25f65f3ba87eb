/**
 * The parts of a formula's markup that stand beside each other on one line and are drawn each by
 * itself: those of a row, and of rows in it. A row with brackets of its own is one part, since they
 * grow with what they enclose.
 */
export function segmentsOf(markup: string): readonly string[] {
  const children = childrenOf(markup);
  if (children.length > 1 && !children.some(isBracket))
    return children.flatMap((child, i) =>
      child.startsWith("<mo") ? [withForm(child, i, children.length)] : segmentsOf(child),
    );
  const [only] = children;
  if (children.length === 1 && only!.startsWith("<mrow>"))
    return segmentsOf(only!.slice("<mrow>".length, -"</mrow>".length));
  return [markup];
}

/** The elements that markup is made of. */
function childrenOf(markup: string): readonly string[] {
  const children: string[] = [];
  let depth = 0;
  let from = 0;
  for (const found of markup.matchAll(tag)) {
    depth += found[0].startsWith("</") ? -1 : 1;
    if (depth > 0) continue;
    const to = found.index + found[0].length;
    children.push(markup.slice(from, to));
    from = to;
  }
  return children;
}

const tag = /<[^<>]*>/g;

const isBracket = (element: string): boolean => /^<mo\b[^<>]*>[()[\]{}|⟨⟩]</.test(element);

/** A sign by itself keeps the room that it has where it stands in its row. */
function withForm(sign: string, place: number, length: number): string {
  const form = place === 0 ? "prefix" : place === length - 1 ? "postfix" : "infix";
  return sign.replace(/^<mo>/, `<mo form="${form}">`);
}
