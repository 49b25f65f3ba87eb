import type { PagePoint, Piece } from "./drawn.js";
import { type DocumentElements, type TaggedElement, TagsMismatch } from "./elements.js";
import { lettersOf } from "./letters.js";

/** Where a heading stands. */
export interface PlacedHeading {
  readonly heading: TaggedElement;
  readonly page: number;
  readonly place: PagePoint;
}

/**
 * Finds what elements say in what is drawn, page after page and letter by letter, and marks it as
 * theirs; what belongs to none is an artifact.
 */
export class PageMarker {
  readonly headings: PlacedHeading[] = [];
  readonly #elements: DocumentElements;
  readonly #figures: readonly TaggedElement[];
  readonly #repeated: readonly string[];
  /** The letter and the run that come next. */
  #next = 0;
  #run = 0;
  /** The figure that is drawn, or comes next, and the rectangle it is drawn in. */
  #figure = 0;
  #figureClip: string | undefined;
  /** What is left to be drawn of what is drawn on this page once more. */
  #again = "";

  constructor(elements: DocumentElements, repeated: readonly string[]) {
    this.#elements = elements;
    this.#figures = elements.all.filter(
      ({ role, alternative }) => role === "Figure" && alternative !== undefined,
    );
    this.#repeated = repeated.map(lettersOf);
  }

  /**
   * The content of a page with its marks, and whose they are, by their numbers. Throws a
   * TagsMismatch where something else is drawn than was said.
   */
  mark(
    page: number,
    content: string,
    pieces: readonly Piece[],
  ): { readonly content: string; readonly owners: readonly TaggedElement[] } {
    const written = new MarkedContent(page, content);
    const bounds = pieces.find(({ clip }) => clip !== undefined)?.clip;
    for (const piece of pieces) {
      const { letters } = piece;
      if (letters === undefined) written.drawing(piece, this.#drawn(piece, bounds));
      else if (letters === "") written.drawing(piece, undefined);
      else if (piece.clip === undefined || this.#isAgain(letters)) written.artifact(piece);
      else written.text(piece, ...this.#said(letters, page, piece.place!));
    }
    return { content: written.end(), owners: written.owners };
  }

  /** Throws a TagsMismatch where something was said that is drawn on no page. */
  end(): void {
    const { letters } = this.#elements;
    if (this.#next < letters.length)
      throw new TagsMismatch(`"${letters.slice(this.#next, this.#next + 20)}" is not drawn`);
  }

  /** Whose letters come next, and their place among what is read. */
  #said(drawn: string, page: number, place: PagePoint): [TaggedElement, number] {
    const { letters, runs } = this.#elements;
    if (!letters.startsWith(drawn, this.#next)) {
      const said = letters.slice(this.#next, this.#next + drawn.length);
      // What a font of other letters draws says nothing.
      const other = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(drawn) ? `"${drawn}"` : "something else";
      throw new TagsMismatch(`${other} is drawn where "${said}" is said`);
    }
    while (runs[this.#run]!.to <= this.#next) this.#run++;
    const { owner, at } = runs[this.#run]!;
    const heading = [owner, owner.parent].find((element) => element?.title !== undefined);
    if (heading && this.#next === heading.from) this.headings.push({ heading, page, place });
    this.#next += drawn.length;
    for (let run = this.#run; runs[run] && runs[run]!.from < this.#next; run++)
      if (runs[run]!.owner !== owner)
        throw new TagsMismatch(`"${drawn}" is drawn as one and said by two elements`);
    return [owner, this.#figures.includes(owner) ? inPicture : at];
  }

  /** Whether it is the head of a table, drawn on a further page once more. */
  #isAgain(drawn: string): boolean {
    if (this.#again.startsWith(drawn)) {
      this.#again = this.#again.slice(drawn.length);
      return true;
    }
    this.#again = "";
    if (this.#elements.letters.startsWith(drawn, this.#next)) return false;
    const repeated = this.#repeated.find((text) => text.startsWith(drawn));
    if (repeated === undefined) return false;
    this.#again = repeated.slice(drawn.length);
    return true;
  }

  /** Whose picture is drawn; undefined for the lines and areas of other elements. */
  #drawn({ clip }: Piece, bounds: string | undefined): TaggedElement | undefined {
    if (clip === undefined || clip === bounds) return undefined;
    while (this.#isPast(clip)) {
      this.#figure++;
      this.#figureClip = undefined;
    }
    const figure = this.#figures[this.#figure];
    if (!figure || figure.from > this.#next) return undefined;
    this.#figureClip ??= clip;
    return figure;
  }

  /** Whether the figure is complete: others are said by now, or drawn in another rectangle. */
  #isPast(clip: string): boolean {
    const [figure, following] = this.#figures.slice(this.#figure, this.#figure + 2);
    if (!figure) return false;
    if (figure.to < this.#next) return true;
    const isNext = following !== undefined && following.from <= this.#next;
    return isNext && this.#figureClip !== undefined && this.#figureClip !== clip;
  }
}

/** A picture is read as a whole, in whatever order it is drawn. */
const inPicture = 0;

/** What is marked at the moment, up to where; `owner` is undefined for an artifact. */
interface OpenMark {
  readonly owner: TaggedElement | undefined;
  readonly at: number;
  readonly to: number;
}

/** The content of a page while marks are put into it. */
class MarkedContent {
  readonly owners: TaggedElement[] = [];
  readonly #page: number;
  readonly #content: string;
  readonly #parts: string[] = [];
  #copied = 0;
  #open: OpenMark | undefined;
  /** A drawing that belongs to what it stands in, if that goes on after it. */
  #held: Piece | undefined;

  constructor(page: number, content: string) {
    this.#page = page;
    this.#content = content;
  }

  text(piece: Piece, owner: TaggedElement, at: number): void {
    this.#stretch(piece, owner, at);
  }

  artifact(piece: Piece): void {
    this.#stretch(piece, undefined, 0);
  }

  /** A drawing: of its figure, of the element whose texts are around it, or an artifact. */
  drawing(piece: Piece, figure: TaggedElement | undefined): void {
    if (figure) this.#stretch(piece, figure, inPicture);
    else if (this.#open?.owner === undefined) this.artifact(piece);
    else this.#held = this.#held ? { ...this.#held, to: piece.to } : piece;
  }

  end(): string {
    this.#close();
    this.#parts.push(this.#content.slice(this.#copied));
    return this.#parts.join("");
  }

  #stretch(piece: Piece, owner: TaggedElement | undefined, at: number): void {
    const open = this.#open;
    if (!open || open.owner !== owner || open.at !== at) {
      this.#close();
      this.#begin(piece.from, owner, at);
    }
    this.#held = undefined;
    this.#open = { owner, at, to: piece.to };
  }

  #begin(from: number, owner: TaggedElement | undefined, at: number): void {
    const mark = owner ? `/${owner.role} <</MCID ${this.owners.length}>>BDC` : "/Artifact BMC";
    this.#parts.push(this.#content.slice(this.#copied, from), `${mark}\n`);
    this.#copied = from;
    if (!owner) return;
    owner.kids.push({ at, page: this.#page, mark: this.owners.length });
    this.owners.push(owner);
  }

  #close(): void {
    if (!this.#open) return;
    this.#parts.push(this.#content.slice(this.#copied, this.#open.to), "\nEMC");
    this.#copied = this.#open.to;
    this.#open = undefined;
    const held = this.#held;
    this.#held = undefined;
    if (!held) return;
    this.#begin(held.from, undefined, 0);
    this.#parts.push(this.#content.slice(this.#copied, held.to), "\nEMC");
    this.#copied = held.to;
  }
}
