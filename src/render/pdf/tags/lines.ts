import type { PagePoint, Piece } from "./drawn.js";

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

/** Where a line may begin and end: a page is searched from these pieces on. */
interface Candidate {
  readonly first: number;
  readonly length: number;
}

/**
 * Finds the next line that is not drawn in the order it is read, from what is said at `next` and
 * from this piece on: letters that are read from right to left are drawn from left to right, piece
 * by piece. Pieces before it stand in order. `isRightToLeft`: so do lines, where nothing says more.
 */
export function firstLine(
  letters: string,
  next: number,
  pieces: readonly Piece[],
  { from, isRightToLeft }: { readonly from: number; readonly isRightToLeft: boolean },
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
  for (const { first, length } of candidates(letters, starts, texts)) {
    const line = texts.slice(first, first + length).map(({ text }) => text);
    const start = starts[first]!;
    const end = start + line.join("").length;
    const places = placesInLine(letters.slice(start, end), line, isRightToLeft);
    if (!places) continue;
    const entries = places.map((place, i) => [texts[first + i]!.piece, start + place] as const);
    return { places: new Map(entries), to: texts[first + length - 1]!.piece + 1, end };
  }
  return { places: new Map(), to: texts[ordered]!.piece + (ordered === 0 ? 1 : 0), end: next };
}

/**
 * Pieces that have together the letters that are said, the most likely line first: one that begins
 * and ends where pieces go back to the left. It may begin with what is in order by chance.
 */
function candidates(
  letters: string,
  starts: readonly number[],
  texts: readonly LineText[],
): readonly Candidate[] {
  const ordered = starts.length - 1;
  const found: (Candidate & { readonly breaks: number })[] = [];
  for (let first = ordered; first >= Math.max(0, ordered - mostByChance); first--) {
    const said = letters.slice(starts[first]!, starts[first]! + mostLetters);
    for (const length of lengthsOfLine(said, texts.slice(first)))
      if (first + length > ordered) {
        const breaks = [first, first + length].filter((at) => isBreak(texts, at)).length;
        found.push({ first, length, breaks });
      }
  }
  return found.sort((a, b) => b.breaks - a.breaks).slice(0, mostCandidates);
}

/** Whether a line may begin with this text. */
function isBreak(texts: readonly LineText[], at: number): boolean {
  const [before, text] = [texts[at - 1], texts[at]];
  return !before || !text || text.place.x < before.place.x - 2 * text.place.size;
}

interface LineText {
  readonly text: string;
  readonly place: PagePoint;
  /** The number of its piece. */
  readonly piece: number;
}

/** The texts that follow. */
function textsFrom(pieces: readonly Piece[], from: number): readonly LineText[] {
  const texts: LineText[] = [];
  for (let piece = from; piece < pieces.length && texts.length < mostInLine; piece++) {
    const { letters, clip, place } = pieces[piece]!;
    if (letters && clip !== undefined) texts.push({ text: letters, place: place!, piece });
  }
  return texts;
}

/** The most pieces and letters that are looked at for a line, and the most that fit by chance. */
const mostInLine = 200;
const mostLetters = 2000;
const mostByChance = 40;
const mostCandidates = 20;
/** The most pieces that are tried in a place before a line is given up. */
const mostTries = 5000;

/** Where in what is said each piece of a line stands; undefined where they do not make it up. */
function placesInLine(
  said: string,
  pieces: readonly string[],
  isRightToLeft: boolean,
): readonly number[] | undefined {
  const goesRight = !isRightToLeft && said.startsWith(pieces[0]!);
  const line = { said, pieces, places: pieces.map(() => -1), tries: 0 };
  return placed(line, 0, goesRight ? -1 : pieces.length) ? line.places : undefined;
}

/** A line while its pieces are placed. */
interface OpenLine {
  readonly said: string;
  readonly pieces: readonly string[];
  readonly places: number[];
  tries: number;
}

/** Places what stands next; the nearest to `last` first, as a line goes on in either direction. */
function placed(line: OpenLine, from: number, last: number): boolean {
  const { said, pieces, places } = line;
  if (from === said.length) return true;
  const tried = new Set<string>();
  const nearest = [...pieces.keys()].sort((a, b) => Math.abs(a - last) - Math.abs(b - last));
  for (const i of nearest) {
    const piece = pieces[i]!;
    if (places[i] !== -1 || tried.has(piece) || !said.startsWith(piece, from)) continue;
    if (++line.tries > mostTries) return false;
    tried.add(piece);
    places[i] = from;
    if (placed(line, from + piece.length, i)) return true;
    places[i] = -1;
  }
  return false;
}

/** How many of these texts, at least two, have together the letters that are said, in any order. */
function lengthsOfLine(letters: string, texts: readonly LineText[]): readonly number[] {
  const left = new Map<string, number>();
  const count = (letter: string, by: number): void => {
    const sum = (left.get(letter) ?? 0) + by;
    if (sum === 0) left.delete(letter);
    else left.set(letter, sum);
  };
  const lengths: number[] = [];
  let said = 0;
  for (const [i, { text }] of texts.entries()) {
    for (let at = 0; at < text.length; at++) {
      count(text[at]!, 1);
      count(letters[said + at] ?? "", -1);
    }
    said += text.length;
    if (i > 0 && left.size === 0) lengths.push(i + 1);
  }
  return lengths;
}
