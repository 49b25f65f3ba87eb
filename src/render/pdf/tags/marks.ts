import { type Hole, type HoledContent, insertHole, movedText } from "../plates/holes.js";
import { type Insert, placeNumber } from "../plates/insert.js";
import type { PagePoint, Piece } from "./drawn.js";
import { type DocumentElements, type TaggedElement, TagsMismatch } from "./elements.js";
import { lettersOf } from "./letters.js";
import { firstLine, type PlacedLine, runsLeft } from "./lines.js";
import type { PageOutline } from "./outline.js";

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
  /** Whether lines may be drawn in another order than they are read. */
  readonly #runsLeft: boolean;
  readonly #isRightToLeft: boolean;
  /** What is drawn where there are places for it. */
  readonly #inserts: readonly Insert[];
  /** How many letters are still to be drawn of those that are kept in reserve. */
  #reserve: { readonly left: number; readonly isBegun: boolean };
  /** The insert that texts move with which are drawn now, and the size of its letters. */
  #moving: { readonly with: number; readonly size: number } | undefined;
  /** The last place in the order of reading, and what stands there. */
  #order: { readonly at: number; readonly base: number; readonly to: number } | undefined;

  constructor(
    elements: DocumentElements,
    { repeated, isRightToLeft, reserve }: Omit<PageOutline, "language" | "items">,
    inserts: readonly Insert[] = [],
  ) {
    this.#inserts = inserts;
    this.#reserve = { left: lettersOf(reserve).length, isBegun: false };
    this.#elements = elements;
    this.#figures = elements.all.filter(
      ({ role, alternative }) => role === "Figure" && alternative !== undefined,
    );
    this.#repeated = repeated.map(lettersOf);
    this.#runsLeft = runsLeft(elements.letters);
    this.#isRightToLeft = isRightToLeft;
  }

  /**
   * The content of a page with its marks, and whose they are, by their numbers. Throws a
   * TagsMismatch where something else is drawn than was said.
   */
  mark(
    page: number,
    content: string,
    pieces: readonly Piece[],
  ): { readonly content: HoledContent; readonly owners: readonly TaggedElement[] } {
    const written = new MarkedContent(page, content);
    const bounds = pieces.find(({ clip }) => clip !== undefined)?.clip;
    let line: PlacedLine | undefined;
    for (const [i, piece] of pieces.entries()) {
      const { letters } = piece;
      if (this.#isReserve(piece)) {
        written.leaveOut(piece);
        continue;
      }
      if (letters === undefined) written.drawing(piece, this.#drawn(piece, bounds));
      else if (letters === "") written.drawing(piece, undefined);
      else if (piece.clip === undefined) written.artifact(piece);
      else {
        if (this.#runsLeft && i >= (line?.to ?? 0)) line = this.#line(pieces, i);
        const from = line?.places.get(i);
        if (from === undefined && this.#isAgain(letters)) written.artifact(piece);
        else {
          const place = { page, place: piece.place! };
          written.text(piece, ...this.#said(letters, from ?? this.#next, place));
          this.#next = from === undefined ? this.#next + letters.length : line!.end;
        }
      }
      if (letters) this.#leaveHole(written, piece, content.slice(piece.from, piece.to));
    }
    return { content: written.end(), owners: written.owners };
  }

  /** Throws a TagsMismatch where something was said that is drawn on no page. */
  end(): void {
    const { letters } = this.#elements;
    if (this.#next < letters.length)
      throw new TagsMismatch(`"${letters.slice(this.#next, this.#next + 20)}" is not drawn`);
  }

  /** Whether it is drawn for its glyphs alone: texts come first, and areas behind all texts. */
  #isReserve({ clip, letters = "" }: Piece): boolean {
    const { left, isBegun } = this.#reserve;
    if (left === 0 || clip === undefined || (letters === "" && !isBegun)) return false;
    if (letters.length > left) throw new TagsMismatch("the reserve has other letters");
    this.#reserve = { left: left - letters.length, isBegun: true };
    return true;
  }

  /** Leaves a hole for an insert, and for a text that moves with one. */
  #leaveHole(written: MarkedContent, piece: Piece, text: string): void {
    const number = placeNumber(piece.letters!);
    if (number !== undefined && this.#inserts[number]) {
      const hole = insertHole(number, text);
      written.replace(piece, hole);
      const [line, next] = [number, number + 1].map((at) => this.#lineOf(at));
      this.#moving =
        line !== undefined && line === next
          ? { with: number + 1, size: hole.spot.size }
          : undefined;
    } else if (this.#moving !== undefined) {
      const { with: next, size } = this.#moving;
      written.replace(piece, movedText(next, text, size));
    }
  }

  #lineOf(number: number): number | undefined {
    const insert = this.#inserts[number];
    return insert && "line" in insert ? insert.line?.number : undefined;
  }

  /** The line that is drawn from this piece on, where it is not drawn in the order it is read. */
  #line(pieces: readonly Piece[], from: number): PlacedLine {
    const isRightToLeft = this.#isRightToLeft;
    return firstLine(this.#elements.letters, this.#next, pieces, { from, isRightToLeft });
  }

  /** Whose letters are drawn, from which place on, and their place among what is read. */
  #said(
    drawn: string,
    from: number,
    placed: Omit<PlacedHeading, "heading">,
  ): [TaggedElement, number] {
    const { letters, runs } = this.#elements;
    if (!letters.startsWith(drawn, from)) {
      const said = letters.slice(from, from + drawn.length);
      // What a font of other letters draws says nothing.
      const other = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(drawn) ? `"${drawn}"` : "something else";
      throw new TagsMismatch(`${other} is drawn where "${said}" is said`);
    }
    while (runs[this.#run]!.from > from) this.#run--;
    while (runs[this.#run]!.to <= from) this.#run++;
    const { owner, at } = runs[this.#run]!;
    const heading = [owner, owner.parent].find((element) => element?.title !== undefined);
    if (heading && from === heading.from) this.headings.push({ heading, ...placed });
    const to = from + drawn.length;
    for (let run = this.#run; runs[run] && runs[run]!.from < to; run++)
      if (runs[run]!.owner !== owner)
        throw new TagsMismatch(`"${drawn}" is drawn as one and said by two elements`);
    return [owner, this.#figures.includes(owner) ? inPicture : this.#readAt(at, from, to)];
  }

  /** Where letters are read: as one with what stands before them, if that is drawn before them. */
  #readAt(base: number, from: number, to: number): number {
    if (!this.#runsLeft) return base;
    const last = this.#order;
    const goesOn = last?.base === base && last.to === from;
    const at = goesOn ? last.at : base + from * aLetter;
    this.#order = { at, base, to };
    return at;
  }

  /** Whether it is the head of a table, drawn on a further page once more. */
  #isAgain(drawn: string): boolean {
    const begins = (text: string): boolean =>
      this.#runsLeft ? text.includes(drawn) : text.startsWith(drawn);
    if (begins(this.#again)) {
      this.#again = this.#again.replace(drawn, "");
      return true;
    }
    this.#again = "";
    if (this.#elements.letters.startsWith(drawn, this.#next)) return false;
    const repeated = this.#repeated.find(begins);
    if (repeated === undefined) return false;
    this.#again = repeated.replace(drawn, "");
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

/** How much later a letter of a text is read than the one before it. */
const aLetter = 1e-7;

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
  readonly #parts: (string | Hole)[] = [];
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

  leaveOut(piece: Piece): void {
    this.#close();
    this.#parts.push(this.#content.slice(this.#copied, piece.from));
    this.#copied = piece.to;
  }

  /** Leaves a hole where a text has been marked. */
  replace(piece: Piece, hole: Hole): void {
    this.#parts.push(this.#content.slice(this.#copied, piece.from), hole);
    this.#copied = piece.to;
  }

  /** With as few parts as can be. */
  end(): HoledContent {
    this.#close();
    this.#parts.push(this.#content.slice(this.#copied));
    const joined: (string | Hole)[] = [];
    for (const part of this.#parts) {
      const last = joined.at(-1);
      if (typeof part === "string" && typeof last === "string") joined.push(joined.pop() + part);
      else joined.push(part);
    }
    return joined;
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
