/**
 * The same bytes for the same page: the dates in a PDF by Chromium become one fixed date, and the
 * ids of its structure elements, which count on from one print to the next, are renumbered by first
 * use. Everything keeps its length, so that the cross-reference table still holds.
 */
export function canonical(pdf: Uint8Array): Uint8Array {
  const renumbered = new Map<string, string>();
  const renumber = (text: string) =>
    text.replace(/\(node\d{8}\)/g, (id) => {
      const known = renumbered.get(id) ?? `(node${String(renumbered.size + 1).padStart(8, "0")})`;
      renumbered.set(id, known);
      return known;
    });
  // In Latin-1 a character is a byte, there and back.
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
    .toString("latin1")
    .replace(dates, fixedDate)
    .replace(/\/ID \(node\d{8}\)|\/Headers \[[^\]]*\]/g, renumber)
    .replace(idTree, (_, names: string) => {
      // A name tree is looked up by bisection, so it has to be in order again.
      const entries = renumber(names).match(idTreeEntry)!.sort();
      const [first, last] = [entries.at(0)!, entries.at(-1)!].map((entry) =>
        entry.slice(0, "(node00000000)".length),
      );
      return `/Limits [${first} ${last}]\n/Names [${entries.join(" ")}]`;
    });
  return Buffer.from(text, "latin1");
}

/** An information dictionary with the fixed date. */
export const withFixedDate = (info: string): string => info.replace(dates, fixedDate);

const dates = /\/(CreationDate|ModDate) \(D:\d{14}/g;
const fixedDate = "/$1 (D:20000101000000";
const idTreeEntry = /\(node\d{8}\) \d+ 0 R/g;
const idTree =
  /\/Limits \[\(node\d{8}\) \(node\d{8}\)\]\n\/Names \[((?:\(node\d{8}\) \d+ 0 R ?)+)\]/g;
