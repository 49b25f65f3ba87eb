import { createHash } from "node:crypto";
import type { Browser, Page } from "puppeteer";
import { unescapeXml } from "../mathml.js";
import { type Added, withAdded } from "./added.js";
import { canonical, withFixedDate } from "./canonical.js";
import type { Face } from "./faces/facesFor.js";
import { blankScheme } from "./fields.js";
import { pageCodeObject } from "./pageCodes.js";
import { htmlOf, type Parts, partsOf } from "./parts.js";
import { type Insert, sign, textOfPlace } from "./plates/insert.js";
import { placeableIn, shapesOf, withPlaces } from "./plates/places.js";
import { Plate, packed } from "./plates/plate.js";
import { Plates } from "./plates/plates.js";
import { reserveMark } from "./plates/reserve.js";
import { type PrintedPdf, readPrintedPdf, writePrintedPdf } from "./printedPdf.js";
import { Shapes } from "./shapes/shapes.js";
import {
  boxesOnPage,
  lineOfSvg,
  mostInSpecimen,
  readSpecimen,
  type Specimen,
  specimenOf,
} from "./shapes/specimen.js";
import { withoutWrappings } from "./structure.js";
import { TagsMismatch } from "./tags/elements.js";
import {
  elementsWithoutRole,
  outlineOfPage,
  type PageOutline,
  rolesOfElements,
} from "./tags/outline.js";
import { type TaggedPages, withTags } from "./tags/tags.js";
import { withUniversalAccess } from "./universalAccess.js";

/** What is known of documents under one head: how shapes look, and what several have in common. */
export interface KnownHead {
  readonly shapes: Shapes;
  readonly plates: Plates;
}

/** A page of a browser, kept from one document to the next. */
export interface OpenPage {
  readonly browser: Browser;
  readonly page: Page;
  /** The content security policy that the page has come under. */
  readonly policy: string;
  /** What is known by the heads of documents. */
  readonly known: Map<string, KnownHead>;
  /**
   * The head that the page was given and keeps, without what is one document's, where its documents
   * come body by body.
   */
  head?: string | undefined;
  /** What the page knows of fonts beside those of its head, by their keys. */
  readonly faces: Set<string>;
  /** Called when the page crashes, which no call to the page would tell. */
  onCrash: () => void;
  crashed: boolean;
}

/**
 * Opens a page in which nothing runs and that asks for nothing. What it finds of heads of documents
 * is added to what is known.
 */
export async function openPage(
  browser: Browser,
  policy: string,
  known: Map<string, KnownHead> = new Map(),
): Promise<OpenPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0); // there is one limit for the whole print
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    // "aborted", because any other reason brings up an error page in place of the document.
    const answered = request.url().startsWith("data:")
      ? request.continue()
      : request.abort("aborted");
    answered.catch(() => {}); // the page may be gone by now
  });
  // Otherwise the faces that are declared for print alone would not be among the fonts to load.
  await page.emulateMediaType("print");
  await page.setViewport({ width: heldWidth, height: 1 });
  const open: OpenPage = {
    ...{ browser, page, policy, known },
    faces: new Set(),
    onCrash: () => {},
    crashed: false,
  };
  page.once("error", () => {
    open.crashed = true;
    open.onCrash();
  });
  return open;
}

/** A document as it was printed. */
export interface PrintedDocument {
  readonly bytes: Uint8Array;
  /** Why the browser had to tag it, if it had to. */
  readonly mismatch?: string;
}

/** A document to print. */
export interface PrintableDocument {
  readonly html: string;
  readonly title: string;
  /** Fonts beside those that it brings. */
  readonly faces: readonly Face[];
  readonly added?: Added;
}

/**
 * Prints a document on a page that has been opened under its policy. Throws an Error where it has
 * another title, or asks to be taken elsewhere.
 */
export async function printOn(
  open: OpenPage,
  document: PrintableDocument,
): Promise<PrintedDocument> {
  const { added = {} } = document;
  try {
    const bytes = await printedWithPlate(open, document, added);
    if (bytes) return { bytes };
  } catch (error) {
    if (!(error instanceof TagsMismatch)) throw error;
  }
  try {
    const { pdf, contents } = await taggedByUs(open, document);
    for (const [number, content] of contents) pdf.objects.set(number, packed(content.join("")));
    return { bytes: withAllAdded(pdf, added) };
  } catch (error) {
    if (!(error instanceof TagsMismatch)) throw error;
    const pdf = await taggedByBrowser(open, document.title);
    return { bytes: withAllAdded(pdf, added), mismatch: error.message };
  }
}

