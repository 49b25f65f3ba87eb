import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "../../src/problem/problem.js";
import { keySheet } from "../../src/render/keySheet.js";
import { onPaper } from "../../src/render/onPaper.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { exerciseNames, prepared } from "../exercises.js";
import { getDocument, OPS } from "../pdfjs.js";
import { audited, marked } from "./filledIn.js";
import { markedText } from "./markedText.js";

const mismatches: string[] = [];
let printer: Printer;
beforeAll(async () => {
  printer = await openPrinter({ mismatched: (what) => mismatches.push(what) });
});
afterAll(() => printer?.close());

describe("the tags of our own are those that the browser gives", () => {
  test.each(exerciseNames)("on worksheet, solution and key of %s", async (name) => {
    const drawn = problem(prepared(name), "7");
    const owner = { id: "s1", name: "Ada" };
    const paper = (sheet: object): object => onPaper(sheet, drawn, {}, { owner, hasCodes: true });
    await sameTags(
      [
        template("worksheet")(paper(worksheet(drawn, "formulas"))),
        template("solution")(paper(solution(drawn))),
      ],
      linesInOtherColumns.has(name),
    );
    await sameTags([template("key")(paper(keySheet(drawn)))], rowsInOtherColumns.has(name));
  });

  test("on a marked script and an audit, where heads of tables are printed again", async () => {
    const drawn = problem(prepared("mlp-2-2-2-sigmoid"), "7");
    // To the browser, what is laid out in a row is no paragraph.
    await sameTags(
      [
        template("report")(marked(drawn)).replace('class="score"', ""),
        template("audit")(audited(drawn)),
      ],
      isWithoutBreaks,
    );
  });
});

describe("a page that the browser has to tag", () => {
  test.each([
    [
      "what is drawn differs from what is said",
      "<ul style='list-style: decimal inside'><li>x</li></ul>",
    ],
    ["a role is not known", "<blockquote><p>x</p></blockquote>"],
    ["a role is given by hand", "<div role='list'><div role='listitem'>x</div></div>"],
    [
      "it is not drawn in order",
      "<p style='float: right'>x</p><div>y<p style='float: left'>z</p></div>",
    ],
    ["part of it is not drawn", "<p>x<span style='display: none'>y</span></p>"],
    ["two links lead to one place", "<a href='http://a.b/'>x</a> <a href='http://a.b/'>y</a>"],
  ])("is told, and has tags, where %s", async (_, body) => {
    mismatches.length = 0;
    const { elements } = await read(`<!doctype html><title>t</title><body>${body}</body>`);
    expect(mismatches).toEqual([expect.stringMatching(/^t: ./)]);
    expect(elements.join()).toContain("x");
  });
});

/** Where the columns of a solution have one line more or less. */
const linesInOtherColumns: ReadonlySet<string> = new Set(["mlp-2-3-1-relu", "threshold-xor"]);

/** Where the columns of a key have one row more or less. */
const rowsInOtherColumns: ReadonlySet<string> = new Set(["mlp-2-3-1-relu", "rnn-three-steps"]);

/** Where a row more or less fits on a page, it is the letters and elements alone that count. */
const isWithoutBreaks = true;

async function sameTags(pages: readonly string[], withoutBreaks = false): Promise<void> {
  mismatches.length = 0;
  const own = await Promise.all(pages.map(read));
  expect(mismatches).toEqual([]);
  // What has a role of its own is left to the browser.
  const left = pages.map((page) => page.replace("</body>", "<aside hidden></aside></body>"));
  const browsers = await Promise.all(left.map(read));
  expect(mismatches).toHaveLength(pages.length);
  for (const [i, { letters, ...read }] of own.entries()) {
    const { letters: others, ...browser } = browsers[i]!;
    if (withoutBreaks) {
      expect(read.elements.filter(hasText)).toEqual(browser.elements.filter(hasText));
      expect(read.bookmarks).toEqual(browser.bookmarks);
    } else expect(read).toEqual(browser);
    // An accent is drawn before what it stands on, or after it.
    const [ours, theirs] = [byLetter(letters), byLetter(others)];
    expect(ours.map(({ letter }) => letter).join("")).toBe(
      theirs.map(({ letter }) => letter).join(""),
    );
    if (withoutBreaks) continue;
    const pairs = ours.map((letter, i): LetterPair => [letter, theirs[i]!]);
    expect(pairs.filter(isElsewhere)).toEqual([]);
    expect(apartIn(pairs)).toEqual([]);
  }
}

/** What stands on other pages is listed too, without what is in it. */
const hasText = (line: string): boolean => /^ *\w+ ./.test(line);

