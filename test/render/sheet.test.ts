import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { prepare } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { plain } from "../../src/render/plain.js";
import { type Sheet, solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared as shipped } from "../exercises.js";

/** One input, one hidden and so many output units; what is asked, and what else is declared. */
const net = (ask: string, { examples = 1, outputs = 1 } = {}): Problem =>
  problem(
    prepare(
      readExercise(
        `
name: own
title: Own
network:
  inputs: 1
  layers:
    - { units: 1, activation: sigmoid, bias: node }
    - { units: ${outputs}, activation: sigmoid, bias: node }
  loss: half-squared-error
  examples: ${examples}
draw: { x: { oneOf: [1.5] }, w1: 0.9, b1: 0.5, w2: 0.4, b2: 0.2, t: 1, eta: 0.5 }
ask: ${ask}
rounding: { decimals: 4 }
`.replace(/^ {2}examples: 1\n/gm, ""),
        "own.yaml",
      ),
      [],
    ),
    "1",
  );

const linesOf = (sheet: Sheet) => sheet.sections.flatMap(({ lines }) => lines);
const headingsOf = (sheet: Sheet) =>
  linesOf(sheet).flatMap(({ id, heading }) => (heading === undefined ? [] : [`${heading}: ${id}`]));

describe("where a table is asked", () => {
  const of = problem(shipped("momentum-steps"), "1");

  test("its solution has the same table, filled in, and then the steps, each under its heading", () => {
    const [filled, working] = solution(of).sections;
    const [asked] = worksheet(of, "formulas").sections;
    const cells = (table: Sheet["sections"][number]["tables"][number]) =>
      table.rows.flatMap((row) => row.cells);
    const ids = asked!.tables.flatMap(cells).map(({ id }) => id!);
    expect(filled!.tables.map(({ head }) => head)).toEqual(asked!.tables.map(({ head }) => head));
    for (const [i, { value }] of filled!.tables.flatMap(cells).entries())
      expect(plain(value!)).toBe(plain(working!.lines.find(({ id }) => id === ids[i])!.result));
    const headings = working!.lines.flatMap(({ heading }) => heading ?? []);
    expect(headings).toEqual(["Step 1", "Step 2", "Step 3"]);
  });
});

test("where each step has one example, its lines stand under one heading", () => {
  const { sections } = solution(problem(shipped("perceptron-rule"), "7"));
  expect(sections.at(-1)!.lines.flatMap(({ heading }) => heading ?? [])).toEqual([
    "Example 1",
    "Example 2",
    "Example 3",
    "Example 4",
  ]);
});

test("a mistake is told with the digits that the working has", () => {
  const { sections, mistakes } = solution(problem(shipped("descent-by-hand"), "7"));
  const right = sections.at(-1)!.lines.map(({ result }) => plain(result));
  expect(right.slice(0, 3)).toEqual(["−1", "1.125", "−3"]);
  expect(mistakes.slice(0, 3).map(({ value }) => plain(value))).toEqual([
    "E = 2.25",
    "∂E/∂w = 3",
    "∂E/∂w = −6",
  ]);
});

test("a mistake in a network of thresholds is not told of biases", () => {
  const named = (name: string) =>
    solution(problem(shipped(name), "7")).mistakes.map((mistake) => mistake.name);
  expect(named("threshold-xor")).toContain("leaves the threshold out");
  expect(named("threshold-xor").join()).not.toContain("bias");
  expect(named("softmax-2-3")).toContain("leaves the bias out");
});

test("what a step is called is said the same in a table, its rules and a picture", () => {
  const of = problem(shipped("descent-by-hand"), "7");
  const { tables, rules } = worksheet(of, "formulas").sections[0]!;
  expect(tables[0]!.head.map(({ text }) => text)).toEqual(["Epoch 1", "Epoch 2"]);
  expect(tables[0]!.rows.map(({ label }) => plain(label.symbol!)).at(-1)).toBe("new w");
  expect(plain(rules.at(-1)!)).toBe("new w = w − η · ∂E/∂w");
  expect(solution(of).pictures[0]!.svg).toMatch(/>epoch</);
  expect(solution(of).marks).toBe("Above a symbol, (2) is the value at “Epoch 2”.");
});

test("a sum that is too long for the exponent of a sigmoid has a line of its own", () => {
  const linesWith = (inputs: number) =>
    linesOf(
      solution(
        problem(
          prepare(
            readExercise(
              `name: own
title: Own
network:
  inputs: ${inputs}
  layers: [{ units: 1, activation: sigmoid, bias: node }]
  loss: none
  steps: 0
draw: { x: 1, w: { from: 0.1, to: 0.9, step: 0.1 }, b: 0.5 }
ask: [activation]
leastFigures: 0
`,
              "own.yaml",
            ),
            [],
          ),
          "1",
        ),
      ),
    ).map(({ id }) => id);
  expect(linesWith(6)).toEqual(["a1_1"]);
  expect(linesWith(7)).toEqual(["z1_1", "a1_1"]);
});

