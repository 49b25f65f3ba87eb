import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
} from "pdf-lib";

/** An element of the structure of a PDF, read by another library than ours. */
export interface StructureElement {
  readonly role: string;
  readonly dictionary: PDFDict;
  readonly parent: StructureElement | undefined;
  readonly ref: PDFRef;
  readonly kids: readonly StructureElement[];
  /** The marked content that is its own: page and number. */
  readonly marks: readonly string[];
  /** The annotations that are its own. */
  readonly objects: readonly PDFRef[];
}

/** What is drawn on a page: each piece with the marks it stands in. */
export interface Painted {
  readonly page: number;
  readonly operator: string;
  readonly marks: readonly string[];
  /** Of text: its font, and the codes of its glyphs. */
  readonly font?: PDFDict;
  readonly codes?: readonly string[];
}

/** A PDF, taken apart to be looked at clause by clause. */
export interface OpenedPdf {
  readonly document: PDFDocument;
  readonly catalog: PDFDict;
  readonly metadata: string;
  readonly elements: readonly StructureElement[];
  readonly painted: readonly Painted[];
  /** Annotations that are not hidden, with the number of their page. */
  readonly annotations: readonly {
    readonly page: number;
    readonly ref: PDFRef;
    readonly dictionary: PDFDict;
  }[];
}

export async function openPdf(bytes: Uint8Array): Promise<OpenedPdf> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const { catalog } = document;
  const pages = document.getPages();
  const metadata = catalog.lookup(PDFName.of("Metadata"));
  const numbers = new Map(pages.map(({ ref }, page) => [ref.tag, page]));
  const root = catalog.lookupMaybe(PDFName.of("StructTreeRoot"), PDFDict);
  const elements = root
    ? referencesOf(root.get(PDFName.of("K"))).flatMap((ref) =>
        elementsUnder(document, numbers, ref, undefined),
      )
    : [];
  return {
    document,
    catalog,
    metadata: metadata instanceof PDFRawStream ? text(metadata) : "",
    elements,
    painted: pages.flatMap(paintedOn),
    annotations: pages.flatMap((page, number) =>
      referencesOf(page.node.lookup(PDFName.of("Annots")))
        .map((ref) => ({ page: number, ref, dictionary: document.context.lookup(ref, PDFDict) }))
        .filter(({ dictionary }) => (numberIn(dictionary, "F") & 2) === 0),
    ),
  };
}

const listOf = (object: PDFObject | undefined): readonly PDFObject[] =>
  object instanceof PDFArray ? object.asArray() : object === undefined ? [] : [object];

const referencesOf = (object: PDFObject | undefined): readonly PDFRef[] =>
  listOf(object).filter((entry): entry is PDFRef => entry instanceof PDFRef);

export const nameIn = (dictionary: PDFDict, key: string): string =>
  dictionary.lookupMaybe(PDFName.of(key), PDFName)?.decodeText() ?? "";

export const numberIn = (dictionary: PDFDict, key: string): number =>
  dictionary.lookupMaybe(PDFName.of(key), PDFNumber)?.asNumber() ?? 0;

export function textIn(dictionary: PDFDict, key: string): string {
  const found = dictionary.lookup(PDFName.of(key));
  return found instanceof PDFString || found instanceof PDFHexString ? found.decodeText() : "";
}

const text = (stream: PDFStream): string =>
  Buffer.from(decodePDFRawStream(stream as PDFRawStream).decode()).toString("latin1");

