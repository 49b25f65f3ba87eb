import { InputError } from "../input/inputError.js";
import { mappingName } from "../input/mappingName.js";
import { recordPrefix } from "../input/recordPrefix.js";
import type { PdfFile } from "./pdfFile.js";
import {
  isDictionary,
  isName,
  type PdfDictionary,
  PdfName,
  PdfReference,
  PdfText,
  type PdfValue,
} from "./pdfValues.js";

/**
 * A worksheet has a hundred fields, two deep. A longer name is no blank's, a longer text no number.
 */
const limits = { fields: 10_000, depth: 16, references: 16, name: 256, text: 4096 };

/** A field of a form: its name, with those of the fields that it is part of, and what it holds. */
export interface PdfField {
  readonly id: string;
  readonly value: unknown;
}

/** The value of a field that holds what is no text: it costs its own blank only. */
export const unreadable = {};

/** What a field takes from those it is part of. */
interface Inherited {
  readonly path: string;
  readonly values: PdfDictionary;
  readonly depth: number;
}

/** A form while it is gone through. */
interface FormReading {
  readonly pdf: PdfFile;
  readonly name: string;
  readonly fields: PdfField[];
  readonly met: Set<number>;
  /** The parts of fields that are missing in the file, by the numbers of these. */
  readonly remains: ReadonlyMap<number, readonly PdfReference[]>;
  looked: number;
}

/**
 * The fields of the form of a PDF; none where it has no form. Throws an InputError for a form that
 * is damaged, or holds too much. `name` is the file's, for messages.
 */
export function fieldsOf(pdf: PdfFile, name: string): readonly PdfField[] {
  const remains = remainsIn(pdf);
  const reading: FormReading = { pdf, name, fields: [], met: new Set(), remains, looked: 0 };
  const form = catalog(pdf)?.get("AcroForm");
  // Who copies pages may leave the form behind: its fields are on the pages.
  const fields = form
    ? listIn(reading, dictionary(reading, form), "Fields")
    : placesIn(pdf).map(([place]) => topOf(pdf, place));
  for (const field of fields) addField(reading, field, { path: "", values: new Map(), depth: 0 });
  return reading.fields;
}

/** The places on pages where fields are shown, with their references. */
const placesIn = ({ objects }: PdfFile): readonly (readonly [PdfReference, PdfDictionary])[] =>
  [...objects].flatMap(([number, value]) =>
    isDictionary(value) && isName(value.get("Subtype"), "Widget")
      ? [[new PdfReference(number), value] as const]
      : [],
  );

/** The field of a form that something is part of, in the end. */
function topOf(pdf: PdfFile, place: PdfReference): PdfReference {
  let top = place;
  for (let steps = 0; steps < limits.depth; steps++) {
    const field = found(pdf, top);
    const above = isDictionary(field) ? field.get("Parent") : undefined;
    if (!(above instanceof PdfReference)) break;
    top = above;
  }
  return top;
}

/** The places of fields whose own field is missing: some put pages together and leave it out. */
function remainsIn(pdf: PdfFile): ReadonlyMap<number, readonly PdfReference[]> {
  const remains = new Map<number, PdfReference[]>();
  for (const [place, said] of placesIn(pdf)) {
    const above = said.get("Parent");
    if (!(above instanceof PdfReference) || pdf.objects.has(above.to)) continue;
    const others = remains.get(above.to);
    if (others) others.push(place);
    else remains.set(above.to, [place]);
  }
  return remains;
}

/**
 * What stands for a missing field: its name is what those of its places, as worksheets have them
 * whole beside their own, have before these. Worksheets without such names have the record.
 */
function rebuilt({ pdf, name, remains }: FormReading, missing: PdfReference): PdfDictionary {
  const kids = remains.get(missing.to);
  if (!kids) throw new InputError(name, damaged);
  const said = (kid: PdfReference, key: string): string | undefined => {
    const text = found(pdf, (found(pdf, kid) as PdfDictionary).get(key));
    return text instanceof PdfText ? textOf(text) : undefined;
  };
  const own = said(kids[0]!, "T");
  const whole = said(kids[0]!, mappingName);
  const isRecord = kids.some((kid) => said(kid, "T") === "exercise");
  const called = isRecord ? recordPrefix.slice(0, -1) : nameAbove(whole, own);
  if (called === undefined) {
    const what =
      "was put together from several PDFs by a program that left out what blanks are called: " +
      "hand them in one by one";
    throw new InputError(name, what);
  }
  return new Map<string, PdfValue>([
    ["T", new PdfText(Buffer.from(called).toString("latin1"))],
    ["Kids", kids],
    // Places without a name are those of one choice.
    ...(own === undefined ? [["FT", new PdfName("Btn")] as const] : []),
  ]);
}

/** What a field is called whose part has this whole name, and this one of its own, if any. */
function nameAbove(whole: string | undefined, own: string | undefined): string | undefined {
  if (own === undefined) return whole;
  return whole?.endsWith(`.${own}`) ? whole.slice(0, -own.length - 1) : undefined;
}

/** Whether a PDF has what somebody wrote or drew over its pages: text boxes, ink, stamps. */
export function hasNotes(pdf: PdfFile): boolean {
  const isNote = (value: PdfValue): boolean => {
    const kind = isDictionary(value) ? found(pdf, value.get("Subtype")) : undefined;
    return kind instanceof PdfName && notes.has(kind.bytes);
  };
  for (const value of pdf.objects.values()) {
    if (isNote(value)) return true;
    const own = isDictionary(value) ? value.get("Annots") : value;
    if (Array.isArray(own) && own.some(isNote)) return true;
  }
  return false;
}

