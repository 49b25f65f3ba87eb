import { InputError, quoted } from "../input/inputError.js";
import { recordPrefix } from "../input/recordPrefix.js";
import {
  isName,
  PdfName,
  type PdfObjects,
  PdfReference,
  PdfText,
  type PdfValue,
  readPdfObjects,
} from "./pdfObjects.js";
import { labelled, type Submission } from "./submission.js";

/**
 * A worksheet has a hundred fields, two deep. A longer name is no blank's, a longer text no number.
 */
const limits = { fields: 10_000, depth: 16, name: 256, text: 4096 };

/**
 * Reads a worksheet that was filled in as a PDF: its form has a field for each blank, named by the
 * blank's id, and fields that name the exercise and the variant. Throws an InputError for a PDF
 * that has no such form, or cannot be read.
 */
export function readFilledPdf(pdf: Uint8Array, name: string): Submission {
  const answers: Record<string, unknown> = Object.create(null);
  const about = new Map<string, string>();
  for (const { id, value } of fieldsOf(readPdfObjects(pdf, name), name)) {
    if (!id.startsWith(recordPrefix)) answers[id] = together(answers[id], value);
    else if (typeof value === "string" && value !== "") {
      const key = id.slice(recordPrefix.length);
      if ((about.get(key) ?? value) !== value) {
        throw new InputError(
          name,
          `holds several worksheets: ${quoted(about.get(key)!)} and ${quoted(value)}`,
        );
      }
      about.set(key, value);
    }
  }
  const exercise = about.get("exercise");
  if (exercise === undefined) {
    throw new InputError(
      name,
      "has no form of a worksheet: printed to a file, or scanned, it cannot be read",
    );
  }
  return {
    schemaVersion: 1,
    exercise,
    ...labelled("seed", about.get("seed")),
    ...labelled("variant", about.get("variant")),
    ...labelled("student", about.get("student")),
    answers,
  };
}

/** What is no answer, but was meant as one: it costs its own blank only. */
const unreadable = {};

// A blank that stands in a file twice, as when pages were put together: which was meant, nobody
// knows.
const together = (one: unknown, other: unknown): unknown =>
  one === undefined || one === "" || one === other ? other : other === "" ? one : unreadable;

interface Field {
  readonly id: string;
  readonly value: unknown;
}

/** What a field takes from those it is part of. */
interface Inherited {
  readonly name: string;
  readonly values: ReadonlyMap<string, PdfValue>;
  readonly depth: number;
}

function fieldsOf({ objects, trailer }: PdfObjects, name: string): readonly Field[] {
  const met = new Set<number>();
  const fields: Field[] = [];
  const form = catalog()?.get("AcroForm");
  if (form === undefined) return [];
  let looked = 0;
  for (const field of listIn(dictionary(form), "Fields"))
    addField(field, { name: "", values: new Map(), depth: 0 });
  return fields;

  function addField(value: PdfValue, above: Inherited): void {
    // A field that is part of itself, or of several, is looked at once.
    if (value instanceof PdfReference && met.has(value.to)) return;
    if (value instanceof PdfReference) met.add(value.to);
    const field = dictionary(value);
    if (above.depth > limits.depth)
      throw new InputError(name, "has a form whose fields lie too deep");
    const own = found(field.get("T"));
    const part = own instanceof PdfText ? textOf(own) : "";
    const path = part === "" || above.name === "" ? above.name + part : `${above.name}.${part}`;
    if (path.length > limits.name) return;
    const values = new Map(above.values);
    for (const key of ["FT", "V", "Opt"]) {
      const said = found(field.get(key));
      if (said !== undefined) values.set(key, said);
      else if (field.has(key)) throw new InputError(name, damaged);
    }
    const kids = listIn(field, "Kids");
    looked += 1 + kids.length;
    if (looked > limits.fields)
      throw new InputError(name, `has a form of more than ${limits.fields} fields`);
    // Kids without a name are the places on pages where one field is shown.
    const named = kids.filter((kid) => dictionary(kid).has("T"));
    for (const kid of named) addField(kid, { name: path, values, depth: above.depth + 1 });
    if (named.length > 0 || path === "") return;
    const places = kids.map(dictionary);
    // What belongs to the field, careless programs write at its places.
    const says = (key: string) =>
      [values, ...places].map((of) => found(of.get(key))).find((said) => said !== undefined);
    const type = says("FT");
    const kind = type instanceof PdfName ? kinds.get(type.bytes) : undefined;
    if (!kind) return;
    fields.push({ id: path, value: kind(says, [field, ...places]) });
  }

  function catalog(): ReadonlyMap<string, PdfValue> | undefined {
    const root = found(trailer.get("Root"));
    if (root instanceof Map) return root;
    return [...objects.values()].findLast(
      (value) => value instanceof Map && isName(value.get("Type"), "Catalog"),
    ) as ReadonlyMap<string, PdfValue> | undefined;
  }

  function dictionary(value: PdfValue): ReadonlyMap<string, PdfValue> {
    const meant = found(value);
    if (!(meant instanceof Map)) throw new InputError(name, damaged);
    return meant;
  }

  function listIn(of: ReadonlyMap<string, PdfValue>, key: string): readonly PdfValue[] {
    const list = of.has(key) ? found(of.get(key)) : [];
    if (!Array.isArray(list)) throw new InputError(name, damaged);
    return list;
  }

  function found(value: PdfValue | undefined): PdfValue | undefined {
    let meant = value;
    for (let steps = 0; meant instanceof PdfReference && steps < limits.depth; steps++)
      meant = objects.get(meant.to);
    return meant;
  }
}

const damaged = "is damaged: a part of its form is missing, or cannot be read";

type Kind = (
  says: (key: string) => PdfValue | undefined,
  places: readonly ReadonlyMap<string, PdfValue>[],
) => unknown;

/**
 * How each type of field says what was filled in: texts, buttons of which one is on, and lists to
 * choose from.
 */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["Tx", (says) => answerOf(says("V"))],
  [
    "Btn",
    (says, places) => {
      // Without a value, what the buttons show is what is on.
      const states = [says("V") ?? places.map((place) => place.get("AS"))].flat();
      const on = states.find((state) => state instanceof PdfName && state.bytes !== "Off");
      const words = says("Opt");
      // Some programs number the buttons, and keep the words beside.
      const word =
        Array.isArray(words) && on instanceof PdfName ? words[Number(on.bytes)] : undefined;
      return answerOf(word ?? on);
    },
  ],
  [
    "Ch",
    (says) => {
      const chosen = says("V");
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