function elementsUnder(
  document: PDFDocument,
  pages: ReadonlyMap<string, number>,
  ref: PDFRef,
  parent: StructureElement | undefined,
  ownPage?: PDFRef,
): readonly StructureElement[] {
  const dictionary = document.context.lookup(ref, PDFDict);
  const page = (dictionary.get(PDFName.of("Pg")) as PDFRef | undefined) ?? ownPage;
  const kids: StructureElement[] = [];
  const marks: string[] = [];
  const objects: PDFRef[] = [];
  const role = nameIn(dictionary, "S");
  const element = { role, dictionary, parent, ref, kids, marks, objects };
  const all: StructureElement[] = [element];
  const mark = (at: PDFRef | undefined, number: number): void =>
    void marks.push(`${pages.get(at!.tag)}:${number}`);
  for (const kid of listOf(dictionary.get(PDFName.of("K")))) {
    if (kid instanceof PDFNumber) mark(page, kid.asNumber());
    else if (kid instanceof PDFRef) {
      const under = elementsUnder(document, pages, kid, element, page);
      kids.push(under[0]!);
      all.push(...under);
    } else if (nameIn(kid as PDFDict, "Type") === "OBJR")
      objects.push((kid as PDFDict).get(PDFName.of("Obj")) as PDFRef);
    else
      mark(
        ((kid as PDFDict).get(PDFName.of("Pg")) as PDFRef | undefined) ?? page,
        numberIn(kid as PDFDict, "MCID"),
      );
  }
  return all;
}

const token =
  /\((?:\\[\s\S]|[^\\()])*\)|<<(?:<[^<>]*>|\((?:\\[\s\S]|[^\\()])*\)|[^<>])*>>|<[\dA-Fa-f\s]*>|\[|\]|[^\s[\]<>()]+/g;
const painting = /^(?:Tj|TJ|'|"|f\*?|F|B\*?|b\*?|S|s|sh|Do|BI)$/;

function paintedOn(page: PDFPage, number: number): readonly Painted[] {
  const { context } = page.doc;
  const contents = listOf(page.node.lookup(PDFName.of("Contents")));
  const content = contents
    .map((part) =>
      text(part instanceof PDFRef ? context.lookup(part, PDFStream) : (part as PDFStream)),
    )
    .join("\n");
  const fonts = page.node.Resources()?.lookupMaybe(PDFName.of("Font"), PDFDict);
  const found: Painted[] = [];
  const marks: string[] = [];
  let operands: string[] = [];
  let font: PDFDict | undefined;
  for (const [word] of content.matchAll(token)) {
    if (/^[[\](<\d./+-]/.test(word)) {
      operands.push(word);
      continue;
    }
    if (word === "BMC" || word === "BDC") marks.push(operands.join(" "));
    else if (word === "EMC") marks.pop();
    else if (word === "Tf") font = fonts?.lookup(PDFName.of(operands[0]!.slice(1)), PDFDict);
    else if (painting.test(word)) {
      const piece = { page: number, operator: word, marks: [...marks] };
      const codes = operands.join("").match(/[\dA-Fa-f]{4}/g) ?? [];
      found.push(/^T|^['"]/.test(word) ? { ...piece, font: font!, codes } : piece);
    }
    operands = [];
  }
  return found;
}

/** The number of the marked content that these marks are; undefined where they are none. */
export const markIn = (marks: readonly string[]): readonly string[] =>
  marks.flatMap((mark) => /\/MCID (\d+)/.exec(mark)?.[1] ?? []);

/** What each glyph of a font means, by its code. */
export function unicodeOf(font: PDFDict): ReadonlyMap<string, string> {
  const table = font.lookup(PDFName.of("ToUnicode"));
  const meanings = new Map<string, string>();
  if (!(table instanceof PDFRawStream)) return meanings;
  for (const [, kind, rows] of text(table).matchAll(/beginbf(char|range)([\s\S]*?)endbf/g))
    for (const row of rows!.trim().split("\n")) {
      const cells = [...row.matchAll(/<(\w+)>/g)].map(([, digits]) => digits!);
      const [from, to] = [cells[0]!, kind === "char" ? cells[0]! : cells[1]!].map((digits) =>
        Number.parseInt(digits, 16),
      );
      for (let code = from!; code <= to!; code++)
        meanings.set(
          code.toString(16).toUpperCase().padStart(4, "0"),
          (cells.at(-1)!.slice(0, -4) +
            (Number.parseInt(cells.at(-1)!.slice(-4), 16) + code - from!)
              .toString(16)
              .padStart(4, "0")) as string,
        );
    }
  return meanings;
}
