import { fontAdvances } from "./fontAdvances.js";

/** A rectangle around its center, turned by an angle, in radians. */
export interface Turned {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** A text of a picture that is no name in a unit: the box of its ink, and what it is of. */
export interface Label extends Turned {
  readonly of: string | undefined;
  readonly words: string;
}

export interface Line {
  readonly of: string | undefined;
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

/** A unit: all that is not further than `r` from a level line, which is a point in a circle. */
export interface Circle {
  readonly of: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** How far the line goes to both sides. */
  readonly stretch: number;
  /** What it says. */
  readonly words: string;
  readonly isAgain: boolean;
}

/** What of a picture is not to lie on one another, read from what is written. */
export interface Parts {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly Label[];
  readonly lines: readonly Line[];
  readonly circles: readonly Circle[];
  readonly cells: readonly Turned[];
}

/** The parts of a picture that `diagramSvg` has written, an element a line, with names. */
export function partsOf(svg: string): Parts {
  const lines = svg.split("\n");
  const { width, height } = attributes(lines[0]!);
  return {
    width: Number(width),
    height: Number(height),
    labels: lines.flatMap((line) => (/^<(text|rect [^>]*"label")/.test(line) ? labelIn(line) : [])),
    lines: lines.flatMap((line) => {
      if (!line.startsWith("<line")) return [];
      const { x1, y1, x2, y2, "data-of": of } = attributes(line);
      return { of, from: [Number(x1), Number(y1)], to: [Number(x2), Number(y2)] } as const;
    }),
    circles: lines.flatMap((line) => {
      const shape = circleIn(line);
      if (!shape) return [];
      const { "data-of": of, class: kinds } = attributes(line);
      return {
        of,
        ...shape,
        words: wordsOf(/<text[^>]*>(.*)<\/text>/.exec(line)![1]!),
        isAgain: / again\b/.test(kinds!),
      };
    }),
    cells: lines.flatMap((line) => {
      if (!/^<rect [^>]*class="cell/.test(line)) return [];
      const [x, y, width, height] = ["x", "y", "width", "height"].map((key) =>
        Number(attributes(line)[key]),
      ) as [number, number, number, number];
      return { x: x + width / 2, y: y + height / 2, width, height, angle: 0 };
    }),
  };
}

type Shape = Pick<Circle, "x" | "y" | "r" | "stretch">;

function circleIn(line: string): Shape | undefined {
  const { cx, cy, r, d } = attributes(line);
  if (line.startsWith("<circle")) return { x: Number(cx), y: Number(cy), r: Number(r), stretch: 0 };
  if (!/^<path [^>]*class="pill/.test(line)) return undefined;
  const [, left, top, right, radius] = /^M (\S+) (\S+) H (\S+) A (\S+) /.exec(d!)!.map(Number);
  return {
    x: (left! + right!) / 2,
    y: top! + radius!,
    r: radius!,
    stretch: (right! - left!) / 2,
  };
}

/** What is read of the inside of a text. */
export const wordsOf = (markup: string): string =>
  markup.replace(/<[^>]+>/g, "").replaceAll("\u200b", "");

const attributes = (line: string): Record<string, string> =>
  Object.fromEntries(
    [...(/<[^>]*>/.exec(line)?.[0] ?? "").matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [
      k,
      v,
    ]),
  );

function labelIn(line: string): Label {
  const [, opening, markup] = /(<text[^>]*>)(.*)<\/text>/.exec(line)!;
  const { x, y, "font-size": size, transform, "data-of": of } = attributes(opening!);
  const { width, top, bottom, words } = inkOf(markup!, Number(size));
  const [, turn = "0", about = x, at = y] =
    /rotate\((\S+) (\S+) (\S+)\)/.exec(transform ?? "") ?? [];
  const angle = (Number(turn) * Math.PI) / 180;
  const across = Number(x) - Number(about);
  const down = Number(y) + (top + bottom) / 2 - Number(at);
  return {
    of,
    words,
    x: Number(about) + across * Math.cos(angle) - down * Math.sin(angle),
    y: Number(at) + across * Math.sin(angle) + down * Math.cos(angle),
    width,
    height: bottom - top,
    angle,
  };
}

const upright = fontAdvances("stix-two-text/files/stix-two-text-latin-400-normal.woff");
const italic = fontAdvances("stix-two-text/files/stix-two-text-latin-400-italic.woff");
const math = fontAdvances("stix-two-math/files/stix-two-math-latin-400-normal.woff");

/** In fonts of other scripts: at most as wide as this, where no Han letter is. */
const elsewhere = (character: string): number =>
  /\p{Script=Han}|[，。“”]/u.test(character) ? 1 : 0.72;

/** How wide a text is, and how far above and below its line its ink goes. */
function inkOf(
  markup: string,
  size: number,
): { width: number; top: number; bottom: number; words: string } {
  const within = [{ size, isItalic: false }];
  let [width, shift, top, bottom, words] = [0, 0, 0, 0, ""];
  for (const [piece] of markup.matchAll(/<[^>]*>|&\w+;|[^<&]/gu)) {
    if (piece === "</tspan>") within.pop();
    else if (piece.startsWith("<")) {
      const { "font-size": own, "font-style": style, dy = "0" } = attributes(piece);
      const before = within.at(-1)!;
      shift += Number(dy);
      within.push({
        size: own === undefined ? before.size : Number(own),
        isItalic: style === "italic" || before.isItalic,
      });
    } else {
      const character = piece.startsWith("&") ? "<" : piece;
      if (/\u200b|\u0302/.test(character)) continue;
      const { size, isItalic } = within.at(-1)!;
      const advance =
        (isItalic ? italic : upright)(character) ?? math(character) ?? elsewhere(character);
      width += advance * size;
      words += character;
      top = Math.min(top, shift - 0.68 * size);
      bottom = Math.max(
        bottom,
        shift + (/[gjpqy,;()[\]{}|_]/.test(character) ? 0.22 : 0.02) * size,
      );
    }
  }
  return { width, top, bottom, words };
}
