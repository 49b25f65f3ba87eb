/**
 * A PDF that Chromium has printed, as its objects: of each, what stands between its number and
 * `endobj`, a character a byte (Latin-1).
 */
export interface PrintedPdf {
  readonly objects: Map<number, string>;
  /** The numbers of the catalog and of the information dictionary. */
  readonly root: number;
  readonly info: number;
}

/** A reference to the object of this number. */
export const reference = (number: number): string => `${number} 0 R`;

/**
 * Takes apart a PDF as Chromium writes it: one cross-reference table, nothing packed, nothing
 * encrypted. Throws a RangeError for another.
 */
export function readPrintedPdf(pdf: Uint8Array): PrintedPdf {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  const end = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64));
  const table = end ? Number(end[1]) : -1;
  const trailer = text.indexOf("trailer", Math.max(0, table));
  const [root, info] = ["Root", "Info"].map(
    (key) => new RegExp(`/${key} (\\d+) 0 R`).exec(text.slice(trailer))?.[1],
  );
  if (!text.startsWith("xref\n0 ", table) || !root || !info)
    throw new RangeError("a PDF that cannot be taken apart");
  const entries = [...text.slice(table, trailer).matchAll(/(\d{10}) \d{5} ([nf])/g)];
  const starts = entries.flatMap(([, offset, use], number) =>
    use === "n" ? [{ number, offset: Number(offset) }] : [],
  );
  starts.sort((a, b) => a.offset - b.offset);
  const objects = new Map(
    starts.map(({ number, offset }, i) => {
      const whole = text.slice(offset, starts[i + 1]?.offset ?? table);
      return [number, whole.slice(whole.indexOf("obj\n") + 4, whole.lastIndexOf("\nendobj"))];
    }),
  );
  return { objects, root: Number(root), info: Number(info) };
}

/** A PDF with its objects numbered from 1 in their order. */
export function numbered({ objects, root, info }: PrintedPdf): PrintedPdf {
  const numbers = new Map([...objects.keys()].map((number, i) => [number, i + 1]));
  const renumber = (number: number): number => numbers.get(number) ?? 0;
  const renumbered = [...objects].map(
    ([number, body]) => [renumber(number), withReferences(body, renumber)] as const,
  );
  return { objects: new Map(renumbered), root: renumber(root), info: renumber(info) };
}

/** Puts a PDF together again, its objects numbered from 1 in their order. */
export function writePrintedPdf(pdf: PrintedPdf): Uint8Array {
  const { objects, root, info } = numbered(pdf);
  const parts = [fileHeader];
  const offsets: number[] = [];
  let at = fileHeader.length;
  for (const [number, body] of objects) {
    const written = objectText(number, body);
    offsets.push(at);
    parts.push(written);
    at += written.length;
  }
  parts.push(crossReferences(offsets, at, { root, info }));
  return Buffer.from(parts.join(""), "latin1");
}

/** How a file begins. */
export const fileHeader = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/** One object as it stands in a file. */
export const objectText = (number: number, body: string): string =>
  `${number} 0 obj\n${body}\nendobj\n`;

/**
 * The end of a file: where each of its objects begins, in order from 1, and where this table does.
 */
export function crossReferences(
  offsets: readonly number[],
  at: number,
  { root, info, id }: { readonly root: number; readonly info: number; readonly id?: string },
): string {
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const ids = id === undefined ? "" : `\n/ID [<${id}><${id}>]`;
  return (
    `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries.join("")}` +
    `trailer\n<</Size ${offsets.length + 1}` +
    `\n/Root ${reference(root)}\n/Info ${reference(info)}${ids}>>\nstartxref\n${at}\n%%EOF\n`
  );
}

/**
 * The object with every reference in it changed. What looks like one in a text or a stream is none.
 */
export function withReferences(body: string, renumber: (number: number) => number): string {
  const stream = body.indexOf("stream\n");
  const dictionary = stream < 0 ? body : body.slice(0, stream);
  const changed = dictionary.replace(textOrReference, (found, number: string | undefined) =>
    number === undefined ? found : reference(renumber(Number(number))),
  );
  return stream < 0 ? changed : changed + body.slice(stream);
}

/** The numbers of the objects that this one refers to. */
export function referencesIn(body: string): readonly number[] {
  const found: number[] = [];
  withReferences(body, (number) => found.push(number));
  return found;
}

/**
 * The numbers of the pages of a document, in their order. Throws a RangeError where it has none.
 */
export function pagesOf(objects: ReadonlyMap<number, string>): readonly number[] {
  const root = [...objects.values()].find((body) => isTree(body) && !body.includes("/Parent "));
  if (!root) throw new RangeError("a PDF without pages");
  return pagesUnder(objects, root);
}

const pagesUnder = (objects: ReadonlyMap<number, string>, tree: string): readonly number[] =>
  referencesIn(/\/Kids \[[^\]]*\]/.exec(tree)![0]).flatMap((kid) => {
    const body = objects.get(kid)!;
    return isTree(body) ? pagesUnder(objects, body) : [kid];
  });

const isTree = (body: string): boolean => body.startsWith("<</Type /Pages");

const textOrReference = /\((?:\\[\s\S]|[^\\()])*\)|\b(\d+) 0 R\b/g;
