import { recordPrefix } from "../../input/recordPrefix.js";
import { type PdfObjects, reference, referencesIn } from "./objects.js";

/**
 * The address of the link that a blank is printed as; for a word to choose, `blank:ID?WORD`, both
 * percent-encoded.
 */
export const blankScheme = "blank:";

/**
 * Turns the links that blanks are printed as into form fields called by the ids of the blanks: a
 * text each, or one choice of several words. `record` is kept in hidden ones. Field names part at
 * their points: `s2.z1_1` is `z1_1` in `s2`.
 */
export function withFields(
  pdf: PdfObjects,
  record: Readonly<Record<string, string>> = {},
): PdfObjects {
  const objects = new Map(pdf.objects);
  let last = Math.max(...objects.keys());
  const branches = new Map<
    string,
    { readonly number: number; readonly naming: string; readonly kids: number[] }
  >();
  const roots: number[] = [];
  const pages = [...objects].filter(([, body]) => body.startsWith("<</Type /Page\n"));
  const blanks = pages.flatMap(([page, body]) =>
    referencesIn(/\n\/Annots \[[^\]]*\]/.exec(body)?.[0] ?? "").flatMap((number) => {
      const blank = blankOf(objects.get(number)!);
      return blank ? [{ ...blank, number, page }] : [];
    }),
  );
  if (blanks.length === 0 && Object.keys(record).length === 0) return pdf;

  for (const id of new Set(blanks.map(({ id }) => id))) {
    const places = blanks.filter((blank) => blank.id === id);
    if (places.every(({ word }) => word !== undefined)) addChoice(id, places);
    else
      for (const blank of places)
        objects.set(blank.number, textField(blank, naming(id, blank.number)));
  }
  for (const [key, value] of Object.entries(record))
    addHidden(`${recordPrefix}${key}`, value, pages[0]![0]);
  for (const { number, naming, kids } of branches.values())
    objects.set(number, `<<${naming}\n/Kids ${listed(kids)}>>`);
  const isBlank = new Set(blanks.map(({ number }) => number));
  for (const [number, body] of objects) {
    if (
      !body.startsWith("<</Type /StructElem\n/S /Link\n") ||
      !referencesIn(body).some((of) => isBlank.has(of))
    )
      continue;
    objects.set(number, body.replace("/S /Link", "/S /Form"));
  }
  const resources = `<</Font <</Helv ${reference(add(font))}>>>>`;
  const form = `/AcroForm <</Fields ${listed(roots)}\n/DR ${resources}\n/DA (/Helv 0 Tf 0 g)>>`;
  objects.set(pdf.root, `${objects.get(pdf.root)!.slice(0, -2)}\n${form}>>`);
  return { ...pdf, objects };

  function add(body: string): number {
    objects.set(++last, body);
    return last;
  }

  /** How a field says its name and what it is part of. */
  function naming(id: string, number: number): string {
    const parts = id.split(".");
    const own = `/T ${pdfText(parts.pop()!)}`;
    if (parts.length === 0) {
      roots.push(number);
      return own;
    }
    const name = parts.join(".");
    let branch = branches.get(name);
    if (!branch) {
      const place = add("");
      branch = { number: place, naming: naming(name, place), kids: [] };
      branches.set(name, branch);
    }
    branch.kids.push(number);
    return `${own}\n/Parent ${reference(branch.number)}`;
  }

  function addChoice(
    id: string,
    places: readonly (Blank & { number: number; page: number })[],
  ): void {
    const field = add("");
    for (const blank of places) {
      const states = `<</N <<${pdfName(blank.word!)} ${reference(add(mark(blank, cross)))}\n/Off ${reference(add(mark(blank, "")))}>>>>`;
      objects.set(
        blank.number,
        `${widget(blank)}\n/Parent ${reference(field)}\n/AS /Off\n/MK <</CA (8)>>\n/AP ${states}>>`,
      );
    }
    const kids = listed(places.map(({ number }) => number));
    objects.set(field, `<</FT /Btn\n/Ff ${radio}\n${naming(id, field)}\n/V /Off\n/Kids ${kids}>>`);
  }

  function addHidden(name: string, text: string, page: number): void {
    const field = add("");
    const hidden = `<</Type /Annot\n/Subtype /Widget\n/F 2\n/Rect [0 0 0 0]\n/P ${reference(page)}`;
    objects.set(
      field,
      `${hidden}\n/FT /Tx\n/Ff 1\n${naming(name, field)}\n/V ${pdfText(text)}\n/DA (/Helv 0 Tf 0 g)>>`,
    );
    const body = objects.get(page)!;
    const annotations = /\n\/Annots \[/.test(body)
      ? body.replace(
          /\n\/Annots \[([^\]]*)\]/,
          (_, others) => `\n/Annots [${others} ${reference(field)}]`,
        )
      : `${body.slice(0, -2)}\n/Annots ${listed([field])}>>`;
    objects.set(page, annotations);
  }
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
  { rectangle: [left, bottom, right, top], ...blank }: Blank & { page: number },
  naming: string,
): string {
  const raised = widget({ ...blank, rectangle: [left, bottom + 1, right, top] });
  return `${raised}\n/P ${reference(blank.page)}\n/FT /Tx\n${naming}\n/DA (/Helv 11 Tf 0 g)>>`;
}

/** What is drawn over a word, on or off. */
function mark({ rectangle: [left, bottom, right, top] }: Blank, drawing: string): string {
  const box = `[0 0 ${(right - left).toFixed(2)} ${(top - bottom).toFixed(2)}]`;
  return `<</Type /XObject\n/Subtype /Form\n/BBox ${box}\n/Length ${drawing.length}>> stream\n${drawing}\nendstream`;
}

const listed = (numbers: readonly number[]): string => `[${numbers.map(reference).join(" ")}]`;

/** A text as a PDF writes it, whatever letters it has. */
export const pdfText = (text: string): string =>
  /^[\x20-\x7E]*$/.test(text)
    ? `(${text.replace(/[\\()]/g, "\\$&")})`
    : `<FEFF${Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase()}>`;

/** A word as the name of a state. */
const pdfName = (word: string): string =>
  `/${[...Buffer.from(word)].map((byte) => (/[\w-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `#${byte.toString(16).padStart(2, "0")}`)).join("")}`;
