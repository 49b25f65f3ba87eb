import { pdfText } from "../fields.js";
import { reference } from "../printedPdf.js";
import type { Kid, TaggedElement } from "./elements.js";
import { headersIn } from "./tableHeaders.js";

/** A document while objects are added to it. */
export interface GrowingPdf {
  readonly objects: Map<number, string>;
  /** A number for an object that is yet to be written. */
  reserve(): number;
  /** Adds an object and gives its number. */
  add(body: string): number;
}

/** What a structure tree is made of, beside its elements. */
export interface TreeParts {
  readonly document: TaggedElement;
  readonly language: string;
  /** Whose the marks of each page are, in their order. */
  readonly pages: readonly (readonly TaggedElement[])[];
  /** Whose each annotation is, by its key in the tree. */
  readonly annotations: readonly (readonly [number, TaggedElement])[];
}

/** Writes the structure of a document; gives the numbers of its root and of its elements. */
export function writeTree(
  pdf: GrowingPdf,
  { document, language, pages, annotations }: TreeParts,
): { readonly root: number; readonly numbers: ReadonlyMap<TaggedElement, number> } {
  const root = pdf.reserve();
  const tree = new Tree(pdf, language);
  tree.write(document, root);
  const ofPages = pages.map((owners, page) => {
    const listed = owners.map((owner) => reference(tree.numbers.get(owner)!)).join(" ");
    return `${page} ${reference(pdf.add(`[${listed}]`))}`;
  });
  const ofAnnotations = annotations.map(
    ([key, owner]) => `${key} ${reference(tree.numbers.get(owner)!)}`,
  );
  const parents = pdf.add(
    `<</Type /ParentTree\n/Nums [${[...ofPages, ...ofAnnotations].join(" ")}]>>`,
  );
  const nextKey = (annotations.at(-1)?.[0] ?? pages.length - 1) + 1;
  pdf.objects.set(
    root,
    `<</Type /StructTreeRoot\n/K ${reference(tree.numbers.get(document)!)}` +
      `\n/ParentTreeNextKey ${nextKey}\n/ParentTree ${reference(parents)}${tree.idTree()}>>`,
  );
  return { root, numbers: tree.numbers };
}

class Tree {
  readonly numbers = new Map<TaggedElement, number>();
  readonly #pdf: GrowingPdf;
  readonly #language: string;
  /** Header cells by the names that other cells call them. */
  readonly #names = new Map<TaggedElement, string>();
  #headers: ReadonlyMap<TaggedElement, readonly TaggedElement[]> = new Map();

  constructor(pdf: GrowingPdf, language: string) {
    this.#pdf = pdf;
    this.#language = language;
  }

  /** Writes an element with all that stands in it, but for elements in which there is nothing. */
  write(element: TaggedElement, parent: number): void {
    const number = this.#pdf.reserve();
    this.numbers.set(element, number);
    const around = this.#headers;
    if (element.role === "Table") this.#headers = headersIn(element);
    const page = element.kids.find((kid) => "page" in kid)?.page;
    const kids = [...element.kids].sort((a, b) => a.at - b.at).filter(hasContent);
    const listed = kids.map((kid) => this.#kid(kid, number, page));
    const { role, alternative } = element;
    const language = role === "Document" ? `\n/Lang ${pdfText(this.#language)}` : "";
    this.#pdf.objects.set(
      number,
      `<</Type /StructElem\n/S /${role}${language}` +
        `${alternative ? `\n/Alt ${pdfText(alternative)}` : ""}\n/P ${reference(parent)}` +
        `${page === undefined ? "" : `\n/Pg ${reference(page)}`}` +
        `${listed.length > 0 ? `\n/K [${listed.join(" ")}]` : ""}${this.#cell(element)}>>`,
    );
    this.#headers = around;
  }

  /** Where the elements are that others call by a name. */
  idTree(): string {
    const names = [...this.#names].flatMap(([element, name]) => {
      const number = this.numbers.get(element);
      return number === undefined ? [] : [`${name} ${reference(number)}`];
    });
    if (names.length === 0) return "";
    return `\n/IDTree ${reference(this.#pdf.add(`<</Names [${names.join(" ")}]>>`))}`;
  }

  #kid(kid: Kid, parent: number, ownPage: number | undefined): string {
    if ("element" in kid) {
      this.write(kid.element, parent);
      return reference(this.numbers.get(kid.element)!);
    }
    const page = `/Pg ${reference(kid.page)}`;
    if ("annotation" in kid) return `<</Type /OBJR\n/Obj ${reference(kid.annotation)}\n${page}>>`;
    return kid.page === ownPage ? `${kid.mark}` : `<</Type /MCR\n${page}\n/MCID ${kid.mark}>>`;
  }

  /** What a cell says of its place in the table. */
  #cell(element: TaggedElement): string {
    const { cell, role } = element;
    if (!cell) return "";
    const own = role === "TH" ? [`/Scope /${cell.scope.startsWith("row") ? "Row" : "Column"}`] : [];
    const headers = (this.#headers.get(element) ?? []).filter((header) => header.to > header.from);
    if (headers.length > 0)
      own.push(`/Headers [${headers.map((header) => this.#name(header)).join(" ")}]`);
    own.push(`/RowSpan ${cell.rows}`, `/ColSpan ${cell.columns}`);
    const id = role === "TH" ? `\n/ID ${this.#name(element)}` : "";
    return `\n/A <</O /Table\n${own.join("\n")}>>${id}`;
  }

  #name(header: TaggedElement): string {
    const known = this.#names.get(header);
    if (known !== undefined) return known;
    const name = `(h${String(this.#names.size + 1).padStart(6, "0")})`;
    this.#names.set(header, name);
    return name;
  }
}

/** Whether there is anything in it; the cells of a table are all there, empty or not. */
function hasContent(kid: Kid): boolean {
  if (!("element" in kid)) return true;
  const { role, alternative, cell, kids } = kid.element;
  return (
    (role === "Figure" && alternative !== undefined) || cell !== undefined || kids.some(hasContent)
  );
}
