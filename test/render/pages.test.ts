import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { onPaper } from "../../src/render/onPaper.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { titleIn } from "../../src/render/titleIn.js";
import { prepared } from "../exercises.js";
import { pagesUsed } from "../measure/pagesUsed.js";
import { getDocument } from "../pdfjs.js";

let printer: Printer;
beforeAll(async () => {
  printer = await openPrinter();
});
afterAll(() => printer?.close());

const examples = (count: number) =>
  prepare(
    readExercise(
      `name: many-examples
title: Many examples
network:
  inputs: 1
  layers: [{ units: 1, activation: sigmoid, bias: node }]
  loss: half-squared-error
  examples: ${count}
draw: { x: { from: 0.2, to: 0.9, step: 0.1 }, w: 0.7, b: 0.3, t: 1, eta: 0.5 }
ask: [{ title: Forward pass, of: [preActivation, activation] }, { title: Update, of: [updatedWeight] }]
rounding: { decimals: 4 }
`,
      "many-examples.yaml",
    ),
    [],
  );

const wide = (inputs: number, units: readonly number[], weight = "0.25") =>
  prepare(
    readExercise(
      `name: wide
title: A wide network
network:
  inputs: ${inputs}
  layers: [${units.map((count) => `{ units: ${count}, activation: sigmoid, bias: node }`)}]
  loss: half-squared-error
draw: { x: { from: 0.1, to: 0.9, step: 0.1 }, w: ${weight}, b: 0.5, t: 1, eta: 0.5 }
ask: [{ title: Forward pass, of: [preActivation, activation] }]
rounding: { decimals: 4 }
`,
      "wide.yaml",
    ),
    [],
  );

describe("a page", () => {
  // A browser makes everything smaller where something is wider than the page.
  test("is as large with tables of givens as without", async () => {
    const sizes: Record<string, number> = {};
    for (const name of ["chain-rule", "logistic-regression", "rnn-three-steps", "threshold-xor"]) {
      const [first] = await pagesOf(
        template("worksheet")(worksheet(problem(prepared(name), "7"), "formulas")),
      );
      sizes[name] = Math.max(...first!.map(({ size }) => size));
    }
    expect(new Set(Object.values(sizes)).size, JSON.stringify(sizes)).toBe(1);
  });

  test("has tables of all weights where some have no name in the picture, broken between them", async () => {
    const html = template("worksheet")(worksheet(problem(wide(6, [6, 6, 2]), "1"), "formulas"));
    const weights = html.slice(html.indexOf("Weights</th>"), html.indexOf("Bias terms</th>"));
    expect(weights.match(/<table/g)).toHaveLength(3);
    expect(weights).not.toContain('class="given"');
    const used = await pagesUsed(await printer.print(html, { title: titleIn(html) }));
    expect(used).toHaveLength(2);
    expect(used[0]).toBeGreaterThan(0.6);
  });

  test.each([
    [12, [3, 1], "-0.25"],
    [10, [9, 1], "-0.125"],
    [16, [4, 16], "-0.1234"],
  ] as const)(
    "has tables of the weights from %d inputs no wider than itself",
    async (inputs, units, weight) => {
      const html = template("worksheet")(
        worksheet(problem(wide(inputs, units, weight), "1"), "formulas"),
      );
      const pages = await pagesOf(html);
      const values = pages.flat().filter(({ text }) => text === weight.replace("-", "−"));
      expect(values.length).toBeGreaterThanOrEqual(inputs * units[0] + units[0] * units[1]);
      // Of 210 mm, 17 mm are margin.
      for (const { right } of pages.flat()) expect(right).toBeLessThan((193.5 / 25.4) * 72);
    },
  );

  test.each([7, 9])(
    "is not left half empty by %d rows, none of which stands alone",
    async (count) => {
      const pages = await pagesOf(
        template("worksheet")(worksheet(problem(examples(count), "1"), "formulas")),
      );
      const rows = pages.map(
        (page) => page.filter(({ text, y }) => /^Example \d/.test(text) && y < 400).length,
      );
      expect(rows[0]).toBeGreaterThanOrEqual(2);
      const second = pages[1]!.filter(({ text }) => /^Example \d/.test(text));
      expect(second.length).not.toBe(1);
    },
  );

  test("does not begin with the last line of a derivation", async () => {
    const pages = await pagesOf(
      template("solution")(solution(problem(prepared("mlp-2-1-1-sigmoid"), "7"))),
    );
    const whole = ["Half the squared error", "The minus sign turns"].map((line) =>
      pages.findIndex((page) => page.some(({ text }) => text.startsWith(line))),
    );
    expect(new Set(whole).size).toBe(1);
  });
});

test("common mistakes are all on one page, with their heading", async () => {
  for (const name of ["mlp-2-2-1-tanh", "mlp-2-3-1-relu"]) {
    const sheet = solution(problem(prepared(name), "7"));
    const pages = await pagesOf(template("solution")(sheet));
    const { mistakes } = sheet;
    expect(mistakes.length).toBeGreaterThan(10);
    const begins = ["Common mistakes", ...mistakes.map(({ name }) => name.slice(0, 12))];
    const whole = pages.filter((page) =>
      begins.every((text) => page.some((piece) => piece.text.startsWith(text))),
    );
    expect(whole, name).toHaveLength(1);
  }
});

describe("no paper is wasted", () => {
  test.each([
    ["threshold-xor", "worksheet", 1],
    ["learning-rates", "solution", 1],
    ["momentum-steps", "solution", 2],
    ["descent-by-hand", "solution", 2],
    ["mlp-2-2-1-tanh", "worksheet", 2],
    ["mlp-2-2-2-sigmoid", "worksheet", 3],
    ["mlp-2-3-1-relu", "worksheet", 3],
    ["softmax-2-3", "worksheet", 2],
    ["mlp-2-2-2-relu", "solution", 2],
  ] as const)(
    "on the %s's %s: at least 60%% of each page but the last",
    async (name, kind, pages) => {
      const of = problem(prepared(name), "1");
      const sheet = kind === "worksheet" ? worksheet(of, "formulas") : solution(of);
      const owner = { id: "s0001", name: "Ada Lovelace" };
      const handout = { course: "Course", title: "Week 3", student: owner };
      const html = template(kind)({
        ...onPaper(sheet, of, {}, { owner, hasCodes: true }),
        handout,
      });
      const used = await pagesUsed(await printer.print(html, { title: titleIn(html) }));
      expect(used).toHaveLength(pages);
      for (const share of used.slice(0, -1)) expect(share).toBeGreaterThan(0.6);
    },
  );
});

interface Piece {
  readonly text: string;
  readonly size: number;
  readonly y: number;
  readonly right: number;
}

/**
 * What is printed, page by page, how large, how far above the lower edge, and how far from the left
 * one it ends, in points.
 */
async function pagesOf(html: string): Promise<readonly (readonly Piece[])[]> {
  const title = html.match(/<title>(.*?)<\/title>/)![1]!;
  const opened = await getDocument({
    data: Uint8Array.from(await printer.print(html, { title })),
    verbosity: 0,
  }).promise;
  const pages: Piece[][] = [];
  for (let number = 1; number <= opened.numPages; number++) {
    const { items } = await (await opened.getPage(number)).getTextContent();
    const pieces = items.flatMap((item) => ("str" in item && item.str.trim() ? [item] : []));
    pages.push(
      pieces.map(({ str, transform, width }) => ({
        text: str,
        size: Math.round(10 * transform[0]) / 10,
        y: Math.round(transform[5]),
        right: transform[4] + width,
      })),
    );
  }
  await opened.destroy();
  return pages;
}
