import { mappingName } from "../../input/mappingName.js";
import { recordPrefix } from "../../input/recordPrefix.js";
import { type PrintedPdf, reference, referencesIn } from "./printedPdf.js";

/**
 * The address of the link that a blank is printed as; for a word to choose, `blank:ID?WORD`, both
 * percent-encoded.
 */
export const blankScheme = "blank:";

/**
 * Turns the links that blanks are printed as into form fields called by the ids of the blanks: a
 * text each, or one choice of several words. `record` is kept in hidden ones; `tooltips` are what
 * readers call the fields, by the ids of blanks. Field names part at
 * their points: `s2.z1_1` is `z1_1` in `s2`.
 */
export function withFields(
  pdf: PrintedPdf,
  record: Readonly<Record<string, string>> = {},
  tooltips: ReadonlyMap<string, string> = new Map(),
): PrintedPdf {
  const pages = [...pdf.objects].filter(([, body]) => body.startsWith("<</Type /Page\n"));
  const blanks = pages.flatMap(([page, body]) => blanksOn(pdf, page, body));
  if (blanks.length === 0 && Object.keys(record).length === 0) return pdf;
  const form = new Form(pdf, tooltips);
  for (const id of new Set(blanks.map(({ id }) => id))) {
    const places = blanks.filter((blank) => blank.id === id);
    if (places.every(({ word }) => word !== undefined)) form.addChoice(id, places);
    else for (const blank of places) form.addText(blank);
  }
  for (const [key, value] of Object.entries(record))
    form.addHidden(`${recordPrefix}${key}`, value, pages[0]![0]);
  return form.finished(new Set(blanks.map(({ number }) => number)));
}

/** The fields of a document while they are added to it. */
class Form {
  readonly #pdf: PrintedPdf;
  readonly #tooltips: ReadonlyMap<string, string>;
  readonly #objects: Map<number, string>;
  #last: number;
  readonly #parentTree: number;
  /** The fields that only hold others, by the names of these up to a point. */
  readonly #branches = new Map<string, Branch>();
  readonly #roots: number[] = [];

  constructor(pdf: PrintedPdf, tooltips: ReadonlyMap<string, string>) {
    this.#pdf = pdf;
    this.#tooltips = tooltips;
    this.#objects = new Map(pdf.objects);
    this.#last = Math.max(...pdf.objects.keys());
    const isParentTree = (body: string): boolean => body.startsWith("<</Type /ParentTree\n");
    this.#parentTree = [...pdf.objects].find(([, body]) => isParentTree(body))?.[0] ?? 0;
  }

  addText(blank: PlacedBlank): void {
    const naming = this.#naming(blank.id, blank.number);
    this.#objects.set(blank.number, textField(blank, naming, this.#tooltip(blank.id)));
  }

