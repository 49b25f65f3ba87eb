import { describe, expect, test } from "vitest";
import { differentiate } from "../../src/graph/differentiate.js";
import {
  type Formula,
  op,
  operandsOf,
  partsIn,
  product,
  substitute,
  sum,
} from "../../src/graph/formula.js";
import { graph } from "../../src/graph/graph.js";
import { inlined } from "../../src/graph/inline.js";
import { parse, parsePattern } from "../../src/graph/parse.js";
import { tidy } from "../../src/graph/tidy.js";
import { wholeIn } from "../../src/graph/whole.js";
import { infix } from "../infix.js";

describe("a formula", () => {
  test("is added up and multiplied from the left", () => {
    expect(infix(sum(["a", "b", "c"]))).toBe("((a + b) + c)");
    expect([sum([]), sum(["a"])]).toEqual([0, "a"]);
    expect(infix(product("a", 1, "b", "c"))).toBe("((a * b) * c)");
    expect([product(), product(1), product(1, "a")]).toEqual([1, 1, "a"]);
  });

  test("says how much it is made of, and what it reads, each once, in order", () => {
    const formula = parse("b * (a + b) - exp(2)");
    expect(partsIn(formula)).toBe(8);
    expect([partsIn(1), partsIn("a")]).toEqual([1, 1]);
    expect(operandsOf(formula)).toEqual(["b", "a"]);
    expect(operandsOf(3)).toEqual([]);
  });

  test("is the same object where nothing is replaced in it", () => {
    const formula = parse("a + 2 * b");
    expect(substitute(formula, () => undefined)).toBe(formula);
    const one = (id: string): Formula | undefined => (id === "b" ? "c" : undefined);
    expect(infix(substitute(formula, one))).toBe("(a + (2 * c))");
    expect(substitute("b", one)).toBe("c");
    expect(substitute("a", one)).toBe("a");
    expect(substitute(4, one)).toBe(4);
  });

  test("is put in for what is not kept, all the way down", () => {
    const at = { step: 1 };
    const quantities = graph([
      { id: "x", role: "constant", at },
      { id: "y", role: "value", at, formula: parse("2 * x") },
      { id: "z", role: "value", at, formula: parse("y + 1") },
    ]);
    const kept = (...ids: readonly string[]) =>
      infix(inlined(quantities, parse("z ^ 2"), (id) => ids.includes(id)));
    expect(kept()).toBe("(((2 * x) + 1) ^ 2)");
    expect(kept("y")).toBe("((y + 1) ^ 2)");
    expect(kept("z")).toBe("(z ^ 2)");
    expect(infix(inlined(quantities, parse("unknown + 1"), () => false))).toBe("(unknown + 1)");
  });
});

describe("what can only be whole", () => {
  const at = { step: 1 };
  const isWhole = (text: string): boolean =>
    wholeIn(
      graph([
        { id: "x", role: "input", at },
        { id: "n", role: "value", at, formula: parse("step(x)") },
        { id: "y", role: "value", at, formula: parse(text) },
      ]),
    ).has("y");

  test.each([
    "3",
    "step(x)",
    "stepAtZero(x)",
    "aboveZero(x)",
    "fromZero(x)",
    "n",
    "n + 1",
    "n - 1",
    "2 * n",
    "-n",
    "abs(n)",
    "max(n, 0)",
    "min(n, 0)",
    "2 * fromZero(x / 3) - 1",
  ])("is %s", (text) => {
    expect(isWhole(text)).toBe(true);
  });
  test.each(["0.5", "x", "n + x", "n + 0.5", "n / 2", "n ^ 2", "exp(n)", "leak(n, 2)"])(
    "is not %s",
    (text) => {
      expect(isWhole(text)).toBe(false);
    },
  );
  test("is nothing that is given", () => {
    expect([...wholeIn(graph([{ id: "x", role: "input", at }]))]).toEqual([]);
  });
});

