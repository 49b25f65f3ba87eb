import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { audit } from "../../src/grade/audit.js";
import { evaluate, givensOf, type Values, valuesById } from "../../src/graph/evaluate.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { problem, publishedProblem } from "../../src/problem/problem.js";

const read = (text: string): Prepared => prepare(readExercise(text, "mine.yaml"), []);
const published = (prepared: Prepared): Values =>
  valuesById(prepared.program, publishedProblem(prepared).values);

const circuit = (quantities: string, of: string, given: Values, ask: readonly string[]): Prepared =>
  read(
    `
name: mine
title: Mine
quantities:
${Object.keys(given)
  .map((id) => `  - { id: ${id}, given: true, role: input, symbol: ${id[0]} }`)
  .join("\n")}
${quantities}
gradients: [${of}]
draw: ${JSON.stringify(given)}
ask: [${ask.join(", ")}]
rounding: { decimals: 4 }
leastFigures: 0
published: { given: ${JSON.stringify(given)} }
`,
  );

describe("gradients of a circuit", () => {
  test("go back through a product and a sum, as in (x + y)z", () => {
    const prepared = circuit(
      `  - { id: q, symbol: q, formula: x + y }
  - { id: f, symbol: f, formula: q * z }`,
      "f",
      { x: -2, y: 5, z: -4 },
      ["df_dq", "df_dx", "df_dy", "df_dz"],
    );
    expect(published(prepared)).toMatchObject({
      q: 3,
      f: -12,
      df_dq: -4,
      df_dx: -4,
      df_dy: -4,
      df_dz: 3,
    });
  });

  test("add up where a value is read twice, along every path", () => {
    const prepared = circuit(
      `  - { id: a, symbol: a, formula: x * y }
  - { id: b, symbol: b, formula: a + x }
  - { id: f, symbol: f, formula: a * b }`,
      "f",
      { x: 3, y: 2 },
      ["df_dx", "df_dy"],
    );
    // f = xy(xy + x), so ∂f/∂x = 2xy² + 2xy and ∂f/∂y = 2x²y + x².
    expect(published(prepared)).toMatchObject({ df_dx: 36, df_dy: 45 });
  });

  test.each([
    ["exp(x)"],
    ["log(x)"],
    ["sqrt(x)"],
    ["tanh(x)"],
    ["sin(x)"],
    ["cos(x)"],
    ["abs(x)"],
    ["x^3"],
    ["2^x"],
    ["x / y"],
    ["y / x"],
    ["max(x, y)"],
    ["min(x, y)"],
    ["sigmoid(x)"],
    ["relu(x)"],
    ["softplus(x)"],
    ["max(x, y, 3 * x)"],
  ])("differentiate %s as finite differences do", (formula) => {
    for (const x of [0.7, 1.9]) {
      const prepared = circuit(
        `  - { id: f, symbol: f, formula: "${formula}" }`,
        "f",
        { x, y: 1.3 },
        ["df_dx"],
      );
      const at = (moved: number): number => {
        const { program } = prepared;
        return valuesById(program, evaluate(program, givensOf(program, { x: moved, y: 1.3 }))).f!;
      };
      expect(published(prepared).df_dx).toBeCloseTo((at(x + 1e-6) - at(x - 1e-6)) / 2e-6, 6);
    }
  });

  test("name what is not computed", () => {
    expect(() => circuit("  - { id: f, symbol: f, formula: x }", "g", { x: 1 }, ["f"])).toThrow(
      /mine\.yaml:\d+:\d+: there is no computed quantity g/,
    );
  });
});

