import { deflateSync } from "node:zlib";
import { type Added, withAdded } from "../added.js";
import { pdfText } from "../fields.js";
import { type CodeOnPage, pageCodeObject } from "../pageCodes.js";
import {
  crossReferences,
  fileHeader,
  numbered,
  objectText,
  type PrintedPdf,
  pagesOf,
} from "../printedPdf.js";
import { drawnAt } from "../shapes/drawing.js";
import type { DrawnShape } from "../shapes/shapes.js";
import { type DrawnFace, facesOf } from "../shapes/specimen.js";
import { TagsMismatch } from "../tags/elements.js";
import { fromUtf16 } from "../tags/letters.js";
import type { TaggedPages } from "../tags/tags.js";
import { metadata } from "../universalAccess.js";
import type { Hole, HoledContent, InsertHole } from "./holes.js";
import { type Insert, textOfPlace } from "./insert.js";
import { plain, type Stamps, type StampsByNames } from "./stamp.js";

/** What one document has otherwise than others of its plate. */
export interface Filling extends Pick<Added, "record" | "pageCode"> {
  readonly title: string;
  readonly inserts: readonly Insert[];
}

/** An object that each document writes anew, by its number: what stands in it, or where. */
type FilledObject = { readonly number: number } & (
  | { readonly kind: "content"; readonly page: number }
  | { readonly kind: "code"; readonly code: CodeOnPage }
  | { readonly kind: "metadata" }
  // Every second part is the number of a text.
  | { readonly kind: "texts"; readonly parts: readonly string[] }
);

/** Objects that are the same in all documents: as they are written, and where each begins. */
interface SameObjects {
  readonly kind: "same";
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

/**
 * What documents have in common that differ in their inserts, records and page codes alone: a
 * browser has laid it out once.
 */
export class Plate {
  /** About how many bytes it takes. */
  readonly size: number;
  readonly #objects: readonly (SameObjects | FilledObject)[];
  readonly #pages: readonly HoledContent[];
  /** What is kept of each document, by its name. */
  readonly #record: readonly string[];
  /** How many inserts it has: texts behind them are its title and those of the record. */
  readonly #count: number;
  readonly #root: number;
  readonly #info: number;
  readonly #faces: ReadonlyMap<string, PlateFace>;
  readonly #stamps: Stamps;

