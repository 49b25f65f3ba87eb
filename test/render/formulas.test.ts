import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { styleSheet } from "../../src/generated/templates.js";
import { problem } from "../../src/problem/problem.js";
import { onPaper } from "../../src/render/onPaper.js";
import { launchBrowser } from "../../src/render/pdf/browser.js";
import { beside, type ShapeDrawing } from "../../src/render/pdf/formulas/drawing.js";
import { formulasIn } from "../../src/render/pdf/formulas/formula.js";
import { placeableIn, withPlaces } from "../../src/render/pdf/formulas/places.js";
import { segmentsOf } from "../../src/render/pdf/formulas/segments.js";
import { Shapes } from "../../src/render/pdf/formulas/shapes.js";
import { type OpenPage, openPage, printOn } from "../../src/render/pdf/page.js";
import { writePrintedPdf } from "../../src/render/pdf/printedPdf.js";
import { solution } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";

const solved = (name: string, seed: string): string => {
  const drawn = problem(prepared(name), seed);
  return template("solution")(onPaper(solution(drawn), drawn, {}));
};
const titleOf = (html: string): string => /<title>([^<]*)/.exec(html)![1]!;

describe("the formulas of a page", () => {
  test("have one shape where they differ in digits alone, but for round ones", () => {
    const [a, b, c] = formulasIn(
      '<math alttext="x"><mrow><mn>0.35</mn><mo>·</mo><mn>14</mn></mrow></math>' +
        '<math alttext="x"><mrow><mn>0.98</mn><mo>·</mo><mn>21</mn></mrow></math>' +
        '<math alttext="x"><mrow><mn>0.35</mn><mo>·</mo><mn>16</mn></mrow></math>',
    );
    expect(a!.shape).toBe("<mrow><mn>0.00</mn><mo>·</mo><mn>11</mn></mrow>");
    expect(b!.shape).toBe(a!.shape);
    expect(c!.shape).not.toBe(a!.shape);
    expect([a!.digits, b!.digits]).toEqual(["03514", "09821"]);
  });

  test("keep the digits of attributes and entities, and what is said of them", () => {
    const [formula] = formulasIn(
      '<math alttext="a &lt; 3"><mi>f&#39;</mi><mo lspace="0">&lt;</mo><mn>3</mn></math>',
    );
    expect(formula).toMatchObject({
      shape: '<mi>f&#39;</mi><mo lspace="0">&lt;</mo><mn>0</mn>',
      digits: "3",
      words: "a < 3",
    });
  });

  test("are known where fractions are small in them", () => {
    const [formula] = formulasIn('<math class="compact" alttext="x"><mi>x</mi></math>');
    expect(formula).toMatchObject({ isCompact: true, shape: "<mi>x</mi>", words: "x" });
  });

  test("are left out in headings, and all of them where a text looks like a place, in a key, or under another style", () => {
    const math = '<math alttext="x"><mi>x</mi></math>';
    expect(formulasIn(`<h2 class="a">1. ${math}</h2><p>${math}</p>`)).toHaveLength(1);
    const styled = (body: string): string => `<style>${styleSheet}</style>${body}`;
    expect(placeableIn(styled(`<body class="worksheet">${math}`))).toHaveLength(1);
    expect(placeableIn(styled(`<body class="worksheet">√∗0∗${math}`))).toEqual([]);
    expect(placeableIn(styled(`<body class="key a4">${math}`))).toEqual([]);
    expect(placeableIn(`<style>p {}</style><body class="worksheet">${math}`)).toEqual([]);
  });
});

test.each([
  ["<mn>3</mn>", ["<mn>3</mn>"]],
  [
    "<mrow><mi>a</mi><mo>+</mo><mrow><mi>b</mi><mo>·</mo><mi>c</mi></mrow></mrow>",
    [
      "<mi>a</mi>",
      '<mo form="infix">+</mo>',
      "<mi>b</mi>",
      '<mo form="infix">·</mo>',
      "<mi>c</mi>",
    ],
  ],
  ["<mrow><mo>±</mo><mn>1</mn></mrow>", ['<mo form="prefix">±</mo>', "<mn>1</mn>"]],
  ['<mrow><mo form="infix">=</mo><mn>1</mn></mrow>', ['<mo form="infix">=</mo>', "<mn>1</mn>"]],
  [
    "<mrow><mn>2</mn><mo>·</mo><mrow><mo>(</mo><mn>−1</mn><mo>)</mo></mrow></mrow>",
    ["<mn>2</mn>", '<mo form="infix">·</mo>', "<mo>(</mo><mn>−1</mn><mo>)</mo>"],
  ],
  [
    "<mfrac><mrow><mi>a</mi><mi>b</mi></mrow><mi>c</mi></mfrac>",
    ["<mfrac><mrow><mi>a</mi><mi>b</mi></mrow><mi>c</mi></mfrac>"],
  ],
])("%s is drawn in parts that do not change each other", (markup, parts) => {
  expect(segmentsOf(markup)).toEqual(parts);
});