describe("a text is read as a formula", () => {
  test.each([
    ["w - eta * g", "(w - (eta * g))"],
    ["a - b - c", "((a - b) - c)"],
    ["a + b + c + d", "(((a + b) + c) + d)"],
    ["(a + b) / 2", "((a + b) / 2)"],
    ["-a", "negate(a)"],
    ["-3", "-3"],
    ["a ^ -2", "(a ^ -2)"],
    ["max(a, b, c)", "max(max(a, b), c)"],
    ["exp(-z)", "exp(negate(z))"],
    ["s2.loss - loss", "(s2.loss - loss)"],
    ["2.5e-3", "0.0025"],
  ])("%s", (text, expected) => {
    expect(infix(parse(text))).toBe(expected);
  });

  test.each([
    ["f(2)", "(c * (2 ^ 2))"],
    ["f(y + 1)", "(c * ((y + 1) ^ 2))"],
    ["g(a, b)", "((a - b) * (c * (a ^ 2)))"],
    ["derivative(f(x), x)", "((2 * c) * x)"],
    ["derivative(f(x), c)", "(x ^ 2)"],
  ])("%s, with functions put in", (text, expected) => {
    const functions = {
      f: { of: ["x"], is: "c * x ^ 2" },
      g: { of: ["p", "q"], is: "(p - q) * f(p)" },
    };
    expect(infix(parse(text, functions))).toBe(expected);
  });

  test.each([
    ["", /^: expected a formula, got nothing$/],
    ["a +", /^a \+: /],
    ["true", /^true: true is not a number$/],
    ['"a"', /^"a": .*a.* is not a number$/],
    ["1e999", /^1e999: a number is too large$/],
    ["a = 3", /^a = 3: assignment is not arithmetic$/],
    ["[1, 2]", /^\[1, 2\]: array is not arithmetic$/],
    ["sinh(a)", /^sinh\(a\): unknown operation sinh$/],
    ["toString(a)", /^toString\(a\): unknown operation toString$/],
    ["a ! ", /unknown operation !$/],
    ["exp(a, b)", /^exp\(a, b\): exp takes 1 operands, got 2$/],
    ["max(a)", /^max\(a\): max takes 2 operands, got 1$/],
    ["a.b(c)", /^a\.b\(c\): a\.b is no operation$/],
    ["derivative(a)", /^derivative\(a\): expected derivative\(formula, variable\)$/],
    ["derivative(a, 2)", /^derivative\(a, 2\): expected derivative\(formula, variable\)$/],
    ["derivative(a, b, c)", /expected derivative\(formula, variable\)$/],
    ["f(1, 2)", /^f\(1, 2\): f takes x$/],
    ["g(1)", /^g\(1\): g calls itself$/],
    ["h(1)", /^h\(1\): unknown operation sinh$/],
  ])("but not %j", (text, message) => {
    const functions = {
      f: { of: ["x"], is: "x" },
      g: { of: ["x"], is: "1 + g(x)" },
      h: { of: ["x"], is: "sinh(x)" },
    };
    expect(() => parse(text, functions)).toThrow(SyntaxError);
    expect(() => parse(text, functions)).toThrow(message);
  });

  const nested = {
    brackets: (n: number) => `${"(".repeat(n)}a${")".repeat(n)}`,
    signs: (n: number) => `${"- ".repeat(n)}a`,
    powers: (n: number) => `a${" ^ a".repeat(n)}`,
  };
  test.each(Object.entries(nested))("nested in 60 %s, and no more", (_, text) => {
    expect(() => parse(text(60))).not.toThrow();
    expect(() => parse(text(61))).toThrow(/: is nested too deeply$/);
  });

  test("with brackets, signs and powers that do not nest, however many", () => {
    expect(() => parse(Array(70).fill("(a)").join(" + "))).not.toThrow();
    expect(() => parse(Array(70).fill("-a").join(" * "))).not.toThrow();
    expect(infix(parse("{a}".replace(/[{}]/g, "")))).toBe("a");
  });

  test("of 500 parts, and no more, also where functions say them", () => {
    const long = (parts: number): string => Array(parts).fill("a").join(" + ");
    // So many ids, and a sum less.
    expect(partsIn(parse(long(250)))).toBe(499);
    expect(() => parse(`exp(${long(250)})`)).not.toThrow();
    expect(() => parse(long(251))).toThrow(/: is too long$/);
    expect(() => parse("f(1) + f(2)", { f: { of: ["x"], is: long(200) } })).toThrow(/is too long$/);
  });

  test("that a pattern may be too, with relations and what is done twice", () => {
    expect(infix(parsePattern("updated(weight) * twice(z)"))).toBe("(updated(weight) * twice(z))");
    expect(() => parsePattern("next(weight)")).toThrow("next(weight): unknown operation next");
    expect(() => parsePattern("toString(weight)")).toThrow(/unknown operation toString$/);
  });
});