test("a unit's three blanks stand in a row, and so do many, or an odd number, with short symbols", () => {
  const inThrees = (name: string) =>
    worksheet(problem(shipped(name), "1"), "formulas").sections.map((section) => section.inThrees);
  expect(inThrees("mlp-2-2-1-tanh")).toEqual([false, false, true, true, true, true, true]);
  expect(inThrees("chain-rule")).toEqual([false, true]);
});

describe("the lines of a solution", () => {
  test("are headed by their example where each has two lines or more", () => {
    expect(headingsOf(solution(net("[preActivation]", { examples: 2 })))).toEqual([
      "Example 1: e1.z1_1",
      "Example 2: e2.z1_1",
    ]);
    const both = net("[preActivation, activation]", { examples: 2 });
    expect(headingsOf(solution(both))).toEqual([
      "Example 1: e1.z1_1",
      "Example 2: e2.z1_1",
      "Example 1: e1.a1_1",
      "Example 2: e2.a1_1",
    ]);
  });

  test("that belong to all examples are headed as such", () => {
    expect(headingsOf(solution(net("[loss]", { examples: 2 })))).toEqual([
      "Example 1: e1.a1_1",
      "Example 2: e2.a1_1",
      "Together: loss",
    ]);
  });

  test("say by their symbols to what they belong where that changes line by line", () => {
    const sheet = worksheet(net("[loss]", { examples: 2 }), "guided");
    expect(linesOf(sheet).map(({ id }) => id)).toEqual(["e1.loss", "e2.loss", "loss"]);
    expect(headingsOf(sheet)).toEqual([]);
  });

  test("have no heading where all belong to the same", () => {
    expect(headingsOf(solution(net("[preActivation, activation]")))).toEqual([]);
  });

  test.each([
    ["activation", "a1_1"],
    ["gradient", "dw1_1_1"],
    ["biasGradient", "db1_1"],
    ["updatedWeight", "new_w1_1_1"],
    ["updatedBias", "new_b1_1"],
  ])("give a result of the role %s one of its own, though it is not asked", (_, id) => {
    expect(linesOf(solution(net("[secondPass]")))).toContainEqual(
      expect.objectContaining({ id, asked: false }),
    );
  });

  test.each([
    ["outputLoss", "s2.loss_1", { outputs: 2 }],
    ["loss", "s2.e1.loss", { examples: 2 }],
  ])("give a result of the role %s one, though only their sum is asked", (_, id, shape) => {
    const asked = net("[s2.loss]", shape);
    expect(linesOf(solution(asked))).toContainEqual(expect.objectContaining({ id, asked: false }));
  });

  test("put a short step of any other role into the next formula", () => {
    const ids = linesOf(solution(net("[secondPass]"))).map(({ id }) => id);
    expect(ids).toEqual(expect.not.arrayContaining(["z1_1", "z2_1", "delta2_1", "dz2_1_da1_1"]));
  });
});

describe("the rules of a worksheet", () => {
  const rules = (ask: string, shape = {}) =>
    worksheet(net(ask, shape), "formulas").sections.flatMap((section) => section.rules.map(plain));

  test("are told for hidden and for output units, but once where they are the same", () => {
    expect(rules("[preActivation, activation, delta, gradient]")).toEqual([
      "z_1^(1) = w_11^(1) · x_1 + b_1^(1)",
      "z_1^(2) = w_11^(2) · a_1^(1) + b_1^(2)",
      "a_1^(1) = 1/(1 + e^(−z_1^(1)))",
      "δ_1^(2) = (a_1^(2) − t) · a_1^(2) · (1 − a_1^(2))",
      "δ_1^(1) = δ_1^(2) · w_11^(2) · a_1^(1) · (1 − a_1^(1))",
      "∂L/∂w_11^(2) = δ_1^(2) · a_1^(1)",
      "∂L/∂w_11^(1) = δ_1^(1) · x_1",
    ]);
  });

  test("of activations and losses are told once, whatever layer they are of", () => {
    expect(rules("[activation, loss]", { outputs: 2 })).toEqual([
      "a_1^(1) = 1/(1 + e^(−(w_11^(1) · x_1 + b_1^(1))))",
      "L_1 = 1/2 · (t_1 − a_1^(2))^2",
      "L = L_1 + L_2",
    ]);
  });
});

describe("a solution of several steps", () => {
  const { sections } = solution(problem(shipped("mlp-2-3-1-relu"), "1"));
  const line = (id: string) => sections.flatMap(({ lines }) => lines).find((one) => one.id === id)!;

  test("tells a formula once, and has the numbers of every step", () => {
    expect(plain(line("new_w1_1_1").rule!)).toContain("LR");
    expect(line("s2.new_w1_1_1").rule).toBeUndefined();
    expect(plain(line("s2.new_w1_1_1").numbers!)).toContain("0.05");
  });

  test("has its numbers in two columns, where a formula is broken that is longer than one", () => {
    expect(sections.map(({ brief }) => brief)).toEqual([false, false, false, true, true, true]);
    const printed = template("solution")(solution(problem(shipped("mlp-2-3-1-relu"), "1")));
    const [first, second] = [1, 4].map(
      (number) => printed.split(`<h2>${number}. `)[1]!.split("</ul>")[0]!,
    );
    expect(first).not.toContain('class="long"');
    expect(second).toContain('class="long"');
  });
});