const withAllAdded = (pdf: PrintedPdf, added: Added): Uint8Array =>
  writePrintedPdf(withAdded(pdf, added, (code) => pageCodeObject(added.pageCode!, code)));

/**
 * Fills a plate with what a document has otherwise than others; undefined for a document that has
 * no places for it. Throws a TagsMismatch where it has to be printed as it is.
 */
async function printedWithPlate(
  open: OpenPage,
  { html, title, faces }: PrintableDocument,
  added: Added,
): Promise<Uint8Array | undefined> {
  const parts = faces.length === 0 ? partsOf(html) : undefined;
  const placeable = parts && placeableIn(parts);
  if (!parts || !placeable || placeable.found.length === 0 || !isTitled(parts, title))
    return undefined;
  const { shapes, plates } = knownUnder(open, parts.head);
  const unknown = shapes.unknownIn(shapesOf(placeable, parts.body, shapes));
  for (let at = 0; at < unknown.length; at += mostInSpecimen)
    shapes.add(await specimen(open, parts.head, unknown.slice(at, at + mostInSpecimen)));
  const { inserts, reserve, ...placed } = withPlaces(parts, placeable, shapes);
  const { pages, body } = placed.parts;
  const { record = {}, tooltips, pageCode } = added;
  const fields = [Object.keys(record), [...(tooltips ?? [])], pageCode !== undefined];
  const told = [pages, body, reserve.glyphs, JSON.stringify(fields)].join("\n");
  const key = createHash("sha256").update(told).digest("base64");
  const known = plates.get(key);
  if (known) return known.filled({ title, inserts, record, pageCode });
  const opening = body.slice(0, body.indexOf(">") + 1);
  const whole = { ...placed.parts, body: opening + reserve.html() + body.slice(opening.length) };
  // Its title is what each document has.
  const mark = textOfPlace(inserts.length);
  const blank = htmlOf({ ...whole, title: `<title>${mark}</title>` });
  const tagged = await taggedByUs(open, { html: blank, title: mark, faces }, inserts);
  const plate = new Plate(tagged, added, { count: inserts.length, stamps: plates.stamps });
  const bytes = plate.filled({ title, inserts, record, pageCode });
  // Only one that can be filled.
  plates.set(key, plate);
  return bytes;
}

/** Whether a document has this title: otherwise it is refused where it is shown. */
const isTitled = (parts: Parts, title: string): boolean =>
  unescapeXml(parts.title.replace(/<[^<>]*>/g, "")) === title && !title.includes(sign);

/** So many are known at once: of different languages, say. */
const mostHeads = 8;

/** What is known of documents under this head. */
function knownUnder({ known }: OpenPage, head: string): KnownHead {
  const found = known.get(head) ?? { shapes: new Shapes(), plates: new Plates() };
  known.delete(head);
  known.set(head, found);
  if (known.size > mostHeads) known.delete(known.keys().next().value!);
  return found;
}

async function specimen(
  open: OpenPage,
  head: string,
  shapes: readonly string[],
): Promise<Specimen> {
  await show(open, { html: specimenOf(head, shapes), title: "shapes", faces: [] });
  await useFaces(open, []);
  await open.page.setViewport({ width: heldWidth - 1, height: 1 });
  const boxes = await open.page.evaluate(boxesOnPage, lineOfSvg);
  await open.page.setViewport({ width: heldWidth, height: 1 });
  return readSpecimen(readPrintedPdf(await pdfOf(open, { tagged: false })), shapes, boxes);
}

/** Throws a TagsMismatch where what is drawn is not what the page says of itself. */
async function taggedByUs(
  open: OpenPage,
  document: PrintableDocument,
  inserts: readonly Insert[] = [],
): Promise<TaggedPages> {
  await show(open, document);
  await useFaces(open, document.faces);
  const said = await open.page.evaluate(
    outlineOfPage,
    rolesOfElements,
    elementsWithoutRole,
    reserveMark,
  );
  if (said === undefined) throw new TagsMismatch("the page has roles of its own");
  const printed = readPrintedPdf(await pdfOf(open, { tagged: false }));
  printed.objects.set(printed.info, withFixedDate(printed.objects.get(printed.info)!));
  const { pdf, contents } = withTags(printed, JSON.parse(said) as PageOutline, inserts);
  return { pdf: withUniversalAccess(pdf, { title: document.title, keepsAll: true }), contents };
}

