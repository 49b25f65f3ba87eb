import { describe, expect, test } from "vitest";
import { plain } from "../../src/render/plain.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import type { Cell, Heading, SheetTable } from "../../src/render/table.js";
import { template } from "../../src/render/templates.js";
import { shape, shapeNames } from "./shapes.js";

const label = ({ text, symbol }: Heading): string => (symbol ? plain(symbol) : (text ?? ""));
const cell = ({ id, value }: Cell): string => (value ? plain(value) : (id ?? ""));
const lines = ({ head, rows }: SheetTable): string[] => [
  head.map(label).join(" | "),
  ...rows.map((row) => [label(row.label), ...row.cells.map(cell)].join(" | ")),
];

describe("a table of blanks", () => {
  test("of the perceptron rule has a row an iteration, with its example", () => {
    const [section] = worksheet(shape("the perceptron rule"), "formulas").sections;
    const [head, first, second, third] = lines(section!.tables[0]!);
    expect(head).toBe("x_1 | x_2 | t | a_1 | e_1 | new w_11 | new w_12");
    expect(first).toBe("Iteration 1 | 0 | 0 | 0 | a1_1 | error1_1 | new_w1_1_1 | new_w1_1_2");
    expect(second).toMatch(/^Iteration 2 \| 0 \| 1 \| 0 \| s2.a1_1/);
    expect(third).toMatch(/^Iteration 3 \| 1 \| 0 \| 0 \| s3.a1_1/);
    expect(section!.rules.map(plain)).toEqual([
      "a_1 = ⟦w_11 · x_1 + w_12 · x_2 ≥ b_1⟧",
      "e_1 = t - a_1".replace("-", "−"),
      "new w_11 = w_11 + η · e_1 · x_1",
    ]);
  });

  test("of several examples is a truth table", () => {
    const [section] = worksheet(shape("a truth table"), "none").sections;
    const [head, first, , , last] = lines(section!.tables[0]!);
    expect(head).toBe("x_1 | x_2 | z_1^(1) | a_1^(1) | z_2^(1) | a_2^(1) | z_1^(2) | a_1^(2)");
    expect(first).toBe(
      "Example 1 | 0 | 0 | e1.z1_1 | e1.a1_1 | e1.z1_2 | e1.a1_2 | e1.z2_1 | e1.a2_1",
    );
    expect(last).toMatch(/^Example 4 \| 1 \| 1 \| e4.z1_1/);
  });

  test("of several times has a column a time, and the totals below", () => {
    const { sections } = worksheet(shape("one recurrent unit"), "none");
    const gradients = sections.find(({ title }) => title === "Gradients")!;
    expect(lines(gradients.tables[0]!)[0]).toBe("Time 1 | Time 2 | Time 3");
    expect(gradients.lines.map(({ id }) => id)).toEqual(["dw1_1_1", "du1_1_1", "dw2_1_1"]);
    const [all] = worksheet(shape("recurrent table"), "none").sections;
    expect(lines(all!.tables[0]!)[1]).toMatch(/^x_1 \| 0?\.?\d/);
  });

  test("tells the rule with all its terms, not that of the first time", () => {
    const { sections } = worksheet(shape("one recurrent unit"), "formulas");
    expect(plain(sections[0]!.rules[0]!)).toContain("u_11^(1) · a_1^((1),⟨1⟩)");
  });

  test("is not made where each blank has its formula", () => {
    const { sections } = worksheet(shape("one recurrent unit"), "guided");
    expect(sections.flatMap(({ tables }) => tables)).toEqual([]);
    expect(sections[0]!.lines.flatMap(({ heading }) => heading ?? [])).toEqual([
      "Time 1",
      "Time 2",
      "Time 3",
    ]);
  });

  test.each(shapeNames)("of %s holds every blank once, on paper and in Markdown", (name) => {
    const variant = shape(name);
    for (const help of ["none", "formulas", "guided"] as const) {
      const sheet = worksheet(variant, help);
      const html = template("worksheet")(sheet);
      const ids = [...html.matchAll(/data-blank="([^"]+)"/g)].map(([, id]) => id!);
      expect(ids.toSorted()).toEqual([...variant.key.keys()].toSorted());
      expect(template("worksheet.md")(sheet).match(/________/g)).toHaveLength(ids.length);
    }
  });
});

describe("givens", () => {
  const givens = (name: Parameters<typeof shape>[0], title: string) =>
    worksheet(shape(name), "none").givens.find((group) => group.title === title)!;

  test("of several examples are a row each", () => {
    expect(lines(givens("the perceptron rule", "Examples").tables[0]!)).toEqual([
      "x_1 | x_2 | t",
      "Example 1 | 0 | 0 | 0",
      "Example 2 | 0 | 1 | 0",
      "Example 3 | 1 | 0 | 0",
      "Example 4 | 1 | 1 | 1",
    ]);
    expect(givens("the perceptron rule", "Threshold").values.map(plain)).toEqual(["b_1 = 0.2"]);
  });

  test("of several times are a column each", () => {
    const { tables } = givens("two recurrent units and a batch", "Inputs and targets");
    expect(tables.map(({ title }) => label(title!))).toEqual(["Example 1", "Example 2"]);
    expect(lines(tables[0]!).map((line) => line.split(" | ")[0])).toEqual([
      "Time 1",
      "x_1",
      "x_2",
      "t",
    ]);
  });

  test("that are an image or a filter are a grid", () => {
    const { tables } = givens("two filters and a pool", "Inputs, row by row");
    expect(tables[0]!.rows.map(({ cells }) => cells.length)).toEqual([4, 4, 4, 4]);
    const weights = givens("two filters and a pool", "Weights");
    expect(weights.tables.map(({ title, rows }) => [label(title!), rows.length])).toEqual([
      ["w_1,1^(1) … w_1,4^(1)", 2],
      ["w_2,1^(1) … w_2,4^(1)", 2],
    ]);
    expect(weights.values).toHaveLength(4);
  });
});

test.each(shapeNames)("the solution of %s prints every number cleanly", (name) => {
  const sheet = solution(shape(name));
  const html = template("solution")(sheet).replace(/<style>.*<\/style>/s, "");
  const text = template("solution.md")(sheet);
  expect(html).not.toMatch(/[−-]0\.0+<|NaN|undefined|Infinity|\[object/);
  expect(text).not.toMatch(/[+·-] *-\d|NaN|undefined|Infinity|\[object/);
});

test("the loss from step to step is that of the whole batch", () => {
  const { losses } = solution(shape("mini-batches with momentum"));
  expect(losses.map((loss) => plain(loss).split(" ")[0])).toEqual(["L", "L^(2)"]);
});