  addChoice(id: string, places: readonly PlacedBlank[]): void {
    const field = this.#add("");
    for (const blank of places) {
      const [on, off] = [this.#add(mark(blank, cross)), this.#add(mark(blank, ""))];
      const states = `<</N <<${pdfName(blank.word!)} ${reference(on)}\n/Off ${reference(off)}>>>>`;
      this.#objects.set(
        blank.number,
        `${widget(blank)}\n/Parent ${reference(field)}\n${wholeName(id)}` +
          `\n${this.#tooltip(id, blank.word)}` +
          `/AS /Off\n/MK <</CA (8)>>\n/AP ${states}>>`,
      );
    }
    const kids = listed(places.map(({ number }) => number));
    this.#objects.set(
      field,
      `<<${this.#tooltip(id)}/FT /Btn\n/Ff ${radio}\n${this.#naming(id, field)}` +
        `\n/V /Off\n/Kids ${kids}>>`,
    );
  }

  addHidden(name: string, text: string, page: number): void {
    const field = this.#add("");
    const hidden = `<</Type /Annot\n/Subtype /Widget\n/F 2\n/Rect [0 0 0 0]\n/P ${reference(page)}`;
    this.#objects.set(
      field,
      `${hidden}\n/FT /Tx\n/Ff 1\n${this.#naming(name, field)}` +
        `\n/V ${pdfText(text)}\n/DA (/Helv 0 Tf 0 g)>>`,
    );
    this.#objects.set(page, withAnnotation(this.#objects.get(page)!, field));
  }

  /** The document with its fields; `blanks` are the numbers of what were links. */
  finished(blanks: ReadonlySet<number>): PrintedPdf {
    for (const { number, naming, kids } of this.#branches.values())
      this.#objects.set(number, `<<${naming}\n/Kids ${listed(kids)}>>`);
    for (const [number, body] of this.#objects) {
      if (!body.startsWith("<</Type /StructElem\n/S /Link\n")) continue;
      const blank = referencesIn(body).find((of) => blanks.has(of));
      if (blank !== undefined) this.#addForm(number, blank);
    }
    const resources = `<</Font <</Helv ${reference(this.#add(font))}>>>>`;
    const form =
      `/AcroForm <</Fields ${listed(this.#roots)}` + `\n/DR ${resources}\n/DA (/Helv 0 Tf 0 g)>>`;
    const { root } = this.#pdf;
    this.#objects.set(root, `${this.#objects.get(root)!.slice(0, -2)}\n${form}>>`);
    return { ...this.#pdf, objects: this.#objects };
  }

  /**
   * Makes the element of a link that of a field. A field is alone in its element: a word that is
   * printed on it stands before it (ISO 14289-1, 7.18.4).
   */
  #addForm(element: number, blank: number): void {
    const body = this.#objects.get(element)!;
    const tooltip = /\n\/TU (?:\((?:\\.|[^\\()])*\)|<\w*>)/.exec(this.#objects.get(blank)!)?.[0];
    const alternative = tooltip?.replace("/TU", "/Alt") ?? "";
    const [object = ""] = /<<\/Type \/OBJR\n[^>]*>>/.exec(body) ?? [];
    const others = body.replace(object, "");
    if (!/\/K \[[^\]]*\d[^\]]*\]/.test(others)) {
      this.#objects.set(element, body.replace("/S /Link", `/S /Form${alternative}`));
      return;
    }
    const page = /\/Pg \d+ 0 R/.exec(object)![0];
    const form = this.#add(
      `<</Type /StructElem\n/S /Form${alternative}\n/P ${reference(element)}` +
        `\n${page}\n/K [${object}]>>`,
    );
    this.#objects.set(
      element,
      body.replace("/S /Link", "/S /NonStruct").replace(object, reference(form)),
    );
    const key = /\/StructParent \d+/.exec(this.#objects.get(blank)!)![0].slice(14);
    const parents = this.#objects.get(this.#parentTree)!;
    this.#objects.set(
      this.#parentTree,
      parents.replace(new RegExp(`\\b${key} ${element} 0 R`), `${key} ${reference(form)}`),
    );
  }

  #add(body: string): number {
    this.#objects.set(++this.#last, body);
    return this.#last;
  }

  /** What a reader calls a field; before its kind, behind which what it holds is looked for. */
  #tooltip(id: string, ...word: readonly (string | undefined)[]): string {
    const tooltip = this.#tooltips.get(id);
    const words = [tooltip, ...word].filter(Boolean).join(", ");
    return tooltip === undefined ? "" : `/TU ${pdfText(words)}\n`;
  }

  /** How a field says its name and what it is part of. */
  #naming(id: string, number: number): string {
    const parts = id.split(".");
    const own = `/T ${pdfText(parts.pop()!)}`;
    if (parts.length === 0) {
      this.#roots.push(number);
      return own;
    }
    const branch = this.#branch(parts.join("."));
    branch.kids.push(number);
    return `${own}\n/Parent ${reference(branch.number)}\n${wholeName(id)}`;
  }

  #branch(name: string): Branch {
    const known = this.#branches.get(name);
    if (known) return known;
    const number = this.#add("");
    const branch = { number, naming: this.#naming(name, number), kids: [] };
    this.#branches.set(name, branch);
    return branch;
  }
}

/** A part of a field says the whole name, too. */
const wholeName = (id: string): string => `/${mappingName} ${pdfText(id)}`;