describe("quantities for several numbers", () => {
  const recursion = `
name: mine
title: Mine
quantities:
  - { id: "x<t>", given: true, role: input, symbol: "x_<t>", for: { t: [1, 2, 3] } }
  - { id: h0, given: true, role: initialState, symbol: h_0 }
  - { id: "h<t>", symbol: "h_<t>", formula: "tanh(0.5 * x<t> + 0.25 * h<t-1>)", for: { t: [1, 2, 3] } }
gradients: [h3]
draw: { x: [1, 0.5, -1], h0: 0 }
ask: [h1, h2, h3, dh3_dx1]
rounding: { decimals: 4 }
published: { given: { x: [1, 0.5, -1], h0: 0 } }
`;
  const h = [0];
  for (const x of [1, 0.5, -1]) h.push(Math.tanh(0.5 * x + 0.25 * h.at(-1)!));

  test("stand for one quantity each, and may name their neighbours", () => {
    const values = published(read(recursion));
    expect([values.h1, values.h2, values.h3]).toEqual(h.slice(1));
    const slope = (1 - h[3]! ** 2) * 0.25 * (1 - h[2]! ** 2) * 0.25 * (1 - h[1]! ** 2) * 0.5;
    expect(values.dh3_dx1).toBeCloseTo(slope, 12);
  });

  test("are placed in the file where they are declared", () => {
    const broken = recursion.replace("0.25 * h<t-1>", "0.25 * * h<t-1>");
    expect(() => read(broken)).toThrow(/^mine\.yaml:7:\d+: tanh\(0\.5 \* x1/);
  });
});

describe("names of a text's own", () => {
  const named = `
name: mine
title: Mine
network: { inputs: 2, layers: [{ units: 1, activation: sigmoid, bias: threshold }], loss: half-squared-error }
names: { w13: w1_1_1, w23: w1_1_2, theta: b1_1, y: a1_1 }
quantities: [{ id: twice, symbol: 2y, formula: 2 * y }]
draw: { x: 1, w13: 0.5, w23: 0.25, theta: 0.25, t: 1, eta: 0.5 }
ask: [y, twice, dw13, new_w13, s2.y, dtheta]
rounding: { decimals: 4 }
symbols: { y: y }
published: { given: { x: [1, 0.5], w13: 0.5, w23: 0.25, theta: 0.25, t: 1, eta: 0.5 }, printed: { y: "0.5926" } }
`;

  test("may stand wherever an id may, with the beginnings of ids before them", () => {
    const prepared = read(named);
    expect(prepared.questions.map(({ id }) => id)).toEqual([
      "a1_1",
      "twice",
      "dw1_1_1",
      "new_w1_1_1",
      "s2.a1_1",
      "db1_1",
    ]);
    expect(prepared.exercise.published?.printed).toEqual({ a1_1: "0.5926" });
    const values = published(prepared);
    expect(values.a1_1).toBeCloseTo(1 / (1 + Math.exp(-(0.5 + 0.125 - 0.25))), 12);
    expect(values.twice).toBeCloseTo(2 * values.a1_1!, 12);
  });
});

describe("words and counts", () => {
  const network = `
name: mine
title: Mine
network: { inputs: 1, layers: [{ units: 3, activation: softmax }], loss: cross-entropy }
quantities:
  - { id: class, symbol: class, choice: { largest: [{ word: cat, of: a1_1 }, { word: cow, of: a1_2 }, { word: dog, of: a1_3 }] } }
  - { id: rounds, symbol: n, rounds: { until: loss, below: 0.5 } }
draw: { x: { from: 1, to: 2, step: 0.1 }, w: { from: -1, to: 1, step: 0.1 }, t: [1, 0, 0], eta: 0.5 }
ask: [activation, class, rounds]
rounding: { decimals: 4 }
published: { given: { x: 1, w: [0.1, 0.4, -0.2], t: [1, 0, 0], eta: 0.5 } }
`;

  test("the class predicted is the word of the largest", () => {
    const { key } = publishedProblem(read(network));
    expect(key.get("class")).toEqual({ kind: "choice", word: "cow", words: ["cat", "cow", "dog"] });
  });

  test("no variant leaves it to rounding which is the largest", () => {
    const prepared = read(network);
    for (let seed = 1; seed <= 50; seed++) {
      const { values } = problem(prepared, String(seed));
      const outputs = [1, 2, 3]
        .map((i) => values[prepared.program.slots.get(`a1_${i}`)!]!)
        .sort((a, b) => b - a);
      expect(outputs[0]! - outputs[1]!).toBeGreaterThan(0.0002);
    }
  });

  test("rounds are counted until the loss is small enough", () => {
    const { key } = publishedProblem(read(network));
    let w = [0.1, 0.4, -0.2];
    let rounds = 0;
    for (;;) {
      const e = w.map(Math.exp);
      const a = e.map((part) => part / (e[0]! + e[1]! + e[2]!));
      if (-Math.log(a[0]!) < 0.5) break;
      w = w.map((weight, i) => weight - 0.5 * (a[i]! - (i === 0 ? 1 : 0)));
      rounds++;
    }
    const answer = key.get("rounds");
    expect(answer?.kind === "number" && answer.value).toBe(rounds);
  });

  test("a condition that is never met is said", () => {
    const never = network.replace("below: 0.5", "below: 0.0001, most: 5");
    expect(() => publishedProblem(read(never))).toThrow(
      /rounds: after 5 rounds loss is not below 0.0001/,
    );
  });
});

describe("an activation of the exercise's own", () => {
  test("is a function of one variable, and is differentiated", () => {
    const values = published(
      read(`
name: mine
title: Mine
functions: { swish: { of: [v], is: v / (1 + exp(-v)) } }
network: { inputs: 1, layers: [{ units: 1, activation: swish }], loss: half-squared-error }
draw: { x: 2, w: 0.5, t: 1, eta: 0.5 }
ask: [a1_1, da1_1_dz1_1]
rounding: { decimals: 4 }
published: { given: { x: 2, w: 0.5, t: 1, eta: 0.5 } }
`),
    );
    const s = 1 / (1 + Math.exp(-1));
    expect(values.a1_1).toBeCloseTo(s, 12);
    expect(values.da1_1_dz1_1).toBeCloseTo(s + s * (1 - s), 12);
  });

  test("is told apart from a misspelt one", () => {
    expect(() =>
      read(`
name: mine
title: Mine
network: { inputs: 1, layers: [{ units: 1, activation: sigmoyd }], loss: half-squared-error }
draw: { x: 2, w: 0.5, t: 1, eta: 0.5 }
ask: [a1_1]
rounding: { decimals: 4 }
`),
    ).toThrow(/^mine\.yaml:4:\d+: .*got "sigmoyd" \(did you mean sigmoid\?\)/);
  });
});

describe("a text whose numbers tie in a pool", () => {
  test("is audited all the same: of the tied, each lets the gradient through", () => {
    const prepared = read(`
name: mine
title: Mine
network:
  inputs: 2
  layers: [{ pool: max, size: [1, 2] }, { units: 1, activation: identity }]
  loss: half-squared-error
published: { given: { x: [1, 1], w: 2, t: 0, eta: 0.5 }, printed: { a1_1: 1, a2_1: 2, dw2_1_1: 2, dloss_dx1: 4 } }
`);
    expect(published(prepared)).toMatchObject({ a1_1: 1, a2_1: 2, dw2_1_1: 2, dloss_dx1: 4 });
  });
});

describe("a text that is only audited", () => {
  const text = `
name: mine
title: Mine
network: { inputs: 2, layers: [{ units: 1, activation: sigmoid, bias: node }], loss: half-squared-error }
published:
  given: { x: [1, 2], w: [0.5, -0.25], b: 0.1, t: 1, eta: 0.5 }
  printed: { z1_1: 0.10, change_w1_1_1: .0590 }
`;

  test("needs no draw and no ask: its numbers are the published ones, its questions what is printed", () => {
    const prepared = read(text);
    expect(prepared.questions.map(({ id }) => id)).toEqual(["z1_1", "change_w1_1_1"]);
    expect(problem(prepared, "1").values).toEqual(publishedProblem(prepared).values);
  });

  test("keeps its printed numbers digit by digit, with or without quotes", () => {
    expect(read(text).exercise.published?.printed).toEqual({
      z1_1: "0.10",
      change_w1_1_1: ".0590",
    });
  });

  test("may mark them as approximations", () => {
    const variant = publishedProblem(read(text));
    const verdicts = (printed: string): readonly string[] =>
      audit(variant, { z1_1: printed, change_w1_1_1: "~0.059" }, "rounded").map(
        ({ verdict }) => verdict,
      );
    expect(verdicts("≈ 0.10")).toEqual(["right", "right"]);
    expect(verdicts("0.100…")).toEqual(["right", "right"]);
    expect(verdicts("about 0.1")).toEqual(["unreadable", "right"]);
  });

  test.each([["draw"], ["ask"]])("without numbers, %s is missed", (word) => {
    const bare = `${text.slice(0, text.indexOf("published"))}${word === "ask" ? "draw: { x: 1 }" : "ask: [loss]"}\n`;
    expect(() => read(bare)).toThrow(new RegExp(`${word}: is missing; only a text`));
  });

  test("without a loss where there is an update, the loss is missed", () => {
    expect(() => read(text.replace(", loss: half-squared-error", ""))).toThrow(
      /:4:\d+: network\.loss: is missing/,
    );
  });
});
