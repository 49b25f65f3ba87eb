import { expect, test } from "vitest";
import { op, sum } from "../../src/graph/formula.js";
import { parse } from "../../src/graph/parse.js";
import { activations } from "../../src/network/activations.js";
import { expression } from "../../src/render/expression.js";
import { fromTex } from "../../src/render/fromTex.js";
import { mathml } from "../../src/render/mathml.js";
import { plain } from "../../src/render/plain.js";
import { fraction, name, number } from "../../src/render/typeset.js";

const written = (formula: Parameters<typeof expression>[0]): string =>
  plain(expression(formula, name));

test("the largest of several is one max", () => {
  expect(written(parse("max(a, b, c, d)"))).toBe("max(a, b, c, d)");
  expect(written(parse("max(0, z)"))).toBe("max(0, z)");
});

test.each([
  ["a - (-b)", { a: "−4", b: "−3" }, "−4 − 3"],
  ["(a - b)^2", { a: "−4", b: "3" }, "(−4 − 3)^2"],
  ["a * (b + c)", { a: "2", b: "−4", c: "−3" }, "2 · (−4 + (−3))"],
  ["a * (-b)", { a: "0.1", b: "−1" }, "0.1 · 1"],
  ["a * (-b)", { a: "0.1", b: "1" }, "0.1 · (−1)"],
  ["a * (-b)", { a: "0.1", b: "0" }, "0.1 · 0"],
  ["-a", { a: "−0.19" }, "−(−0.19)"],
  ["a^2", { a: "−3" }, "(−3)^2"],
  ["a * b", { a: "−2", b: "−3" }, "−2 · (−3)"],
])("%s of %o has brackets only where a sign follows another", (formula, numbers, text) => {
  const leaf = (id: string) => number((numbers as Readonly<Record<string, string>>)[id]!);
  expect(plain(expression(parse(formula), leaf))).toBe(text);
});

test("a power of what is marked already, or of a derivative, is a power of brackets", () => {
  const square = (tex: string): string => plain(expression(op("^", "a", 2), () => fromTex(tex)));
  expect(square("h^{⟨3⟩}")).toBe("(h^⟨3⟩)^2");
  expect(square("\\frac{\\partial L}{\\partial w}")).toBe("(∂L/∂w)^2");
  expect(square("w_{12}")).toBe("w_12^2");
});

test("what is copied keeps the brackets that it needs", () => {
  expect(written(op("-", "t", op("copy", parse("a + b"))))).toBe("t − (a + b)");
});

test("a threshold stands on the right of its condition", () => {
  expect(written(op("fromZero", parse("u*x + w*y - h")))).toBe("⟦u · x + w · y ≥ h⟧");
  expect(written(op("aboveZero", "z"))).toBe("⟦z > 0⟧");
  expect(written(op("fromZero", parse("a - (b - c)")))).toBe("⟦a ≥ (b − c)⟧");
  expect(mathml(expression(op("fromZero", "z"), name))).toContain("<mo>≥</mo>");
});

test.each(["sign", "sign-above-zero", "sign-zero-at-zero"] as const)(
  "%s is written as a sign",
  (known) => {
    expect(written(activations[known].of("z"))).toBe("sign(z)");
  },
);

test("a mean of many, or of fractions, is a part of a sum in brackets", () => {
  const letters = [..."abcdefgh"];
  expect(written(op("/", sum(letters.slice(0, 2)), 2))).toBe("(a + b)/2");
  expect(written(op("/", sum(letters), 8))).toBe("1/8 · (a + b + c + d + e + f + g + h)");
  const slopes = expression(op("/", sum(["a", "b"]), 2), (id) => fraction(name(id), number("1")));
  expect(plain(slopes)).toBe("1/2 · (a/1 + b/1)");
});

test("how wide a formula is decides whether it is written in pieces, not its letters", () => {
  const terms = Array.from({ length: 6 }, () => op("*", "w", "x"));
  const numbers = (id: string) => number(id === "w" ? "0.02074" : "−0.7");
  const wide = expression(op("*", sum(terms), op("-", 1, "a")), numbers);
  const stacked = expression(op("/", op("exp", sum(terms)), op("exp", sum(terms))), numbers);
  expect(plain(wide).length).toBeLessThan(plain(stacked).length);
  expect(mathml(wide).match(/<math/g)!.length).toBeGreaterThan(1);
  expect(mathml(stacked).match(/<math/g)).toHaveLength(1);
});

test("a sum that is longer than a line is written in pieces, and nothing is lost", () => {
  const long = expression(op("/", sum(Array.from({ length: 16 }, () => "gradient")), 16), name);
  const html = mathml(long);
  expect(html.match(/<math alttext=/g)).toHaveLength(16);
  const letters = (text: string): string => text.replace(/<[^>]+>|[\s/]/g, "");
  expect(letters(html)).toBe(letters(plain(long)));
  expect(mathml(expression(parse("a + b"), name))).toBe(
    '<math alttext="a plus b"><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></math>',
  );
});
