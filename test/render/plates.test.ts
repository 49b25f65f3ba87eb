import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { styleSheet } from "../../src/generated/templates.js";
import { problem } from "../../src/problem/problem.js";
import { keySheet } from "../../src/render/keySheet.js";
import { onPaper } from "../../src/render/onPaper.js";
import { launchBrowser } from "../../src/render/pdf/browser.js";
import { type OpenPage, openPage, printOn } from "../../src/render/pdf/page.js";
import { partsOf } from "../../src/render/pdf/parts.js";
import { broken } from "../../src/render/pdf/plates/lines.js";
import { drawnPicture } from "../../src/render/pdf/plates/picture.js";
import { placeableIn, withPlaces } from "../../src/render/pdf/plates/places.js";
import { Plate } from "../../src/render/pdf/plates/plate.js";
import { Stamps } from "../../src/render/pdf/plates/stamp.js";
import { beside, type ShapeDrawing } from "../../src/render/pdf/shapes/drawing.js";
import { formulasIn } from "../../src/render/pdf/shapes/formula.js";
import { segmentsOf } from "../../src/render/pdf/shapes/segments.js";
import { Shapes } from "../../src/render/pdf/shapes/shapes.js";
import type { KnownFace } from "../../src/render/pdf/shapes/specimen.js";
import { pairsOf, shapeOfText, textsOfAllPairs } from "../../src/render/pdf/shapes/texts.js";
import { TagsMismatch } from "../../src/render/pdf/tags/elements.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";
import { getDocument } from "../pdfjs.js";

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

  test("are left out in headings, and all of them where a text looks like a place, under another style, and from right to left", () => {
    const math = '<math alttext="x"><mi>x</mi></math>';
    expect(formulasIn(`<h2 class="a">1. ${math}</h2><p>${math}</p>`)).toHaveLength(1);
    const found = (body: string, style = styleSheet, opening = "<html>"): readonly unknown[] =>
      placeableIn(partsOf(`${opening}<head><style>${style}</style></head>${body}`)!).found;
    expect(found(`<body class="worksheet">${math}`)).toHaveLength(1);
    expect(found(`<body class="worksheet">¤0¤${math}`)).toEqual([]);
    expect(found(`<body class="worksheet">${math}`, "p {}")).toEqual([]);
    expect(
      found(`<body class="worksheet">${math}`, styleSheet, '<html lang="he" dir="rtl">'),
    ).toEqual([]);
  });
});

describe("what a document may have otherwise than others", () => {
  const placeable = (html: string) =>
    placeableIn(partsOf(`<html><head><style>${styleSheet}</style></head><body>${html}</body>`)!);

  test("are the line about it, names that are in no other language, and pictures", () => {
    const { found } = placeable(
      '<p class="about">Worksheet · v2.7 · <bdi>Ada &amp; Co.</bdi></p>' +
        '<dl class="name"><dd><bdi>O&#x27;Hara</bdi></dd><dd><bdi lang="ja">a</bdi></dd><dd></dd></dl>' +
        '<figure><svg xmlns="x" role="img" aria-label="net"></svg></figure>',
    );
    expect(found).toMatchObject([
      { kind: "text", text: "Worksheet · v2.7 · Ada & Co." },
      { kind: "text", text: "O'Hara" },
      { kind: "picture", isAlone: true },
    ]);
  });

  test("is what stands at the feet of pages, with their numbers", () => {
    const pages =
      '<style class="pages">@page { size: A4; @bottom-left { content: "\\2068 A\\2069  · s1" } ' +
      '@bottom-right { content: "x · v2.7" "  ·  page " counter(page) " of " counter(pages) } }</style>';
    const { foot } = placeableIn(
      partsOf(`<html><head><style>${styleSheet}</style>${pages}</head><body></body>`)!,
    );
    expect(foot?.left).toBe("A · s1");
    expect(foot?.right(2, 3)).toBe("x · v2.7 · page 2 of 3");
  });
});