test("drawings beside each other stand on one line", () => {
  const drawing = (width: number, rise: number, fall: number): ShapeDrawing => ({
    ...{ width, rise, height: rise + fall },
    runs: [{ x: 1, y: -2, size: 15.25, glyphs: ["0001"] }],
    bars: [{ x: 0, y: -3, width, height: 1 }],
  });
  const { runs, bars, ...box } = beside([drawing(10, 8, 2), drawing(5, 3, 6)]);
  expect(box).toEqual({ width: 15, rise: 8, height: 14 });
  expect(runs.map(({ x }) => x)).toEqual([1, 11]);
  expect(bars.map(({ x }) => x)).toEqual([0, 10]);
});

test("a shape is not drawn with the digits of its shape after others were drawn in another font", () => {
  const shapes = new Shapes();
  const formulas = formulasIn('<math alttext="3"><mn>3</mn></math>');
  const drawing: ShapeDrawing = {
    ...{ width: 8, height: 10, rise: 8 },
    ...{ runs: [{ x: 0, y: 0, size: 15.25, glyphs: ["D0"] }], bars: [] },
  };
  const digits = [..."0123456789"].map((digit) => `D${digit}`);
  const [unknown] = shapes.unknownIn(formulas);
  shapes.add({ digits, drop: 0, drawings: new Map([[unknown!, drawing]]) });
  const drawn = shapes.drawingOf(formulas[0]!);
  expect(shapes.glyphsOf(formulas[0]!, drawn!)).toEqual([["D3"]]);
  shapes.add({ digits: [], drop: 0, drawings: new Map() });
  expect(shapes.drawingOf(formulas[0]!)).toBeUndefined();
});

describe("a document whose formulas are drawn once for all of their shape", () => {
  let open: OpenPage;
  let again: OpenPage;
  beforeAll(async () => {
    const browser = await launchBrowser();
    open = await openPage(browser, "");
    again = await openPage(browser, "");
  });
  afterAll(() => open?.browser.close());

  const printed = async (page: OpenPage, html: string): Promise<Uint8Array> => {
    const { pdf, mismatch } = await printOn(page, { html, title: titleOf(html), faces: [] });
    expect(mismatch).toBeUndefined();
    return writePrintedPdf(pdf);
  };

  test("is the same whatever was printed before it", async () => {
    const html = solved("mlp-2-2-2-relu", "3");
    const alone = await printed(open, html);
    await printed(again, solved("mlp-2-2-2-relu", "4"));
    await printed(again, solved("softmax-2-3", "4"));
    expect(Buffer.from(await printed(again, html)).equals(alone)).toBe(true);
  });

  test("is the same after one with letters that its font has not", async () => {
    const html = solved("mlp-2-2-1-tanh", "3");
    const fresh = await openPage(open.browser, "");
    const foreign = html.replace("<mi>a</mi>", "<mi>\u05d0</mi>");
    expect(foreign).not.toBe(html);
    await printOn(fresh, { html: foreign, title: titleOf(html), faces: [] });
    expect(Buffer.from(await printed(fresh, html)).equals(await printed(open, html))).toBe(true);
  });

  test.each([["softmax-2-3"], ["rnn-three-steps"], ["circuit-gradients"]])(
    "leaves the browser few of the formulas of %s",
    async (name) => {
      const html = solved(name, "5");
      await printed(open, html);
      const shapes = [...open.shapes.values()].at(-1)!;
      const all = placeableIn(html);
      const { formulas } = withPlaces(html, all, shapes);
      expect(formulas.length).toBeGreaterThan(0.8 * all.length);
    },
  );
});
