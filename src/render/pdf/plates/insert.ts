import type { DrawnShape } from "../shapes/shapes.js";
import type { PageOutline } from "../tags/outline.js";
import type { DrawnPicture } from "./picture.js";

/** What a document has in a place that its plate leaves. */
export type Insert = DrawnInsert | PictureInsert | FootInsert;

interface AnyInsert {
  /** Its letters, as they are compared with what is drawn. */
  readonly letters: string;
  /** What is said instead of it. */
  readonly words?: string;
  /**
   * The line that it stands on with others, where what comes before it is as wide as it is drawn,
   * and its place has no width.
   */
  readonly line?: Line | undefined;
}

/** A formula or a text. */
export interface DrawnInsert extends AnyInsert {
  readonly kind: "drawn";
  readonly drawn: DrawnShape;
}

/** Where an insert stands on a line of several. */
export interface Line {
  readonly number: number;
  /** How much further to the right than its place, in pixels where letters have 11 pt. */
  readonly shift: number;
  /** How far to the left of where it would stand its place begins, in the same. */
  readonly ahead?: number;
}

/** A picture. */
export interface PictureInsert extends AnyInsert {
  readonly kind: "picture";
  readonly picture: DrawnPicture;
  /** How far to the right of its place it begins, in pixels. */
  readonly aside: number;
}

/** A text at the foot of each page: it begins or ends where its place does. */
export interface FootInsert {
  readonly kind: "foot";
  readonly isAtEnd: boolean;
  /** Undefined where only the browser can draw it. */
  readonly onPage: (
    page: number,
    of: number,
  ) => { readonly drawn: DrawnShape; readonly letters: string } | undefined;
}

/** What stands in places, around their numbers: no text of a sheet has it. */
export const sign = "¤";

/** What stands in the place of this number. */
export const textOfPlace = (number: number): string => `${sign}${number}${sign}`;

/** The number of the place where this text stands; undefined for other texts. */
export function placeNumber(text: string): number | undefined {
  const number = /^¤(\d+)¤$/.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** An outline in which places say, in place of what is said there, which they are. */
export function withPlacesSaid(outline: PageOutline): PageOutline {
  const items = outline.items.map((item, i) => {
    const said = outline.items[i + 1];
    return item !== null &&
      typeof item === "object" &&
      "role" in item &&
      item.role === "Formula" &&
      typeof said === "string" &&
      placeNumber(said) !== undefined
      ? { ...item, alternative: said }
      : item;
  });
  return { ...outline, items };
}
