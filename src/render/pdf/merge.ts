import { createHash } from "node:crypto";
import { pdfText } from "./fields.js";
import {
  crossReferences,
  objectText,
  pagesOf,
  readPrintedPdf,
  reference,
  referencesIn,
  withReferences,
} from "./printedPdf.js";

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
  const file = new MergedFile();
  yield file.piece("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  const tree = new PageTree(file);
  for (const part of parts) {
    tree.begin();
    const { objects } = readPrintedPdf(part);
    const pages = pagesOf(objects);
    for (const page of pages) {
      const body = bare(objects.get(page)!);
      const numbers = yield* shareObjects(file, objects, body);
      yield tree.page(withReferences(body, (old) => numbers.get(old)!));
      if (evenPages && page === pages.at(-1) && pages.length % 2 === 1)
        yield tree.page(`<</Type /Page\n${/\/MediaBox \[[^\]]*\]/.exec(body)?.[0] ?? ""}>>`);
    }
    if (tree.isGroupFull) yield* tree.endGroup();
  }
  yield* tree.endGroup();
  yield tree.root();
  const info = file.reserve();
  yield file.object(info, `<</Title ${pdfText(title)}>>`);
  const catalog = file.reserve();
  yield file.object(
    catalog,
    `<</Type /Catalog\n/Pages ${reference(tree.number)}` +
      `\n/ViewerPreferences <</DisplayDocTitle true>>>>`,
  );
  yield file.end({ root: catalog, info, id: id() });
}

/** A PDF while it is written: where each of its objects begins, and what can be shared. */
class MergedFile {
  readonly #offsets: number[] = [];
  #at = 0;
  /** The numbers of objects by a digest of what is in them. */
  readonly shared = new Map<string, number>();

  piece(text: string): Uint8Array {
    this.#at += text.length;
    return Buffer.from(text, "latin1");
  }

  /** A number for an object that is yet to be written. */
  reserve(): number {
    return this.#offsets.push(0);
  }

  object(number: number, body: string): Uint8Array {
    this.#offsets[number - 1] = this.#at;
    return this.piece(objectText(number, body));
  }

  end(about: { readonly root: number; readonly info: number; readonly id: string }): Uint8Array {
    return this.piece(crossReferences(this.#offsets, this.#at, about));
  }
}

/** The pages in groups, so that no list of them grows long. */
class PageTree {
  readonly number: number;
  readonly #file: MergedFile;
  readonly #groups: { readonly number: number; readonly pages: number }[] = [];
  #group: { readonly number: number; readonly kids: number[] } | undefined;

  constructor(file: MergedFile) {
    this.#file = file;
    this.number = file.reserve();
  }

  get isGroupFull(): boolean {
    return (this.#group?.kids.length ?? 0) >= mostKids;
  }

  /** Begins a group, unless one has begun. */
  begin(): void {
    this.#group ??= { number: this.#file.reserve(), kids: [] };
  }

  page(body: string): Uint8Array {
    const { number, kids } = this.#group!;
    const page = this.#file.reserve();
    kids.push(page);
    return this.#file.object(page, `${body.slice(0, -2)}\n/Parent ${reference(number)}>>`);
  }

  *endGroup(): Generator<Uint8Array> {
    if (!this.#group) return;
    const { number, kids } = this.#group;
    this.#group = undefined;
    this.#groups.push({ number, pages: kids.length });
    const listed = kids.map(reference).join(" ");
    yield this.#file.object(
      number,
      `<</Type /Pages\n/Parent ${reference(this.number)}\n/Count ${kids.length}` +
        `\n/Kids [${listed}]>>`,
    );
  }

  root(): Uint8Array {
    const count = this.#groups.reduce((sum, { pages }) => sum + pages, 0);
    const kids = this.#groups.map(({ number }) => reference(number)).join(" ");
    return this.#file.object(this.number, `<</Type /Pages\n/Count ${count}\n/Kids [${kids}]>>`);
  }
}

const mostKids = 100;

/**
 * Writes what a page needs and no page before it had; gives the new numbers of all it needs, by the
 * old ones.
 */
function* shareObjects(
  file: MergedFile,
  objects: ReadonlyMap<number, string>,
  page: string,
): Generator<Uint8Array, ReadonlyMap<number, number>> {
  const contents = new Set(
    referencesIn(/\n\/Contents (?:\d+ 0 R|\[[^\]]*\])/.exec(page)?.[0] ?? ""),
  );
  const numbers = new Map<number, number>();
  for (const number of dependencies(objects, page)) {
    const own = withReferences(objects.get(number)!, (old) => numbers.get(old)!);
    // No two pages have the same contents, and there are many pages.
    const digest = contents.has(number)
      ? undefined
      : createHash("sha256").update(own).digest("base64");
    const before = digest === undefined ? undefined : file.shared.get(digest);
    const written = before ?? file.reserve();
    numbers.set(number, written);
    if (before !== undefined) continue;
    if (digest !== undefined) file.shared.set(digest, written);
    yield file.object(written, own);
  }
  return numbers;
}

/** A page without what belongs to its document. */
const bare = (page: string): string =>
  page.replace(/\n\/(?:Annots \[[^\]]*\]|StructParents \d+|Tabs \/S|Parent \d+ 0 R)/g, "");

/** All that an object refers to, each after what it refers to itself. */
function dependencies(
  objects: ReadonlyMap<number, string>,
  body: string,
  found = new Set<number>(),
): ReadonlySet<number> {
  for (const number of referencesIn(body)) {
    if (found.has(number)) continue;
    dependencies(objects, objects.get(number)!, found);
    found.add(number);
  }
  return found;
}