  /**
   * Of a document with holes. What is added to it counts but for the values of its record and its
   * codes. Throws a TagsMismatch where a page has no fonts.
   */
  constructor(
    { pdf, contents }: TaggedPages,
    added: Added,
    { count, stamps }: { readonly count: number; readonly stamps: StampsByNames },
  ) {
    const objects = new Map(pdf.objects);
    this.#pages = [...contents.values()].map((content) => content.map(copied));
    for (const [i, number] of [...contents.keys()].entries()) objects.set(number, contentMark(i));
    this.#record = Object.keys(added.record ?? {});
    this.#count = count;
    const marks = this.#record.map((key, i) => [key, textOfPlace(count + 1 + i)] as const);
    const whole = numbered(
      withAdded(
        { ...pdf, objects },
        { ...added, record: Object.fromEntries(marks) },
        (code) => `${codeMark}${JSON.stringify(code)}`,
      ),
    );
    this.#faces = facesOnPages(whole);
    this.#stamps = stamps.of(new Map([...this.#faces].map(([face, { name }]) => [face, name])));
    [this.#root, this.#info] = [whole.root, whole.info];
    this.#objects = withJoined(
      [...whole.objects].map(
        ([number, body]) => filledObject(number, body) ?? objectText(number, body),
      ),
    );
    this.size = sizeOf(this.#objects) + sum(this.#pages.flat().map(sizeOfContent));
  }

  /** A document with all that is its own. Throws a TagsMismatch where a font lacks a glyph. */
  filled(filling: Filling): Uint8Array {
    for (const insert of filling.inserts) this.#check(insert);
    const parts: Buffer[] = [header];
    const offsets: number[] = [];
    let at = header.length;
    for (const objects of this.#objects) {
      const starts = objects.kind === "same" ? objects.starts : [0];
      for (const start of starts) offsets.push(at + start);
      const bytes =
        objects.kind === "same"
          ? objects.bytes
          : Buffer.from(objectText(objects.number, this.#written(objects, filling)), "latin1");
      parts.push(bytes);
      at += bytes.length;
    }
    const [root, info] = [this.#root, this.#info];
    parts.push(Buffer.from(crossReferences(offsets, at, { root, info }), "latin1"));
    return Buffer.concat(parts);
  }

  #written(object: FilledObject, { inserts, record = {}, pageCode, title }: Filling): string {
    if (object.kind === "code") return pageCodeObject(pageCode!, object.code);
    if (object.kind === "metadata") return metadata(title, true);
    if (object.kind === "content") {
      const { page } = object;
      const of = this.#pages.length;
      return packed(this.#drawn(this.#pages[page]!, inserts, { page: page + 1, of }));
    }
    return object.parts
      .map((part, i) => {
        if (i % 2 === 0) return part;
        const behind = Number(part) - this.#count;
        if (behind < 0) return pdfText(wordsOf(inserts[Number(part)]!));
        return pdfText(behind === 0 ? title : record[this.#record[behind - 1]!]!);
      })
      .join("");
  }

  /** The content of a page with all that belongs in its holes. */
  #drawn(
    content: HoledContent,
    inserts: readonly Insert[],
    page: { readonly page: number; readonly of: number },
  ): string {
    return content
      .map((part) => (typeof part === "string" ? part : this.#inHole(part, inserts, page)))
      .join("");
  }

  #inHole(
    hole: Hole,
    inserts: readonly Insert[],
    { page, of }: { readonly page: number; readonly of: number },
  ): string {
    const insert = inserts[hole.number]!;
    const size = hole.kind === "moved" ? hole.size : hole.spot.size;
    const shift = insert.kind === "foot" ? 0 : ((insert.line?.shift ?? 0) * size) / drawnAt;
    if (hole.kind === "moved") return hole.before + plain(hole.x + shift) + hole.after;
    const spot = { ...hole.spot, x: hole.spot.x + shift };
    if (insert.kind === "picture") return this.#stamps.picture(insert.picture, insert.aside, spot);
    if (insert.kind === "drawn") return this.#stamps.drawn(insert.drawn, spot);
    const foot = insert.onPage(page, of);
    if (!foot) throw new TagsMismatch("the foot of a page has other letters");
    this.#checkDrawn([foot.drawn], foot.letters);
    const x = insert.isAtEnd ? this.#endOf(hole) - foot.drawn.drawing.width * spot.size : spot.x;
    return this.#stamps.drawn(foot.drawn, { ...spot, x });
  }

  /** Where the text of a place ends: all faces have the signs around its number. */
  #endOf({ spot, last }: InsertHole): number {
    const { widths } = this.#faces.get(footFace)!.face;
    return spot.x + last.behind + ((widths.get(last.code) ?? 0) * spot.size) / 1000;
  }

  /** What is drawn must say what it is to say: no other number may ever be drawn. */
  #check(insert: Insert): void {
    if (insert.kind === "drawn") this.#checkDrawn([insert.drawn], insert.letters);
    else if (insert.kind === "picture")
      this.#checkDrawn(
        insert.picture.parts.flatMap((part) => (typeof part === "string" ? [] : [part.drawn])),
        insert.letters,
      );
  }

  #checkDrawn(drawn: readonly DrawnShape[], letters: string): void {
    let said = "";
    for (const { drawing, glyphs } of drawn)
      for (const [i, { face }] of drawing.runs.entries()) {
        const known = this.#faces.get(face)?.face.letters;
        for (const code of glyphs[i]!) said += known?.get(code) ?? "\ufffd";
      }
    if (said !== letters) throw new TagsMismatch(`"${said}" would be drawn for "${letters}"`);
  }
}

/** A part of a content, without the whole that it was a part of. */
const copied = (part: string | Hole): string | Hole => {
  const copy = (text: string): string => Buffer.from(text, "latin1").toString("latin1");
  if (typeof part === "string") return copy(part);
  return part.kind === "moved"
    ? { ...part, before: copy(part.before), after: copy(part.after) }
    : { ...part, last: { ...part.last, code: copy(part.last.code) } };
};

/** The object where each document writes it anew; undefined where it is the same in all. */
function filledObject(number: number, body: string): FilledObject | undefined {
  if (body.startsWith(contentStart))
    return { kind: "content", number, page: Number(body.slice(contentStart.length)) };
  if (body.startsWith(codeMark)) {
    const code = JSON.parse(body.slice(codeMark.length)) as CodeOnPage;
    return { kind: "code", number, code };
  }
  if (body.startsWith("<</Type /Metadata\n")) return { kind: "metadata", number };
  if (!textMark.test(body)) return undefined;
  // A part of a text keeps the whole, here the whole document: what is kept is a copy.
  const parts = Buffer.from(body, "latin1").toString("latin1").split(textMark);
  return {
    kind: "texts",
    number,
    parts: parts.map((part, i) => (i % 2 === 0 ? part : fromUtf16(part))),
  };
}

const sizeOfContent = (part: string | Hole): number =>
  typeof part === "string" ? part.length : 200;

const sizeOf = (objects: readonly (SameObjects | FilledObject)[]): number =>
  sum(objects.map((object) => (object.kind === "same" ? object.bytes.length : 400)));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const wordsOf = (insert: Insert): string => (insert.kind === "foot" ? "" : (insert.words ?? ""));

/** A face, and what pages call it. */
interface PlateFace {
  readonly name: string;
  readonly face: DrawnFace;
}

/** The face in which the feet of pages are. */
const footFace = "STIXTwoText-Regular";

/** Gives all pages all faces of any, and gives these. */
function facesOnPages({ objects }: PrintedPdf): ReadonlyMap<string, PlateFace> {
  const faces = new Map<string, PlateFace>();
  const listed = new Set<string>();
  const pages = pagesOf(objects);
  for (const page of pages) {
    const fonts = fontsOf.exec(objects.get(page)!)?.[1];
    if (fonts === undefined) throw new TagsMismatch("a page without fonts");
    for (const font of fonts.match(/\/\w+ \d+ 0 R/g) ?? []) listed.add(font);
    // Of two copies of a face, that with the reserve has more letters.
    for (const [name, face] of facesOf(objects, objects.get(page)!))
      if (face.letters.size > (faces.get(face.name)?.face.letters.size ?? 0))
        faces.set(face.name, { name, face });
  }
  const all = `/Font <<${[...listed].sort().join("\n")}>>`;
  for (const page of pages) objects.set(page, objects.get(page)!.replace(fontsOf, all));
  return faces;
}

const fontsOf = /\/Font <<([^>]*)>>/;

const header = Buffer.from(fileHeader, "latin1");

const contentStart = "content ";
const contentMark = (page: number): string => `${contentStart}${page}`;
const codeMark = "code ";

/** A text that says which place it is in, as PDFs write it. */
const textMark = /<FEFF00A4((?:003\d)+)00A4>/;

/** A stream of this content. */
export function packed(content: string): string {
  const bytes = deflateSync(Buffer.from(content, "latin1")).toString("latin1");
  return `<</Filter /FlateDecode\n/Length ${bytes.length}>> stream\n${bytes}\nendstream`;
}

/** Objects that are the same in all documents as one, as far as they stand together. */
function withJoined(
  parts: readonly (string | FilledObject)[],
): readonly (SameObjects | FilledObject)[] {
  const joined: (SameObjects | FilledObject)[] = [];
  let texts: string[] = [];
  let starts: number[] = [];
  let length = 0;
  const end = (): void => {
    const bytes = Buffer.from(texts.join(""), "latin1");
    if (texts.length > 0) joined.push({ kind: "same", bytes, starts });
    [texts, starts, length] = [[], [], 0];
  };
  for (const part of parts) {
    if (typeof part !== "string") {
      end();
      joined.push(part);
    } else {
      texts.push(part);
      starts.push(length);
      length += part.length;
    }
  }
  end();
  return joined;
}
