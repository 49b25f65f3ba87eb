import { fromUtf16, type Letters, lettersOf } from "./letters.js";

/** A piece of a page: a text, or lines and areas that are drawn one after the other. */
export interface Piece {
  /** Where in the content of the page it begins and ends. */
  readonly from: number;
  readonly to: number;
  /** What a text says, in the order it is read, without spaces; undefined where it is none. */
  readonly letters: string | undefined;
  /** The rectangle that it is drawn in; what belongs to no element, a footer say, has none. */
  readonly clip: string | undefined;
  /** Where on the page its first letter stands, and how high it is, in points. */
  readonly place: PagePoint | undefined;
}

/** A point of a page, in points from its lower left corner, and the size of what stands there. */
export interface PagePoint {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** What `q` keeps and `Q` brings back. */
interface State {
  readonly matrix: Matrix;
  readonly clip: string | undefined;
}

type Matrix = readonly [number, number, number, number, number, number];

/** What is drawn on a page, from its content as Chromium writes it: an operator a line. */
export function piecesOf(content: string, fonts: ReadonlyMap<string, Letters>): readonly Piece[] {
  const reader = new ContentReader(content, fonts);
  for (let from = 0; from < content.length; ) {
    const end = content.indexOf("\n", from);
    const to = end < 0 ? content.length : end;
    reader.read(from, to);
    from = to + 1;
  }
  return reader.pieces;
}

class ContentReader {
  readonly pieces: Piece[] = [];
  readonly #content: string;
  readonly #fonts: ReadonlyMap<string, Letters>;
  readonly #kept: State[] = [];
  #state: State = { matrix: [1, 0, 0, 1, 0, 0], clip: undefined };
  /** Where the path begins that is under way, and the rectangle that it may be. */
  #path: number | undefined;
  #rectangle = "";
  #text: OpenText | undefined;

  constructor(content: string, fonts: ReadonlyMap<string, Letters>) {
    this.#content = content;
    this.#fonts = fonts;
  }

  /** Reads the line from here to there. */
  read(from: number, to: number): void {
    const operator = operatorIn(this.#content, from, to);
    switch (operator) {
      // Most of all operators, where a glyph stands and how a path goes on, say nothing here.
      case "Td":
      case "l":
      case "c":
      case "h":
        break;
      case "Tj":
        this.#text?.show(this.#content, from, to);
        break;
      case "m":
      case "re":
        if (this.#path === undefined) this.#rectangle = this.#content.slice(from, to);
        this.#path ??= from;
        break;
      case "f":
      case "f*":
      case "S":
      case "B":
      case "B*":
      case "Do":
      case "sh":
        this.#draw(this.#path ?? from, to);
        break;
      case "n":
        this.#clip(this.#content.slice(from, to));
        break;
      case "q":
        this.#kept.push(this.#state);
        break;
      case "Q":
        this.#state = this.#kept.pop()!;
        break;
      case "cm":
        this.#state = {
          ...this.#state,
          matrix: times(this.#state.matrix, matrixIn(this.#content.slice(from, to))),
        };
        break;
      case "BT":
        this.#text = new OpenText(from, this.#fonts);
        break;
      case "ET":
        this.pieces.push(this.#text!.piece(to, this.#state));
        this.#text = undefined;
        break;
      default:
        this.#text?.read(operator, this.#content.slice(from, to));
    }
  }

  /** A path that is not drawn, but only bounds what is. */
  #clip(line: string): void {
    if (/^W\*? n$/.test(line)) this.#state = { ...this.#state, clip: this.#rectangle };
    this.#path = undefined;
  }

  #draw(from: number, to: number): void {
    this.#path = undefined;
    const { clip } = this.#state;
    const last = this.pieces.at(-1);
    if (last?.letters === undefined && last?.clip === clip && last)
      this.pieces[this.pieces.length - 1] = { ...last, to };
    else this.pieces.push({ from, to, letters: undefined, clip, place: undefined });
  }
}

/** A text while it is read. */
class OpenText {
  readonly #from: number;
  readonly #fonts: ReadonlyMap<string, Letters>;
  #font: Letters | undefined;
  #size = 0;
  #matrix: Matrix | undefined;
  #letters = "";
  /** Glyphs for which is said what they mean together. */
  #isTold = false;
  /** Whether they are drawn from left to right, and read from right to left. */
  #isReversed = false;

  constructor(from: number, fonts: ReadonlyMap<string, Letters>) {
    this.#from = from;
    this.#fonts = fonts;
  }

  read(operator: string, line: string): void {
    if (operator === "Tf") {
      const [name, size] = line.split(" ");
      this.#font = this.#fonts.get(name!.slice(1));
      this.#size = Number(size);
    } else if (operator === "Tm") this.#matrix ??= matrixIn(line);
    else if (operator === "BDC") {
      const told = /\/ActualText <FEFF(\w*)>/.exec(line)?.[1];
      if (told !== undefined) this.#add(lettersOf(fromUtf16(told)));
      this.#isTold = told !== undefined;
    } else if (operator === "BMC") this.#isReversed ||= line.startsWith("/ReversedChars");
    else if (operator === "EMC") this.#isTold = false;
  }

  /** Glyphs are shown as hexadecimal digits, four each. */
  show(content: string, from: number, to: number): void {
    if (this.#isTold) return;
    for (let at = content.indexOf("<", from) + 1; at + 4 < to && content[at] !== ">"; at += 4)
      this.#add(this.#font?.get(content.slice(at, at + 4)) ?? unknown);
  }

  /** In the order in which they are read. */
  #add(letters: string): void {
    this.#letters = this.#isReversed ? letters + this.#letters : this.#letters + letters;
  }

  piece(to: number, { matrix, clip }: State): Piece {
    const [a, , , , x, y] = times(matrix, this.#matrix ?? [1, 0, 0, 1, 0, 0]);
    const place = { x, y, size: this.#size * a };
    return { from: this.#from, to, letters: this.#letters, clip, place };
  }
}

/** What a glyph says that says nothing known: no page has it. */
const unknown = "\ufffd";

function operatorIn(content: string, from: number, to: number): string {
  const space = content.lastIndexOf(" ", to - 1);
  return content.slice(Math.max(from, space + 1), to);
}

const matrixIn = (line: string): Matrix =>
  line.split(" ").slice(0, 6).map(Number) as unknown as Matrix;

/** First what the second says, then what the first says. */
const times = ([a, b, c, d, e, f]: Matrix, [a2, b2, c2, d2, e2, f2]: Matrix): Matrix => [
  a * a2 + c * b2,
  b * a2 + d * b2,
  a * c2 + c * d2,
  b * c2 + d * d2,
  a * e2 + c * f2 + e,
  b * e2 + d * f2 + f,
];
