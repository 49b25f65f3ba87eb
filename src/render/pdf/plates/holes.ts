import { TagsMismatch } from "../tags/elements.js";
import type { PlaceOnPage } from "./stamp.js";

/** What a page draws, with holes for what documents have otherwise. */
export type HoledContent = readonly (string | Hole)[];

/** What is filled in for each document. */
export type Hole = InsertHole | MovedText;

/** Where an insert is drawn. */
export interface InsertHole {
  readonly kind: "insert";
  readonly number: number;
  readonly spot: PlaceOnPage;
  /** How far its last letter begins behind the first, and the code of that letter. */
  readonly last: { readonly behind: number; readonly code: string };
}

/** A text that stands before an insert on its line, and moves with it. */
export interface MovedText {
  readonly kind: "moved";
  readonly number: number;
  readonly x: number;
  /** The size of the letters that it moves with. */
  readonly size: number;
  /** The operators before that place and behind it. */
  readonly before: string;
  readonly after: string;
}

/** The hole in place of this text. Throws a TagsMismatch where it does not say where it is. */
export function insertHole(number: number, text: string): InsertHole {
  const size = Number(/^\/\w+ (\S+) Tf$/m.exec(text)?.[1]);
  const [, x, y] = /^1 0 0 -1 (\S+) (\S+) Tm$/m.exec(text)?.map(Number) ?? [];
  const steps = [...text.matchAll(/^(\S+) 0 Td <\w+> Tj$/gm)].map(([, step]) => Number(step));
  const code = /.*<(\w{4})> Tj/s.exec(text)?.[1];
  if (!(size > 0) || x === undefined || y === undefined || Number.isNaN(x + y) || !code)
    throw new TagsMismatch("a place does not say where it is");
  const behind = steps.reduce((sum, step) => sum + step, 0);
  return { kind: "insert", number, spot: { x, y, size }, last: { behind, code } };
}

/** This text of a page where it moves with the insert of this number. */
export function movedText(number: number, text: string, size: number): MovedText {
  const [, before = "", x = "", after = ""] = /^(.*?\n1 0 0 -1 )(\S+)( .*)$/s.exec(text) ?? [];
  return { kind: "moved", number, x: Number(x), size, before, after };
}