describe("a tidied formula", () => {
  test.each([
    ["1 * x", "x"],
    ["x * 1", "x"],
    ["0 * x", "0"],
    ["x * 3", "(3 * x)"],
    ["2 * (3 * x)", "(6 * x)"],
    ["x * y", "(x * y)"],
    ["x * (y * z)", "(x * (y * z))"],
    ["2 * (x * y)", "(2 * (x * y))"],
    ["2 * (3 + x)", "(2 * (3 + x))"],
    ["x + 0", "x"],
    ["0 + x", "x"],
    ["2 + 3", "5"],
    ["x + -3", "(x - 3)"],
    ["x + 3", "(x + 3)"],
    ["x - 3", "(x - 3)"],
    ["x - -3", "(x + 3)"],
    ["x - 0", "x"],
    ["0 - x", "negate(x)"],
    ["x + -3 * y", "(x - (3 * y))"],
    ["x + 3 * y", "(x + (3 * y))"],
    ["x - -3 * y", "(x + (3 * y))"],
    ["x + (-y)", "(x - y)"],
    ["x - (-y)", "(x + y)"],
    ["x - (y - z)", "(x + (z - y))"],
    ["x - (0 - y)", "(x + y)"],
    ["x + y * z", "(x + (y * z))"],
    ["-(2)", "-2"],
    ["-(0)", "0"],
    ["-(-x)", "x"],
    ["-(2 * x)", "(-2 * x)"],
    ["-(x * y)", "negate((x * y))"],
    ["-(x - y)", "(y - x)"],
    ["-(x + y)", "negate((x + y))"],
    ["-exp(x)", "negate(exp(x))"],
    ["0 / x", "0"],
    ["x / 1", "x"],
    ["x / 2", "(x / 2)"],
    ["2 ^ 3", "8"],
    ["x ^ 1", "x"],
    ["x ^ 0", "1"],
    ["x ^ 2", "(x ^ 2)"],
    ["2 ^ x", "(2 ^ x)"],
    ["exp(1 * x)", "exp(x)"],
    ["max(1 * x, y)", "max(x, y)"],
    ["c * x", "(4 * x)"],
    ["one * x", "x"],
    ["x - c", "(x - 4)"],
    ["-x", "negate(x)"],
    ["7", "7"],
  ])("%s is %s", (text, expected) => {
    const known: Readonly<Record<string, number>> = { c: 4, one: 1 };
    expect(infix(tidy(parse(text), (id) => known[id]))).toBe(expected);
  });

  test("has no negative zero", () => {
    expect(tidy(op("negate", 0), () => undefined)).toBe(0);
  });
});

describe("a derivative is written as a person writes it", () => {
  test.each([
    ["x", "1"],
    ["y", "0"],
    ["3", "0"],
    ["3 * x", "3"],
    ["x ^ 2", "(2 * x)"],
    ["x ^ 3", "(3 * (x ^ 2))"],
    ["5 * x ^ 3", "(15 * (x ^ 2))"],
    ["c * x ^ n", "((c * n) * (x ^ (n - 1)))"],
    ["x / 2", "(1 / 2)"],
    ["1 / x", "negate((1 / (x ^ 2)))"],
    ["exp(3 * x)", "(3 * exp((3 * x)))"],
    ["step(x)", "0"],
    ["leak(x, 0.1)", "0"],
    ["-x", "-1"],
    ["sin(x)", "cos(x)"],
  ])("of %s by x: %s", (text, expected) => {
    expect(infix(differentiate(parse(text), "x"))).toBe(expected);
  });
});