/** A field that only holds others: `s2` of `s2.z1_1`. */
interface Branch {
  readonly number: number;
  readonly naming: string;
  readonly kids: number[];
}

/** A place on a page that is to be filled in. */
interface Blank {
  readonly id: string;
  readonly word?: string;
  readonly rectangle: readonly [left: number, bottom: number, right: number, top: number];
  readonly structure: string;
}

// Only one of several may be on.
const radio = 1 << 15;
const font = "<</Type /Font\n/Subtype /Type1\n/BaseFont /Helvetica\n/Encoding /WinAnsiEncoding>>";
const cross = "1 w 2 3 m 8 9 l 2 9 m 8 3 l S";

/** A blank as it is printed: the number of its link, and of its page. */
interface PlacedBlank extends Blank {
  readonly number: number;
  readonly page: number;
}

const blanksOn = ({ objects }: PrintedPdf, page: number, body: string): readonly PlacedBlank[] =>
  referencesIn(/\n\/Annots \[[^\]]*\]/.exec(body)?.[0] ?? "").flatMap((number) => {
    const blank = blankOf(objects.get(number)!);
    return blank ? [{ ...blank, number, page }] : [];
  });

function blankOf(body: string): Blank | undefined {
  const address = /\/URI \(((?:\\.|[^\\()])*)\)/.exec(body)?.[1];
  const rectangle = /\/Rect \[([^\]]*)\]/.exec(body)?.[1]?.split(" ").map(Number);
  if (!address?.startsWith(blankScheme) || rectangle?.length !== 4) return undefined;
  const [id = "", word] = address.slice(blankScheme.length).split("?").map(decodeURIComponent);
  return {
    id,
    ...(word === undefined ? {} : { word }),
    rectangle: rectangle as unknown as Blank["rectangle"],
    structure: /\/StructParent \d+/.exec(body)?.[0] ?? "",
  };
}

const widget = ({ rectangle, structure }: Blank): string =>
  `<</Type /Annot\n/Subtype /Widget\n/F 4\n/Rect [${rectangle.join(" ")}]\n${structure}`;

// A point higher than the line to write on, or a filled field hides it.
function textField(
  { rectangle: [left, bottom, right, top], ...blank }: PlacedBlank,
  naming: string,
  tooltip: string,
): string {
  const raised = widget({ ...blank, rectangle: [left, bottom + 1, right, top] });
  const about = `${raised}\n/P ${reference(blank.page)}\n${tooltip}`;
  return `${about}/FT /Tx\n${naming}\n/DA (/Helv 11 Tf 0 g)>>`;
}

/** A page with one more field on it. */
const withAnnotation = (page: string, field: number): string =>
  /\n\/Annots \[/.test(page)
    ? page.replace(
        /\n\/Annots \[([^\]]*)\]/,
        (_, others) => `\n/Annots [${others} ${reference(field)}]`,
      )
    : `${page.slice(0, -2)}\n/Annots ${listed([field])}>>`;

/** What is drawn over a word, on or off. */
function mark({ rectangle: [left, bottom, right, top] }: Blank, drawing: string): string {
  const box = `[0 0 ${(right - left).toFixed(2)} ${(top - bottom).toFixed(2)}]`;
  return (
    `<</Type /XObject\n/Subtype /Form\n/BBox ${box}` +
    `\n/Length ${drawing.length}>> stream\n${drawing}\nendstream`
  );
}

const listed = (numbers: readonly number[]): string => `[${numbers.map(reference).join(" ")}]`;

/** A text as a PDF writes it, whatever letters it has. */
export const pdfText = (text: string): string =>
  /^[\x20-\x7E]*$/.test(text)
    ? `(${text.replace(/[\\()]/g, "\\$&")})`
    : `<FEFF${Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase()}>`;

/** A word as the name of a state. */
const pdfName = (word: string): string => `/${[...Buffer.from(word)].map(pdfNameByte).join("")}`;

function pdfNameByte(byte: number): string {
  const letter = String.fromCharCode(byte);
  return /[\w-]/.test(letter) ? letter : `#${byte.toString(16).padStart(2, "0")}`;
}