/** A letter of a page, where it stands on it, in pixels. */
interface PlacedLetter {
  readonly page: number;
  readonly letter: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

const byLetter = (letters: readonly PlacedLetter[]): readonly PlacedLetter[] =>
  letters.toSorted((a, b) => (a.letter < b.letter ? -1 : a.letter > b.letter ? 1 : 0));

/** A letter as we draw it, and as the browser does. */
type LetterPair = readonly [ours: PlacedLetter, browsers: PlacedLetter];

/**
 * Formulas are drawn in boxes that are rounded to parts of a pixel, and as high as those that have
 * other numbers: lines at the foot of a page are a little higher or lower.
 */
const isElsewhere = ([a, b]: LetterPair): boolean =>
  a.page !== b.page ||
  Math.abs(a.x - b.x) > 0.75 ||
  Math.abs(a.y - b.y) > 16 ||
  Math.abs(a.size - b.size) > 0.02;

/** What stands beside each other in the browser, and not as much beside each other in ours. */
function apartIn(pairs: readonly LetterPair[]): readonly (readonly LetterPair[])[] {
  const sorted = pairs.toSorted(([, a], [, b]) => a.page - b.page || a.y - b.y || a.x - b.x);
  return sorted.flatMap((pair, i) => {
    const next = sorted[i + 1];
    if (!next) return [];
    const [[a, b], [c, d]] = [pair, next];
    const isBeside = b.page === d.page && d.y - b.y < 0.5 && d.x - b.x < 3 * b.size;
    return isBeside && Math.abs(a.y - b.y - (c.y - d.y)) > aLine ? [[pair, next]] : [];
  });
}

/** The browser puts each text of a line on a whole pixel, and pairs of them may go either way. */
const aLine = 2;

/** The letters that a page draws but for spaces, in their order. */
async function lettersOn(page: PDFPageProxy, number: number): Promise<readonly PlacedLetter[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const letters: PlacedLetter[] = [];
  const kept: Matrix[] = [];
  let ofPage: Matrix = [1, 0, 0, 1, 0, 0];
  let line: Matrix = ofPage;
  let size = 0;
  for (const [i, operator] of fnArray.entries()) {
    const given = argsArray[i];
    if (operator === OPS.save) kept.push(ofPage);
    if (operator === OPS.restore) ofPage = kept.pop()!;
    if (operator === OPS.transform) ofPage = times(ofPage, given);
    if (operator === OPS.setFont) size = given[1];
    if (operator === OPS.setTextMatrix) line = given[0];
    if (operator === OPS.moveText) line = times(line, [1, 0, 0, 1, given[0], given[1]]);
    if (operator !== OPS.showText) continue;
    let behind = 0;
    for (const glyph of given[0] as { readonly unicode: string; readonly width: number }[]) {
      const [a, b, , , x, y] = times(ofPage, times(line, [1, 0, 0, 1, behind, 0]));
      const placed = { x: x / pixel, y: y / pixel, size: (size * Math.hypot(a, b)) / pixel };
      if (/\S/.test(legible(glyph.unicode)))
        letters.push({ page: number, letter: glyph.unicode, ...placed });
      behind += (glyph.width * size) / 1000;
    }
  }
  return letters;
}

/** In points. */
const pixel = 0.75;

/** A change of places, as PDFs write it. */
type Matrix = readonly [number, number, number, number, number, number];

/** First what the second says, then what the first says. */
const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];

/** What a document has for whoever reads it: letters in their places, elements, bookmarks. */
async function read(html: string) {
  const title = /<title>([^<]*)/.exec(html)![1]!.replace(/&#x27;/g, "'");
  const data = Uint8Array.from(await printer.print(html, { title }));
  const opened = await getDocument({ data, verbosity: 0 }).promise;
  const letters: PlacedLetter[] = [];
  const elements: string[] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number);
    letters.push(...(await lettersOn(page, number)));
    const said = new Map<string, string>();
    const content = await page.getTextContent({ includeMarkedContent: true });
    for (const [mark, text] of markedText(content))
      if (mark !== undefined) said.set(mark, (said.get(mark) ?? "") + text);
    list((await page.getStructTree()) as Node, "", said, elements);
  }
  const bookmarks = bookmarksIn(await opened.getOutline());
  await opened.destroy();
  return { letters, elements: elements.filter(isNew), bookmarks };
}

/**
 * The browser reads a head again on each page, marks the spaces at the end of a paragraph, and
 * leaves out empty cells.
 */
const isNew = (line: string, i: number, lines: readonly string[]): boolean =>
  !/^ *(?:P|TH|TD) $/.test(line) && !(/^ *TH /.test(line) && lines.indexOf(line) < i);

const legible = (text: string): string => text.normalize("NFKC").replace(/[\s\u200b]/g, "");

interface Node {
  readonly type?: string;
  readonly id?: string;
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly Node[];
}

/**
 * Lists an element and what is in it, a line each. The browser knows no formulas: their letters are
 * those of what they stand in. Its figures hold all that is drawn until something else is said.
 */
function list(node: Node, indent: string, said: Map<string, string>, into: string[]): string {
  if (node.type === "content") return said.get(node.id!) ?? "";
  // A field of another page is listed here too, without what is in it.
  if (node.role === undefined || (node.role === "Form" && node.children?.length === 0)) return "";
  const line = into.push("") - 1;
  const isPassing = /^(?:Formula|NonStruct)$/.test(node.role);
  const deeper = isPassing ? indent : `${indent} `;
  const within = (node.children ?? []).map((child) => list(child, deeper, said, into));
  const text = within
    .join("")
    .normalize("NFKC")
    .replace(/[\s\u200b]/g, "");
  if (isPassing) {
    into.splice(line, 1);
    return text;
  }
  // The browser says once more which list it is in where a page begins.
  if (/^LI?$/.test(node.role) && text === "" && into.length === line + 1) into.pop();
  else into[line] = `${indent}${node.role} ${node.role === "Figure" ? (node.alt ?? "") : text}`;
  return "";
}

interface Bookmark {
  readonly title: string;
  readonly items: readonly Bookmark[];
}

const bookmarksIn = (items: readonly Bookmark[] | null): unknown =>
  (items ?? []).map(({ title, items }) => [legible(title), bookmarksIn(items)]);
