import { createHash } from "node:crypto";
import { pdfText } from "./fields.js";
import {
  crossReferences,
  objectText,
  readObjects,
  reference,
  referencesIn,
  withReferences,
} from "./objects.js";

/**
 * Puts PDFs one after the other, piece by piece, so that neither the parts nor the whole have to be
 * in memory. Only what is seen is kept: no forms, no tags. What parts have in common, such as
 * fonts, is written once. With `evenPages`, each part begins on a new sheet when printed on both
 * sides. `id`, asked for when all parts are read, is 32 hexadecimal digits.
 */
export function* mergedPdfs(
  parts: Iterable<Uint8Array>,
  {
    title,
    evenPages,
    id,
  }: { readonly title: string; readonly evenPages: boolean; readonly id: () => string },
): Generator<Uint8Array> {
  const offsets: number[] = [];
  const shared = new Map<string, number>();
  const groups: { readonly number: number; readonly pages: number }[] = [];
  let at = 0;
  const piece = (text: string): Uint8Array => {
    at += text.length;
    return Buffer.from(text, "latin1");
  };
  const reserved = (): number => offsets.push(0);
  const object = (number: number, body: string): Uint8Array => {
    offsets[number - 1] = at;
    return piece(objectText(number, body));
  };

  yield piece("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  const root = reserved();
  let group: { readonly number: number; readonly kids: number[] } | undefined;
  for (const part of parts) {
    group ??= { number: reserved(), kids: [] };
    const { objects } = readObjects(part);
    const pages = pagesOf(objects);
    for (const page of pages) {
      const body = bare(objects.get(page)!);
      const contents = Number(/\n\/Contents (\d+) 0 R/.exec(body)?.[1]);
      const numbers = new Map<number, number>();
      for (const number of dependencies(objects, body)) {
        const own = withReferences(objects.get(number)!, (old) => numbers.get(old)!);
        // No two pages have the same contents, and there are many pages.
        const known =
          number === contents ? undefined : createHash("sha256").update(own).digest("base64");
        const before = known === undefined ? undefined : shared.get(known);
        const written = before ?? reserved();
        numbers.set(number, written);
        if (before !== undefined) continue;
        if (known !== undefined) shared.set(known, written);
        yield object(written, own);
      }
      const renumbered = withReferences(body, (old) => numbers.get(old)!);
      yield* addPage(group, renumbered);
      if (evenPages && page === pages.at(-1) && pages.length % 2 === 1) {
        yield* addPage(group, `<</Type /Page\n${/\/MediaBox \[[^\]]*\]/.exec(body)?.[0] ?? ""}>>`);
      }
    }
    if (group.kids.length >= mostKids) yield* endGroup();
  }
  yield* endGroup();
  const count = groups.reduce((sum, { pages }) => sum + pages, 0);
  yield object(
    root,
    `<</Type /Pages\n/Count ${count}\n/Kids [${groups.map(({ number }) => reference(number)).join(" ")}]>>`,
  );
  const info = reserved();
  yield object(info, `<</Title ${pdfText(title)}>>`);
  const catalog = reserved();
  yield object(
    catalog,
    `<</Type /Catalog\n/Pages ${reference(root)}\n/ViewerPreferences <</DisplayDocTitle true>>>>`,
  );
  yield piece(crossReferences(offsets, at, { root: catalog, info, id: id() }));

  function* addPage(
    { number, kids }: NonNullable<typeof group>,
    body: string,
  ): Generator<Uint8Array> {
    const page = reserved();
    kids.push(page);
    yield object(page, `${body.slice(0, -2)}\n/Parent ${reference(number)}>>`);
  }

  function* endGroup(): Generator<Uint8Array> {
    if (!group) return;
    const { number, kids } = group;
    group = undefined;
    groups.push({ number, pages: kids.length });
    const listed = kids.map(reference).join(" ");
    yield object(
      number,
      `<</Type /Pages\n/Parent ${reference(root)}\n/Count ${kids.length}\n/Kids [${listed}]>>`,
    );
  }
}

const mostKids = 100;

/** The pages of a document in their order. */
function pagesOf(objects: ReadonlyMap<number, string>): readonly number[] {
  const isTree = (body: string): boolean => body.startsWith("<</Type /Pages");
  const kids = (body: string): readonly number[] =>
    referencesIn(/\/Kids \[[^\]]*\]/.exec(body)![0]).flatMap((kid) =>
      isTree(objects.get(kid)!) ? kids(objects.get(kid)!) : [kid],
    );
  const root = [...objects.values()].find((body) => isTree(body) && !body.includes("/Parent "));
  if (!root) throw new RangeError("a PDF without pages");
  return kids(root);
}

/** A page without what belongs to its document. */
const bare = (page: string): string =>
  page.replace(/\n\/(?:Annots \[[^\]]*\]|StructParents \d+|Tabs \/S|Parent \d+ 0 R)/g, "");

/** All that an object refers to, each after what it refers to itself. */
function dependencies(objects: ReadonlyMap<number, string>, body: string): readonly number[] {
  const found = new Set<number>();
  const visit = (of: string): void => {
    for (const number of referencesIn(of)) {
      if (found.has(number)) continue;
      visit(objects.get(number)!);
      found.add(number);
    }
  };
  visit(body);
  return [...found];
}
