import { pdfText } from "../fields.js";
import type { HoledContent } from "../plates/holes.js";
import { type Insert, withPlacesSaid } from "../plates/insert.js";
import { type PrintedPdf, pagesOf, reference, referencesIn } from "../printedPdf.js";
import { writeBookmarks } from "./bookmarks.js";
import { piecesOf } from "./drawn.js";
import { elementsOf, type TaggedElement, TagsMismatch } from "./elements.js";
import { fontLetters, type Letters, streamIn } from "./letters.js";
import { PageMarker } from "./marks.js";
import type { PageOutline } from "./outline.js";
import { writeTree } from "./tree.js";

/** A document with its tags. */
export interface TaggedPages {
  readonly pdf: PrintedPdf;
  /** What its pages draw, by the numbers of the objects that are to have it. */
  readonly contents: ReadonlyMap<number, HoledContent>;
}

/**
 * Tags a document that was printed without tags, by what its page says of itself: a structure tree
 * with alternatives and headers of cells, marks on the pages, and bookmarks. Printing tagged takes
 * the browser twice as long. Where there are places for inserts, its pages get holes. Throws a
 * TagsMismatch where the two do not fit.
 */
export function withTags(
  printed: PrintedPdf,
  outline: PageOutline,
  inserts: readonly Insert[] = [],
): TaggedPages {
  const objects = new Map(printed.objects);
  let last = Math.max(...objects.keys());
  const reserve = (): number => ++last;
  const add = (body: string): number => {
    objects.set(reserve(), body);
    return last;
  };
  const pdf = { objects, reserve, add };
  const elements = elementsOf(withPlacesSaid(outline));
  const marker = new PageMarker(elements, outline, inserts);
  const fonts = new Map<number, Letters>();
  const contents = new Map<number, HoledContent>();
  const pages = pagesOf(objects);
  const owners = pages.map((page, key) => {
    const { content, owners, number } = markPage(objects, page, key, marker, fonts);
    contents.set(number, content);
    return owners;
  });
  marker.end();
  const annotations = pages.flatMap((page) => annotationsOn(objects, page));
  const { language } = outline;
  const parts = { document: elements.document, language, pages: owners };
  const owned = ownAnnotations(objects, annotations, elements.all);
  const { root, numbers } = writeTree(pdf, { ...parts, annotations: owned });
  const bookmarks =
    marker.headings.length > 0
      ? `\n/Outlines ${reference(writeBookmarks(pdf, marker.headings, numbers))}`
      : "";
  const catalog = objects.get(printed.root)!.slice(0, -2);
  objects.set(
    printed.root,
    `${catalog}\n/MarkInfo <</Type /MarkInfo\n/Marked true>>` +
      `\n/StructTreeRoot ${reference(root)}${bookmarks}\n/Lang ${pdfText(language)}>>`,
  );
  return { pdf: { ...printed, objects }, contents };
}

/** Puts marks on a page; gives its content with them and whose they are, by their numbers. */
function markPage(
  objects: Map<number, string>,
  page: number,
  key: number,
  marker: PageMarker,
  fonts: Map<number, Letters>,
): { content: HoledContent; number: number; owners: readonly TaggedElement[] } {
  const body = objects.get(page)!;
  const number = Number(/\n\/Contents (\d+) 0 R/.exec(body)?.[1]);
  const content = streamIn(objects.get(number)!);
  const listed = /\/Font <<([^>]*)>>/.exec(body)?.[1] ?? "";
  const named = new Map<string, Letters>();
  for (const [, name, number] of listed.matchAll(/\/(\w+) (\d+) 0 R/g)) {
    const font = Number(number);
    if (!fonts.has(font)) fonts.set(font, fontLetters(objects, font));
    named.set(name!, fonts.get(font)!);
  }
  const marked = marker.mark(page, content, piecesOf(content, named));
  const bare = body.slice(0, -2).replace(/\n\/(?:StructParents \d+|Tabs \/S)/g, "");
  objects.set(page, `${bare}\n/StructParents ${key}\n/Tabs /S>>`);
  return { ...marked, number };
}

/** A link as it is printed. */
interface PrintedLink {
  readonly number: number;
  readonly page: number;
  readonly address: string;
}

const annotationsOn = (
  objects: ReadonlyMap<number, string>,
  page: number,
): readonly PrintedLink[] =>
  referencesIn(/\n\/Annots \[[^\]]*\]/.exec(objects.get(page)!)?.[0] ?? "").map((number) => {
    const address = /\/URI \(((?:\\.|[^\\()])*)\)/.exec(objects.get(number)!)?.[1];
    if (address === undefined) throw new TagsMismatch("a link leads to no address");
    return { number, page, address: address.replace(/\\(.)/g, "$1") };
  });

/** Puts each link into its element; gives whose they are, by the keys that they are given. */
function ownAnnotations(
  objects: Map<number, string>,
  links: readonly PrintedLink[],
  elements: readonly TaggedElement[],
): readonly (readonly [number, TaggedElement])[] {
  const owners = new Map<string, TaggedElement>();
  for (const element of elements) {
    const { address } = element;
    if (address === undefined) continue;
    if (owners.has(address)) throw new TagsMismatch(`two links lead to ${address}`);
    owners.set(address, element);
  }
  return links.map(({ number, page, address }, i) => {
    const owner = owners.get(address);
    if (!owner) throw new TagsMismatch(`no link leads to ${address}`);
    const key = firstKey + i;
    owner.kids.push({ at: Number.POSITIVE_INFINITY, page, annotation: number });
    objects.set(number, `${objects.get(number)!.slice(0, -2)}\n/StructParent ${key}>>`);
    return [key, owner];
  });
}

/** The first key of annotations in the tree; those of pages are below. */
const firstKey = 100_000;