/** The kinds of annotations (ISO 32000, 12.5.6) that may hold an answer. */
const notes = new Set(["FreeText", "Ink", "Stamp", "Line", "Polygon", "PolyLine", "Text"]);

function catalog(pdf: PdfFile): PdfDictionary | undefined {
  const root = found(pdf, pdf.trailer.get("Root"));
  if (isDictionary(root)) return root;
  return [...pdf.objects.values()]
    .filter(isDictionary)
    .findLast((value) => isName(value.get("Type"), "Catalog"));
}

function addField(reading: FormReading, value: PdfValue, above: Inherited): void {
  const { pdf, name, met } = reading;
  // A field that is part of itself, or of several, is looked at once.
  if (value instanceof PdfReference && met.has(value.to)) return;
  if (value instanceof PdfReference) met.add(value.to);
  const field =
    value instanceof PdfReference && !pdf.objects.has(value.to)
      ? rebuilt(reading, value)
      : dictionary(reading, value);
  if (above.depth > limits.depth)
    throw new InputError(name, "has a form whose fields lie too deep");
  const own = found(pdf, field.get("T"));
  const part = own instanceof PdfText ? textOf(own) : "";
  const path = part === "" || above.path === "" ? above.path + part : `${above.path}.${part}`;
  if (path.length > limits.name) return;
  const values = valuesOf(reading, field, above.values);
  const kids = listIn(reading, field, "Kids");
  reading.looked += 1 + kids.length;
  if (reading.looked > limits.fields)
    throw new InputError(name, `has a form of more than ${limits.fields} fields`);
  // Kids without a name are the places on pages where one field is shown.
  const named = kids.filter((kid) => dictionary(reading, kid).has("T"));
  for (const kid of named) addField(reading, kid, { path, values, depth: above.depth + 1 });
  if (named.length > 0 || path === "") return;
  const places = kids.map((kid) => dictionary(reading, kid));
  // What belongs to the field, careless programs write at its places.
  const valueAt = (key: string) =>
    [values, ...places].map((of) => found(pdf, of.get(key))).find((said) => said !== undefined);
  const type = valueAt("FT");
  const read = type instanceof PdfName ? kinds.get(type.bytes) : undefined;
  if (read) reading.fields.push({ id: path, value: read(valueAt, [field, ...places]) });
}

/** What a field says itself, or what those say that it is part of. */
function valuesOf(
  { pdf, name }: FormReading,
  field: PdfDictionary,
  above: Inherited["values"],
): PdfDictionary {
  const values = new Map(above);
  for (const key of ["FT", "V", "Opt"]) {
    const said = found(pdf, field.get(key));
    if (said !== undefined) values.set(key, said);
    else if (field.has(key)) throw new InputError(name, damaged);
  }
  return values;
}

function dictionary({ pdf, name }: FormReading, value: PdfValue): PdfDictionary {
  const meant = found(pdf, value);
  if (!isDictionary(meant)) throw new InputError(name, damaged);
  return meant;
}

function listIn({ pdf, name }: FormReading, of: PdfDictionary, key: string): readonly PdfValue[] {
  const list = of.has(key) ? found(pdf, of.get(key)) : [];
  if (!Array.isArray(list)) throw new InputError(name, damaged);
  return list;
}

/** The value itself where another object is meant. */
function found({ objects }: PdfFile, value: PdfValue | undefined): PdfValue | undefined {
  let meant = value;
  for (let steps = 0; meant instanceof PdfReference && steps < limits.references; steps++)
    meant = objects.get(meant.to);
  return meant;
}

const damaged = "is damaged: a part of its form is missing, or cannot be read";

type ReadField = (
  valueAt: (key: string) => PdfValue | undefined,
  places: readonly PdfDictionary[],
) => unknown;

/**
 * How each type of field says what was filled in: texts, buttons of which one is on, and lists to
 * choose from.
 */
const kinds: ReadonlyMap<string, ReadField> = new Map<string, ReadField>([
  ["Tx", (valueAt) => answerOf(valueAt("V"))],
  [
    "Btn",
    (valueAt, places) => {
      // Without a value, what the buttons show is what is on.
      const states = [valueAt("V") ?? places.map((place) => place.get("AS"))].flat();
      const on = states.find((state) => state instanceof PdfName && state.bytes !== "Off");
      const words = valueAt("Opt");
      // Some programs number the buttons, and keep the words beside.
      const word =
        Array.isArray(words) && on instanceof PdfName ? words[Number(on.bytes)] : undefined;
      return answerOf(word ?? on);
    },
  ],
  [
    "Ch",
    (valueAt) => {
      const chosen = valueAt("V");
      return answerOf(Array.isArray(chosen) ? chosen[0] : chosen);
    },
  ],
]);

function answerOf(value: PdfValue | undefined): unknown {
  if (value === undefined || value === null) return "";
  return value instanceof PdfText || value instanceof PdfName ? textOf(value) : unreadable;
}

// With a mark of its encoding, or in that of PDFs; names, and what careless programs write, are
// UTF-8.
function textOf({ bytes }: PdfText | PdfName): string {
  const text = Buffer.from(bytes.slice(0, limits.text), "latin1");
  const [first, second] = text;
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(text);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(text);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return Array.from(text, (byte) => pdfEncoding.get(byte) ?? String.fromCharCode(byte)).join("");
  }
}

/** The bytes that mean in a PDF what they mean nowhere else (ISO 32000, annex D.3). */
const pdfEncoding: ReadonlyMap<number, string> = new Map([
  ...[..."˘ˇˆ˙˝˛˚˜"].map((letter, i) => [0x18 + i, letter] as const),
  ...[..."•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"].map((letter, i) => [0x80 + i, letter] as const),
  [0xa0, "€"] as const,
]);
