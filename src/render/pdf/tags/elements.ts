import { lettersOf } from "./letters.js";
import type { Beginning, PageOutline } from "./outline.js";

/** What a page says of itself does not fit what is drawn on it: the browser has to tag it. */
export class TagsMismatch extends Error {
  override readonly name = "TagsMismatch";
}

/** An element of a document, with what was found of it on its pages. */
export interface TaggedElement extends Beginning {
  readonly parent: TaggedElement | undefined;
  readonly kids: Kid[];
  /** Which letters of the document are its own: from one place to before another. */
  readonly from: number;
  to: number;
}

/** What stands in an element, each with its place among what is read. */
export type Kid = {
  readonly at: number;
} & ({ readonly element: TaggedElement } | MarkedPiece | Annotation);

/** A piece of a page, by the number it is marked with. */
export interface MarkedPiece {
  readonly page: number;
  readonly mark: number;
}

/** A link or a field on a page, by the number of its object. */
export interface Annotation {
  readonly page: number;
  readonly annotation: number;
}

/** Letters of one element, from one place in those of the document to before another. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly owner: TaggedElement;
  /** The place, among what is read, of the runs that it is drawn with as one. */
  readonly at: number;
}

/** The elements of a document and its letters, as they are drawn one after the other. */
export interface DocumentElements {
  readonly document: TaggedElement;
  readonly all: readonly TaggedElement[];
  readonly letters: string;
  readonly runs: readonly Run[];
}

/** Makes the elements that a page says it has. */
export function elementsOf({ items }: PageOutline): DocumentElements {
  const document: TaggedElement = { role: "Document", parent: undefined, kids: [], from: 0, to: 0 };
  const all: TaggedElement[] = [];
  const runs: Run[] = [];
  let letters = "";
  let open = document;
  // An accent is read after what it stands on: neither is of one piece with what is around them.
  let piece = 0;
  let accented = Number.POSITIVE_INFINITY;
  const say = (text: string, at: number): void => {
    const from = letters.length;
    letters += lettersOf(text);
    if (letters.length > from) runs.push({ from, to: letters.length, owner: open, at });
  };
  for (const [i, item] of items.entries()) {
    if (item === null) {
      open.to = letters.length;
      open = open.parent!;
    } else if (typeof item === "string") {
      if (i > accented) {
        piece = i;
        accented = Number.POSITIVE_INFINITY;
      }
      say(item, piece);
    } else if ("accent" in item) {
      accented = i + item.after;
      say(item.accent, accented + 0.5);
    } else {
      const element = { ...item, parent: open, kids: [], from: letters.length, to: 0 };
      open.kids.push({ at: i, element });
      all.push(element);
      open = element;
    }
    if (typeof item !== "string") piece = i;
  }
  return { document, all, letters, runs };
}
