import { escapeXml } from "../mathml.js";
import { type PrintedPdf, reference, referencesIn, withReferences } from "./printedPdf.js";

/**
 * A tagged document with what ISO 14289-1 (PDF/UA-1) asks for beside its tags: a list's items have
 * a body (7.2), a figure that says nothing itself is none (7.3), roles of later editions are mapped
 * to those of this one (7.1), and the title is in its metadata (7.1). `keepsAll`: the metadata also
 * say that it keeps the standard (5), which a browser's tags, that know no formulas, do not.
 */
export function withUniversalAccess(
  pdf: PrintedPdf,
  { title, keepsAll }: { readonly title: string; readonly keepsAll: boolean },
): PrintedPdf {
  const objects = new Map(pdf.objects);
  let last = Math.max(...objects.keys());
  for (const [number, body] of pdf.objects) {
    if (isElement(body, "LI")) putIntoItem(objects, number, ++last);
    else if (isElement(body, "Figure") && !body.includes("\n/Alt "))
      objects.set(number, objects.get(number)!.replace("/S /Figure", "/S /Div"));
    else if (body.startsWith("<</Type /StructTreeRoot"))
      objects.set(number, `${body.slice(0, -2)}\n/RoleMap <</Em /Span\n/Strong /Span>>>>`);
  }
  objects.set(++last, metadata(title, keepsAll));
  const catalog = objects.get(pdf.root)!.slice(0, -2);
  objects.set(pdf.root, `${catalog}\n/Metadata ${reference(last)}>>`);
  return { ...pdf, objects };
}

/**
 * Makes an item the body of another around it, so that what knows it by its number finds its text;
 * its label, which a browser gives it, goes to the other.
 */
function putIntoItem(objects: Map<number, string>, number: number, item: number): void {
  const body = objects.get(number)!;
  const parent = parentOf(body);
  const change = (of: number, from: number, to: number): void =>
    void objects.set(
      of,
      withReferences(objects.get(of)!, (other) => (other === from ? to : other)),
    );
  const labels = referencesIn(kidsOf(body)).filter((of) => isElement(objects.get(of)!, "Lbl"));
  for (const label of labels) change(label, number, item);
  change(parent, number, item);
  const own = labels.reduce(
    (kids, of) => kids.replace(new RegExp(`\\b${of} 0 R ?`), ""),
    kidsOf(body),
  );
  objects.set(
    number,
    body
      .replace(kids, own === "" ? "" : `\n/K ${own}`)
      .replace("/S /LI", "/S /LBody")
      .replace(/\n\/P \d+ 0 R/, `\n/P ${reference(item)}`),
  );
  const inItem = [...labels, number].map(reference).join(" ");
  objects.set(item, `<</Type /StructElem\n/S /LI\n/P ${reference(parent)}\n/K [${inItem}]>>`);
}

const isElement = (body: string, role: string): boolean =>
  body.startsWith(`<</Type /StructElem\n/S /${role}\n`);

const parentOf = (body: string): number => Number(/\n\/P (\d+) 0 R/.exec(body)![1]);

const kids = /\n\/K (\[[^\]]*\]|\d+ 0 R|\d+)/;
const kidsOf = (body: string): string => kids.exec(body)?.[1] ?? "";

/** The stream with metadata in XMP, of no day: the title, and whether the standard is kept. */
export function metadata(title: string, keepsAll: boolean): string {
  const kept = keepsAll ? "\n   <pdfuaid:part>1</pdfuaid:part>" : "";
  const xml = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <dc:title>
    <rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt>
   </dc:title>${kept}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
  const bytes = Buffer.from(xml).toString("latin1");
  return `<</Type /Metadata\n/Subtype /XML\n/Length ${bytes.length}>> stream\n${bytes}\nendstream`;
}