describe("lines of formulas", () => {
  const widths = { ofInsert: (number: number) => [40, 300, 300, 50][number], ofShape: () => 10 };
  const part = (text: string): string =>
    `<span class="part"><span class="equals"> = </span>${text}</span>`;
  const step = `<li><var>0</var>${part("<var>1</var>")}${part("<var>2</var>")}${part("<var>3</var>")}</li>`;

  test("break where they have no room, and what stands on them has no width of its own", () => {
    const { html, lines } = broken(`<ul class="steps">${step}</ul>`, widths, 1);
    // 40, 310 and 310 fit into 665 pixels, and 60 more do not.
    expect(html).toBe(
      `<ul class="steps"><li><var>0</var>${part("<var>1</var>")}` +
        `${part("<var>2</var>")}<br>${part("<var>3</var>")}</li></ul>`,
    );
    expect([...lines]).toEqual([
      [0, { number: 0, shift: 0 }],
      [1, { number: 0, shift: 40 }],
      [2, { number: 0, shift: 340 }],
      [3, { number: 1, shift: 0 }],
    ]);
  });

  test("break sooner in columns, and in larger letters", () => {
    const breaks = (list: string, scale: number): number =>
      broken(`${list}${step}</ul>`, widths, scale).html.split("<br>").length - 1;
    expect(breaks('<ul class="steps brief">', 1)).toBe(3);
    expect(breaks('<ul class="steps">', 1)).toBe(1);
    expect(breaks('<ul class="steps">', 2)).toBe(3);
  });

  test("are left as they are where something of unknown width stands on them", () => {
    const list = `<ul class="steps">${step}</ul>`;
    const unknown = { ...widths, ofInsert: (number: number) => (number === 2 ? undefined : 40) };
    expect(broken(list, unknown, 1)).toEqual({ html: list, lines: new Map() });
    const other = list.replace("</li>", "!</li>");
    expect(broken(other, widths, 1).html).toBe(other);
  });

  test("stand to the left and to the right in cells of keys, where these have room for them", () => {
    const rows =
      '<td><var>0</var></td><td class="tolerance"><var>1</var></td><td><var>2</var></td>';
    const narrow = { ...widths, ofInsert: (number: number) => [60, 50, 300][number] };
    expect(broken(`<body class="report">${rows}`, narrow, 1).lines.size).toBe(0);
    const { html, lines } = broken(`<body class="key a4">${rows}`, narrow, 1);
    expect(html).toBe(`<body class="key a4">${rows}`);
    expect(lines.get(0)).toEqual({ number: 0, shift: 0 });
    const { shift = 0, ahead = 0 } = lines.get(1) ?? {};
    expect(ahead).toBeGreaterThan(50);
    expect(ahead - shift).toBe(50);
    expect(lines.has(2)).toBe(false);
  });

  test("stand in the middle of a cell where it is wide enough, else as wide as they are", () => {
    const cells = '<td class="middle"><var>0</var></td><td class="middle"><var>1</var></td>';
    const narrow = { ...widths, ofInsert: (number: number) => [20, 300][number] };
    const { html, lines } = broken(cells, narrow, 1);
    expect(html).toBe(cells);
    expect([...lines]).toEqual([[0, { number: 0, shift: -10 }]]);
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

const drawingOf = (glyphs: readonly string[], width = 10): ShapeDrawing => ({
  ...{ letterSize: 15.25, width, rise: 8, height: 10 },
  runs: [{ face: "Math", x: 1, y: -2, size: 15.25, glyphs }],
  bars: [{ x: 0, y: -3, width, height: 1 }],
});

const faceNamed = (name: string, digits = "D"): KnownFace => ({
  name,
  letters: new Map([
    ...[..."0123456789"].map((digit): [string, string] => [`${digits}${digit}`, digit]),
    ["A", "A"],
    ["V", "V"],
  ]),
  widths: new Map([
    ["A", 700],
    ["V", 650],
  ]),
  digits: [..."0123456789"].map((digit) => `${digits}${digit}`),
});

test("drawings beside each other stand on one line", () => {
  const low = { ...drawingOf(["X"], 5), rise: 3, height: 9 };
  const { runs, bars, ...box } = beside([drawingOf(["X"]), low]);
  expect(box).toEqual({ letterSize: expect.any(Number), width: 15, rise: 8, height: 14 });
  expect(runs.map(({ x }) => x)).toEqual([1, 11]);
  expect(bars.map(({ x }) => x)).toEqual([0, 10]);
});

describe("shapes", () => {
  const specimen = (drawings: readonly (readonly [string, ShapeDrawing])[], digits = "D") => ({
    ...{ drop: 0, drawings: new Map(drawings) },
    faces: new Map([["Math", faceNamed("Math", digits)]]),
  });

  test("are drawn with the digits of each formula, and forgotten where others were drawn with other digits", () => {
    const shapes = new Shapes();
    const [formula] = formulasIn('<math alttext="3"><mn>3</mn></math>');
    const [unknown] = shapes.unknownPartsOf(formula!);
    shapes.add(specimen([[unknown!, drawingOf(["D0"])]]));
    const { drawing, letters } = shapes.formula(formula!)!;
    expect(shapes.withDigits(drawing, formula!.digits).glyphs).toEqual([["D3"]]);
    expect(letters).toBe("0");
    expect(shapes.unknownPartsOf(formula!)).toEqual([]);
    shapes.add(specimen([], "E"));
    expect(shapes.formula(formula!)).toBeUndefined();
  });

  test("of texts tell how far each letter is from the next", () => {
    const shapes = new Shapes();
    const run = { face: "Math", y: 0, size: 10, x: 0 };
    const drawing = {
      ...drawingOf([]),
      runs: [
        { ...run, glyphs: ["A"] },
        { ...run, x: 6, glyphs: ["V", "A"] },
      ],
    };
    shapes.add(specimen([[shapeOfText("AVA"), drawing]]));
    expect(shapes.textsToDraw(["VAV", "AVA"])).toEqual(["VAV"]);
    expect(shapes.text("VAV")).toBeUndefined();
    // Six tenths of an em from A to V, as wide as it is from V to A, and A itself.
    expect(shapes.text("AVAVA")!.drawing.width).toBeCloseTo(0.6 + 0.65 + 0.6 + 0.65 + 0.7);
    expect(shapes.text("AVA")!.glyphs).toEqual([["A"], ["V", "A"]]);
  });

  test("of texts are those of all pairs of letters once there are many", () => {
    const shapes = new Shapes();
    const drawn = (texts: readonly string[]) =>
      texts.map((text) => [shapeOfText(text), drawingOf([])] as const);
    shapes.add(specimen(drawn(Array.from({ length: 40 }, (_, i) => `text ${i}`))));
    expect(shapes.textsToDraw(["A"])).toEqual(["A"]);
    shapes.add(specimen(drawn(["A"])));
    expect(shapes.textsToDraw(["B"])).toEqual(["B", ...textsOfAllPairs]);
    const pairs = new Set(textsOfAllPairs.flatMap(pairsOf));
    expect(
      pairsOf("K4E8-EP0Y Ada Turing · s0284 zz 10").filter((pair) => !pairs.has(pair)),
    ).toEqual([]);
  });
});

describe("a stamp", () => {
  test("draws a shape where a place begins, as large as the letters there", () => {
    const stamps = new Stamps((face) => `/${face}`);
    const drawn = { drawing: drawingOf(["D0"]), glyphs: [["D7"]] };
    expect(stamps.drawn(drawn, { x: 100, y: 50, size: 30.5 }).split("\n")).toEqual([
      ...["q", "1 0 0 1 100 50 cm", "BT", "/Math 30.5 Tf", "1 0 0 -1 2 -4 Tm", "<D7> Tj", "ET"],
      ...["0 -6 20 2 re", "f", "Q"],
    ]);
  });

  test.each([
    ['<line x1="0" y1="1" x2="2" y2="1" class="edge"/>', ["0 1 m", "2 1 l", "S"]],
    [
      '<rect x="1" y="2" width="3" height="4" fill="#fff"/>',
      ["1 1 1 rg", "1 2 m", "4 2 l", "4 6 l", "1 6 l", "h", "f"],
    ],
    [
      '<path d="M0,0h-4v3l1,1L9,9Z" fill="none" stroke="#000"/>',
      ["-4 0 l", "-4 3 l", "-3 4 l", "9 9 l", "h", "S"],
    ],
    [
      '<path d="M0,0C1,2,3,4,5,6" fill="none" stroke="rgb(255,0,0)" stroke-width="0.6" stroke-dasharray="3 2"/>',
      ["1 0 0 RG", "0.6 w", "[3 2] 0 d", "1 2 3 4 5 6 c"],
    ],
    ['<path d="M0,0L1,1Z" fill="rgb(0, 255, 0)" fill-rule="evenodd"/>', ["0 1 0 rg", "f*"]],
  ])("draws %s", (element, operators) => {
    const svg = `<svg viewBox="0 0 9 9">${element}</svg>`;
    const drawn = drawnPicture(svg, new Shapes())!.parts.join("\n").split("\n");
    expect(drawn).toEqual(expect.arrayContaining(operators));
  });

  test("draws a circle of four curves that go around its middle", () => {
    const { parts } = drawnPicture(
      '<svg><circle cx="10" cy="20" r="5" class="unit"/></svg>',
      new Shapes(),
    )!;
    const curves = [...parts.join().matchAll(/^(.*) c$/gm)].map(([, numbers]) =>
      numbers!.split(" ").map(Number),
    );
    expect(curves).toHaveLength(4);
    for (const curve of curves)
      expect(Math.hypot(curve[4]! - 10, curve[5]! - 20)).toBeCloseTo(5, 3);
    // Half way, a cubic curve is at (start + 3 first + 3 second + end) / 8.
    const [x0, y0] = [5, 20];
    const [a, b, c, d, x, y] = curves[0]! as [number, number, number, number, number, number];
    expect(
      Math.hypot((x0 + 3 * a + 3 * c + x) / 8 - 10, (y0 + 3 * b + 3 * d + y) / 8 - 20),
    ).toBeCloseTo(5, 2);
  });

  test.each([
    ["a curve that is no circle", '<path d="M0,0A1,2,0,0,1,3,3"/>'],
    ["a command that it does not know", '<path d="M0,0Q1,2,3,3"/>'],
    ["a colour by its name", '<rect x="0" y="0" width="1" height="1" fill="red"/>'],
    ["a text that was not drawn before", '<text x="0" y="0" font-size="9">a</text>'],
  ])("leaves a picture with %s to the browser", (_, element) => {
    expect(drawnPicture(`<svg>${element}</svg>`, new Shapes())).toBeUndefined();
  });
});

describe("a document that is filled into what it has in common with others", () => {
  let open: OpenPage;
  let again: OpenPage;
  beforeAll(async () => {
    const browser = await launchBrowser();
    open = await openPage(browser, "");
    again = await openPage(browser, "");
  });
  afterAll(() => open?.browser.close());

  const printed = async (page: OpenPage, html: string): Promise<Uint8Array> => {
    const { bytes, mismatch } = await printOn(page, { html, title: titleOf(html), faces: [] });
    expect(mismatch).toBeUndefined();
    return bytes;
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

  test("is laid out once for worksheets of one exercise, whoever they are for", async () => {
    const fresh = await openPage(open.browser, "");
    const texts: string[] = [];
    for (const [seed, name] of [
      ["3", "Ada"],
      ["4", "Émile Borel"],
      ["5", "Kurt"],
      ["6", "Jürgen Ørsted"],
    ] as const) {
      const drawn = problem(prepared("mlp-2-2-2-sigmoid"), seed);
      const html = template("worksheet")(
        onPaper(worksheet(drawn, "formulas"), drawn, {}, { owner: { id: "s1", name } }),
      );
      texts.push(await textOf(await printed(fresh, html)));
      expect(texts.at(-1)).toContain(`${name} · s1`);
      expect(texts.at(-1)).toMatch(new RegExp(`variant v\\d+\\.${seed} `));
      expect(texts.at(-1)).not.toMatch(/¤|ABCDEF/);
    }
    expect(new Set(texts).size).toBe(4);
    // Another for the letters that no keyboard has.
    expect([...fresh.known.values()].map(({ plates }) => plates.count)).toEqual([2]);
  });

  test.each([["softmax-2-3"], ["rnn-three-steps"], ["circuit-gradients"]])(
    "leaves the browser none of the formulas and pictures of %s",
    async (name) => {
      const html = solved(name, "5");
      await printed(open, html);
      const parts = partsOf(html)!;
      const { shapes } = open.known.get(parts.head)!;
      const placeable = placeableIn(parts);
      const { inserts } = withPlaces(parts, placeable, shapes);
      expect(inserts.filter(({ kind }) => kind !== "foot")).toHaveLength(placeable.found.length);
    },
  );

  test("is laid out once for keys of one exercise, each with its title", async () => {
    const fresh = await openPage(open.browser, "");
    for (const seed of ["3", "4", "5"]) {
      const drawn = problem(prepared("rnn-three-steps"), seed);
      const pdf = await printed(fresh, template("key")(onPaper(keySheet(drawn), drawn)));
      const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
      const { info, metadata } = await opened.getMetadata();
      for (const title of [Reflect.get(info, "Title"), metadata.get("dc:title")])
        expect(title).toMatch(new RegExp(`v\\d+\\.${seed}\\b`));
      expect(opened.numPages).toBe(1);
      await opened.destroy();
    }
    expect([...fresh.known.values()].map(({ plates }) => plates.count)).toEqual([1]);
  });

  test("is the same with names that have an f, which other letters change", async () => {
    const fresh = await openPage(open.browser, "");
    for (const name of ["Sofia Effie", "Wolfhard Ufkes", "Kurt"]) {
      const drawn = problem(prepared("chain-rule"), "3");
      const owner = { id: "s1", name };
      const html = template("worksheet")(onPaper(worksheet(drawn, "none"), drawn, {}, { owner }));
      expect(await textOf(await printed(fresh, html))).toContain(`${name} · s1`);
    }
    expect([...fresh.known.values()].map(({ plates }) => plates.count)).toEqual([1]);
  });

  test("is the same alone and in a class, whose letters are drawn beside all others", async () => {
    const sheetOf = (seed: string, name: string): string => {
      const drawn = problem(prepared("chain-rule"), seed);
      const owner = { id: `s${seed}`, name };
      return template("worksheet")(onPaper(worksheet(drawn, "none"), drawn, {}, { owner }));
    };
    const fresh = await openPage(open.browser, "");
    for (const seed of ["3", "4", "5", "6"]) await printed(fresh, sheetOf(seed, `Ada ${seed}`));
    const [known] = [...fresh.known.values()];
    expect(known!.shapes.textsToDraw(["GDHZ-5S7Q-WHN2 · Kurt", "VAT"])).toEqual([]);
    const last = sheetOf("7", "Toby Voltaire");
    expect(Buffer.from(await printed(fresh, last)).equals(await printed(open, last))).toBe(true);
  });

  test("is laid out by itself where a place cannot be filled", async () => {
    const html = solved("mlp-2-2-1-tanh", "3");
    const fresh = await openPage(open.browser, "");
    await printed(fresh, html);
    const filled = vi.spyOn(Plate.prototype, "filled").mockImplementationOnce(() => {
      throw new TagsMismatch("a font lacks a glyph");
    });
    expect(await textOf(await printed(fresh, html))).toContain("mlp-2-2-1-tanh");
    expect(filled).toHaveBeenCalledTimes(1);
    filled.mockRestore();
  });
});

/** The text of the pages of a document. */
async function textOf(pdf: Uint8Array): Promise<string> {
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const { items } = await (await opened.getPage(number)).getTextContent();
    texts.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  await opened.destroy();
  return texts.join("\n");
}
