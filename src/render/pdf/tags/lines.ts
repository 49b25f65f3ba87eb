import type { Piece } from "./drawn.js";

/** Whether a text has letters that are read from right to left. */
export const runsLeft = (text: string): boolean => leftward.test(text);

const leftward = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Where pieces of a page stand in what is said, as far as they are not drawn as it is read. */
export interface PlacedLine {
  /** By the number of the piece. */
  readonly places: ReadonlyMap<number, number>;
  /** The piece after those of the line, and after all that stand in order before it. */
  readonly to: number;
  /** Where what is said goes on after it. */
  readonly end: number;
}

/**
 * Finds the next line that is not drawn in the order it is read, from what is said at `next` and
 * from this piece on: letters that are read from right to left are drawn from left to right, piece
 * by piece. Pieces before it stand in order.
 */
export function firstLine(
  letters: string,
  next: number,
  pieces: readonly Piece[],
  from: number,
): PlacedLine {
  const texts = textsFrom(pieces, from);
  const starts = [next];
  let ordered = 0;
  for (const { text } of texts) {
    if (!letters.startsWith(text, starts[ordered])) break;
    starts.push(starts[ordered++]! + text.length);
  }
  if (ordered === texts.length) {
    const to = ordered < mostInLine ? pieces.length : texts[ordered - mostByChance]!.piece;
    return { places: new Map(), to, end: next };
  }
  // It may begin with what seems to be in order by chance.
  for (let first = ordered; first >= Math.max(0, ordered - mostByChance); first--) {
    const drawn = texts.slice(first).map(({ text }) => text);
    const start = starts[first]!;
    const length = lengthOfLine(letters.slice(start, start + mostLetters), drawn);
    if (first + length <= ordered) continue;
    const line = drawn.slice(0, length);
    const end = start + line.join("").length;
    const places = placesInLine(letters.slice(start, end), line);
    if (!places) continue;
    const entries = places.map((place, i) => [texts[first + i]!.piece, start + place] as const);
    return { places: new Map(entries), to: texts[first + length - 1]!.piece + 1, end };
  }
  return { places: new Map(), to: texts[ordered]!.piece + (ordered === 0 ? 1 : 0), end: next };
}

/** The texts that follow, with the numbers of their pieces. */
function textsFrom(
  pieces: readonly Piece[],
  from: number,
): readonly { readonly text: string; readonly piece: number }[] {
  const texts: { text: string; piece: number }[] = [];
  for (let piece = from; piece < pieces.length && texts.length < mostInLine; piece++) {
    const { letters, clip } = pieces[piece]!;
    if (letters && clip !== undefined) texts.push({ text: letters, piece });
  }
  return texts;
}

/** The most pieces and letters that are looked at for a line, and the most that fit by chance. */
const mostInLine = 200;
const mostLetters = 2000;
const mostByChance = 40;
/** Where in what is said each piece of a line stands; undefined where they do not make it up. */
export function placesInLine(
  said: string,
  pieces: readonly string[],
): readonly number[] | undefined {
  const places = pieces.map(() => -1);
  const begins = said.startsWith(pieces[0]!) ? -1 : pieces.length;
  return placed(said, pieces, places, { from: 0, last: begins }) ? places : undefined;
}

/** Places what stands next; the nearest to `last` first, as a line goes on in either direction. */
function placed(
  said: string,
  pieces: readonly string[],
  places: number[],
  { from, last }: { readonly from: number; readonly last: number },
): boolean {
  if (from === said.length) return true;
  const tried = new Set<string>();
  const nearest = [...pieces.keys()].sort((a, b) => Math.abs(a - last) - Math.abs(b - last));
  for (const i of nearest) {
    const piece = pieces[i]!;
    if (places[i] !== -1 || tried.has(piece) || !said.startsWith(piece, from)) continue;
    tried.add(piece);
    places[i] = from;
    if (placed(said, pieces, places, { from: from + piece.length, last: i })) return true;
    places[i] = -1;
  }
  return false;
}

/**
 * How many of these pieces, at least two, have together the letters that are said, in whatever
 * order; 0 where none have.
 */
function lengthOfLine(letters: string, pieces: readonly string[]): number {
  const left = new Map<string, number>();
  const count = (letter: string, by: number): void => {
    const sum = (left.get(letter) ?? 0) + by;
    if (sum === 0) left.delete(letter);
    else left.set(letter, sum);
  };
  let said = 0;
  for (const [i, piece] of pieces.entries()) {
    for (let at = 0; at < piece.length; at++) {
      count(piece[at]!, 1);
      count(letters[said + at] ?? "", -1);
    }
    said += piece.length;
    if (i > 0 && left.size === 0) return i + 1;
  }
  return 0;
}
