import { pdfText } from "../fields.js";
import { reference } from "../printedPdf.js";
import type { TaggedElement } from "./elements.js";
import type { PlacedHeading } from "./marks.js";
import type { GrowingPdf } from "./tree.js";

/** A heading among the bookmarks, with those of the headings below it. */
interface Bookmark {
  readonly number: number;
  readonly heading: PlacedHeading | undefined;
  readonly level: number;
  readonly kids: Bookmark[];
}

/** Writes the headings of a document as its bookmarks; gives the number of all of them. */
export function writeBookmarks(
  pdf: GrowingPdf,
  headings: readonly PlacedHeading[],
  elements: ReadonlyMap<TaggedElement, number>,
): number {
  const top: Bookmark = { number: pdf.reserve(), heading: undefined, level: 0, kids: [] };
  const open = [top];
  for (const heading of headings) {
    const level = Number(heading.heading.role.slice(1));
    while (open.at(-1)!.level >= level) open.pop();
    const bookmark = { number: pdf.reserve(), heading, level, kids: [] };
    open.at(-1)!.kids.push(bookmark);
    open.push(bookmark);
  }
  const counts = writeBelow(pdf, top, elements);
  pdf.objects.set(top.number, `<</Type /Outlines${counts}>>`);
  return top.number;
}

/** Writes the bookmarks below one; gives what that one says of them. */
function writeBelow(
  pdf: GrowingPdf,
  { number, kids }: Bookmark,
  elements: ReadonlyMap<TaggedElement, number>,
): string {
  for (const [i, kid] of kids.entries()) {
    const { heading, page, place } = kid.heading!;
    const to = (key: string, other: Bookmark | undefined): string =>
      other ? `\n/${key} ${reference(other.number)}` : "";
    const top = (place.y + place.size).toFixed(2);
    pdf.objects.set(
      kid.number,
      `<</Title ${pdfText(heading.title!)}` +
        `\n/Dest [${reference(page)} /XYZ ${place.x.toFixed(2)} ${top} 0]` +
        `\n/Parent ${reference(number)}\n/SE ${reference(elements.get(heading)!)}` +
        `${to("Prev", kids[i - 1])}${to("Next", kids[i + 1])}${writeBelow(pdf, kid, elements)}>>`,
    );
  }
  if (kids.length === 0) return "";
  const [first, last] = [kids[0]!, kids.at(-1)!].map((kid) => reference(kid.number));
  return `\n/First ${first}\n/Last ${last}\n/Count ${countBelow(kids)}`;
}

const countBelow = (kids: readonly Bookmark[]): number =>
  kids.reduce((sum, { kids }) => sum + 1 + countBelow(kids), 0);
