import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PaperChoice, paperOf } from "../../src/exercise/paper.js";
import { isUntouched } from "../../src/handedIn/untouchedPdf.js";
import { problem } from "../../src/problem/problem.js";
import { type Owner, onPaper } from "../../src/render/onPaper.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { qrSquares } from "../../src/render/qrCode.js";
import { worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";
import { getDocument } from "../pdfjs.js";

let printer: Printer;
beforeAll(async () => {
  printer = await openPrinter();
});
afterAll(() => printer?.close());

const variant = problem(prepared("mlp-2-1-1-sigmoid"), "7");
const laidOut = template("worksheet");

const page = (wanted: PaperChoice = {}, owner?: Owner): string =>
  laidOut(onPaper(worksheet(variant, "formulas"), variant, wanted, owner ? { owner } : {}));

describe("what is printed on", () => {
  test("is what is said first, and A4 with no room for working where nobody says anything", () => {
    expect(paperOf({}, {})).toEqual({ paper: "a4", spacing: "compact", working: "none" });
    expect(paperOf({ paper: "letter" }, { paper: "a4", working: "lines" })).toEqual({
      paper: "letter",
      spacing: "compact",
      working: "lines",
    });
  });

  test.each([
    ["a4", [595, 842]],
    ["letter", [612, 792]],
  ] as const)("is %s", async (paper, size) => {
    const { sizes } = await read(await print(page({ paper })));
    expect(new Set(sizes.map(String))).toEqual(new Set([String(size)]));
  });

  test("has more room where it is roomy, and where there is to be room for working", async () => {
    const lengths = await Promise.all(
      ([{}, { spacing: "roomy" }, { working: "lines" }, { working: "half-page" }] as const).map(
        async (wanted) => (await read(await print(page(wanted)))).texts.length,
      ),
    );
    expect(lengths[1]).toBeGreaterThan(lengths[0]!);
    expect(lengths[2]).toBeGreaterThan(lengths[0]!);
    expect(lengths[3]).toBeGreaterThan(lengths[2]!);
  });
});

describe("every page", () => {
  const owner = { id: "007", name: 'Zoë "Z" </style> O\'Neil\\' };

  test("says whose it is, which variant, and which of the pages", async () => {
    const { texts } = await read(await print(page({ working: "half-page" }, owner)));
    expect(texts.length).toBeGreaterThan(2);
    for (const [i, text] of texts.entries()) {
      expect(text).toContain(`${owner.name} · 007`);
      expect(text).toContain(
        `mlp-2-1-1-sigmoid · ${variant.variant} · page ${i + 1} of ${texts.length}`,
      );
    }
  });

  test("has a code that says which it is, drawn as decoration; the blanks stay", async () => {
    const title = /<title>(.*?)<\/title>/.exec(page())![1]!;
    const record = { handprop: "1" };
    const pdf = await printer.print(page(), { title, record, pageCode: (i, of) => `X ${i}/${of}` });
    const { texts, fields } = await read(pdf);
    const drawn = [
      ...Buffer.from(pdf)
        .toString("latin1")
        .matchAll(/\/Artifact BMC\n.*?EMC/gs),
    ];
    expect(drawn).toHaveLength(texts.length);
    for (const [i, [code]] of drawn.entries()) {
      const { size, runs } = qrSquares(`X ${i + 1}/${texts.length}`, 0);
      const squares = runs.map(({ x, y, length }) => `${x} ${size - 1 - y} ${length} 1 re`);
      expect(code.match(/^.* re$/gm)).toEqual(squares);
    }
    const asked = variant.prepared.questions.map(({ id }) => id);
    expect(fields.filter((id) => asked.includes(id))).toHaveLength(asked.length);
    expect(
      await printer.print(page(), { title, record, pageCode: (i, of) => `X ${i}/${of}` }),
    ).toEqual(pdf);
    expect(
      isUntouched(await printer.print(page(), { title, record: { "": "1" }, pageCode: () => "X" })),
    ).toBe(true);
  });
});

test("a heading says what its blanks are worth, and the head what all are", () => {
  const sheet = worksheet(variant, "formulas");
  const marks = sheet.sections.map(({ worth }) => Number.parseFloat(worth));
  expect(sheet.worth).toBe(`${variant.prepared.questions.length} marks`);
  expect(marks.reduce((sum, one) => sum + one)).toBe(variant.prepared.questions.length);
  expect(page().match(/<span class="worth">/g)).toHaveLength(sheet.sections.length);
});

function print(html: string): Promise<Uint8Array> {
  return printer.print(html, { title: /<title>(.*?)<\/title>/.exec(html)![1]! });
}

async function read(pdf: Uint8Array) {
  const opened = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const sizes: number[][] = [];
  const texts: string[] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    sizes.push([Math.round(width), Math.round(height)]);
    const { items } = await page.getTextContent();
    texts.push(
      items
        .map((item) => ("str" in item ? item.str : ""))
        .join("")
        .replace(/\s+/g, " "),
    );
  }
  const fields = Object.keys((await opened.getFieldObjects()) ?? {});
  await opened.destroy();
  return { sizes, texts, fields };
}