async function taggedByBrowser(open: OpenPage, title: string): Promise<PrintedPdf> {
  const printed = readPrintedPdf(canonical(await pdfOf(open, { tagged: true })));
  return withUniversalAccess(withoutWrappings(printed), { title, keepsAll: false });
}

/** Puts a document on a page. */
async function show(open: OpenPage, { html, title }: PrintableDocument): Promise<void> {
  const { page } = open;
  const parts = partsOf(html);
  const isNew = !parts || parts.head !== open.head;
  if (isNew) await page.setContent(parts ? `${parts.head}<body></body></html>` : html);
  open.head = parts?.head;
  // Without the head, whose fonts are most of a document.
  const own = parts && parts.title + parts.pages + parts.body;
  const shown = await page.evaluate(
    async (own, isNew, held, scheme) => {
      if (own !== undefined) {
        const parsed = new DOMParser().parseFromString(own, "text/html");
        document.title = parsed.title;
        document.querySelector("style.pages")?.remove();
        document.head.append(...parsed.querySelectorAll("style.pages"));
        document.body.replaceWith(document.adoptNode(parsed.body));
      }
      for (const blank of document.querySelectorAll<HTMLElement>("[data-blank]")) {
        // Only of links does a printed page tell the places; looks and content stay.
        const link = document.createElement("a");
        const { blank: id = "", word } = blank.dataset;
        link.href =
          scheme + [id, ...(word === undefined ? [] : [word])].map(encodeURIComponent).join("?");
        link.className = blank.className;
        link.style.cssText = "color: inherit; text-decoration: none";
        link.append(...blank.childNodes);
        blank.replaceWith(link);
      }
      if (isNew) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`@media (width: ${held}px) { body { display: none } }`);
        document.adoptedStyleSheets = [sheet];
        // All faces, since the margin boxes are laid out only when it is too late to load theirs.
        await Promise.allSettled([...document.fonts].map((face) => face.load()));
      }
      const leaves = document.querySelector('meta[http-equiv="refresh" i]') !== null;
      return { address: location.href, title: document.title, leaves };
    },
    own,
    isNew,
    heldWidth,
    blankScheme,
  );
  if (shown.leaves) throw new Error("the document asks to be taken elsewhere (meta refresh)");
  if (shown.address !== "about:blank")
    throw new Error(`expected the document itself, got ${shown.address}`);
  if (shown.title !== title.replace(/[\t\n\f\r ]+/g, " ").trim())
    throw new Error(`expected a document with this title, got "${shown.title}"`);
}

/** Gives a page these fonts beside those of its head, and takes those of other documents away. */
async function useFaces({ page, faces: known }: OpenPage, faces: readonly Face[]): Promise<void> {
  if (faces.length === 0 && known.size === 0) return;
  if (known.size > mostFaces) known.clear();
  const isKnown = known.size > 0;
  const sent = faces.map((face) => (known.has(face.key) ? { ...face, font: "" } : face));
  for (const { key } of faces) known.add(key);
  await page.evaluate(
    async (faces, isKnown) => {
      const kept: Map<string, FontFace> =
        (isKnown && Reflect.get(window, "keptFaces")) || new Map();
      Reflect.set(window, "keptFaces", kept);
      for (const face of [...document.fonts])
        if (face instanceof FontFace) document.fonts.delete(face);
      for (const { key, family, style, weight, range, font } of faces) {
        if (!kept.has(key)) {
          const bytes = Uint8Array.from(atob(font), (letter) => letter.charCodeAt(0));
          const about = { style, weight: `${weight}`, unicodeRange: range };
          kept.set(key, await new FontFace(family, bytes, about).load());
        }
        document.fonts.add(kept.get(key)!);
      }
    },
    sent,
    isKnown,
  );
}

/** So many a page keeps, for documents to come. */
const mostFaces = 3000;

const pdfOf = ({ page }: OpenPage, { tagged }: { readonly tagged: boolean }): Promise<Uint8Array> =>
  page.pdf({
    format: "A4",
    preferCSSPageSize: true,
    printBackground: true,
    tagged,
    outline: tagged,
    waitForFonts: false, // they are all there
    timeout: 0,
  });

// As wide as no paper: what is styled for this width is so until it is printed, and again
// afterwards.
const heldWidth = 20_011;
