import { describe, expect, test } from "vitest";
import { op } from "../../src/graph/formula.js";
import { isWithin, shapeOf } from "../../src/graph/shape.js";
import { problem } from "../../src/problem/problem.js";
import { plain } from "../../src/render/plain.js";
import { type Help, worksheet } from "../../src/render/sheet.js";
import { prepared } from "../exercises.js";

const sheet = (name: string, help: Help = "formulas") =>
  worksheet(problem(prepared(name), "7"), help);
const rulesOf = (name: string) =>
  sheet(name).sections.flatMap(({ rules }) => rules.map((rule) => plain(rule).normalize("NFC")));

describe("a worksheet tells a rule for each kind of step", () => {
  test.each([
    ["softmax-2-3", ["Σ = e^(z_1) + e^(z_2) + e^(z_3)", "p_1 = e^(z_1)/Σ"]],
    ["rnn-three-steps", ["h^⟨1⟩ = tanh(z^⟨1⟩)", "∂L/∂u = ∂L/∂u^⟨2⟩ + ∂L/∂u^⟨3⟩"]],
    ["rnn-three-steps", ["z^⟨2⟩ = w · x^⟨2⟩ + u · h^⟨1⟩ + b", "∂L/∂h^⟨2⟩ = δ^⟨3⟩ · u"]],
    ["momentum-steps", ["v^(2) = μ · v − η · ∂E^(2)/∂w^(2)"]],
    ["convolution-one-filter", ["p_1 = max(a_1, a_2)", "ŷ = v_1 · p_1 + v_2 · p_2 + c"]],
    ["chain-1-1-1-linear", ["ŷ^∗ = (w_2 + Δw_2) · h^∗", "𝓛 = 1/2 · (y − ŷ)^2"]],
    [
      "mlp-2-2-2-1-sigmoid",
      ["∂L/∂a_1^(2) = δ_1^(3) · w_11^(3)", "∂L/∂a_1^(1) = δ_1^(2) · w_11^(2) + δ_2^(2) · w_21^(2)"],
    ],
  ])("in %s: %j", (name, rules) => {
    expect(rulesOf(name)).toEqual(
      expect.arrayContaining(rules.map((rule) => rule.normalize("NFC"))),
    );
  });

  test("and each once", () => {
    for (const name of ["mlp-2-2-2-sigmoid", "rnn-three-steps", "mlp-2-3-1-relu"])
      expect(rulesOf(name).length).toBe(new Set(rulesOf(name)).size);
    // Four steps of 85 blanks are all worked out like the first.
    expect(rulesOf("mlp-2-3-1-relu").length).toBeLessThan(15);
  });
});

test("a rule calls what it is about as the blanks do", () => {
  const heads = (name: string): readonly string[] =>
    sheet(name).sections.flatMap(({ rules }) => rules.map((rule) => plain(rule).split(" = ")[0]!));
  expect(heads("convolution-one-filter")).toContain("δ");
  expect(heads("descent-by-hand")).toEqual(["f(x)", "E", "∂E/∂w", "new w"]);
  expect(heads("momentum-steps")).toEqual(["f(x)", "E", "∂E/∂w", "v^(2)", "new w"]);
});

test("brackets are explained where a sheet has formulas with them, and nowhere else", () => {
  const sentence = "A bracket ⟦ ⟧ is 1 where what it says is true, and 0 where it is not.";
  expect(sheet("perceptron-rule").marks).toContain(sentence);
  expect(sheet("convolution-one-filter").marks).toBe(sentence);
  expect(sheet("convolution-one-filter", "none").marks).toBe("");
  expect(sheet("mlp-2-2-2-sigmoid").marks).toBe("");
  expect(sheet("softmax-2-3").marks).toBe("");
});

describe("the shape of a formula", () => {
  const shape = (formula: Parameters<typeof shapeOf>[0]) => shapeOf(formula, (id) => id[0]!);
  const term = (i: number) => op("*", `w${i}`, `x${i}`);

  test("is the same whatever numbers are in it, and however many terms there are of a kind", () => {
    const two = shape(op("+", op("+", term(1), term(2)), "b1"));
    expect(two).toEqual(shape(op("+", op("+", op("+", term(1), term(2)), term(3)), "b2")));
    expect(two).toEqual(shape(op("+", "b", op("+", op("*", "x1", "w1"), term(2)))));
  });

  test("tells one term from several, and another factor", () => {
    expect(shape(term(1))).not.toEqual(shape(op("+", term(1), term(2))));
    expect(shape(term(1))).not.toEqual(shape(op("*", term(1), "h")));
  });

  test("is within one that has more terms", () => {
    const more = shape(op("-", op("*", "m", "v"), op("*", "e", "g")));
    expect(isWithin(shape(op("negate", op("*", "e", "g"))), more)).toBe(true);
    expect(isWithin(more, shape(op("*", "e", "g")))).toBe(false);
  });
});
