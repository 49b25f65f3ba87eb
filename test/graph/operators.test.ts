import { describe, expect, test } from "vitest";
import { differentiate } from "../../src/graph/differentiate.js";
import { erf } from "../../src/graph/erf.js";
import { evaluate } from "../../src/graph/evaluate.js";
import { type Formula, op } from "../../src/graph/formula.js";
import { graph } from "../../src/graph/graph.js";
import { type Operator, type OperatorName, operators } from "../../src/graph/operators.js";
import { compile } from "../../src/graph/program.js";

const named = (name: OperatorName): Operator => operators[name];

describe("an operation gives", () => {
  test.each<readonly [OperatorName, number, number, number]>([
    ["+", 3, 2, 5],
    ["-", 3, 2, 1],
    ["*", 3, 2, 6],
    ["/", 3, 2, 1.5],
    ["^", 3, 2, 9],
    ["^", 2, 3, 8],
    ["^", 4, 0.5, 2],
    ["copy", 3, 0, 3],
    ["negate", 3, 0, -3],
    ["max", 3, 2, 3],
    ["max", 2, 3, 3],
    ["min", 3, 2, 2],
    ["min", 2, 3, 2],
    ["abs", -3, 0, 3],
    ["exp", 0, 0, 1],
    ["log", 1, 0, 0],
    ["sqrt", 9, 0, 3],
    ["tanh", 0, 0, 0],
    ["sin", 0, 0, 0],
    ["cos", 0, 0, 1],
    ["step", 1, 0, 1],
    ["step", 0, 0, 0],
    ["step", 3e-17, 0, 0],
    ["stepAtZero", 0, 0, 1],
    ["stepAtZero", -3e-17, 0, 1],
    ["stepAtZero", -1, 0, 0],
    ["aboveZero", 1, 0, 1],
    ["aboveZero", 3e-17, 0, 0],
    ["aboveZero", -1, 0, 0],
    ["fromZero", 1, 0, 1],
    ["fromZero", -3e-17, 0, 1],
    ["fromZero", -1, 0, 0],
    ["leak", 2, 0.1, 1],
    ["leak", 3e-17, 0.1, 0.1],
    ["leak", -2, 0.1, 0.1],
  ])("%s of %d and %d: %d", (name, a, b, result) => {
    expect(named(name).of(a, b)).toBe(result);
  });

  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1.
  test.each([
    [0, 0],
    [0.1, 0.112462916],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [2, 0.995322265],
    [6.5, 1],
    [-1, -0.8427007929],
    [-6.5, -1],
  ])("erf of %d: %d", (x, result) => {
    expect(erf(x)).toBeCloseTo(result, 10);
  });
});

/** Where operations have a slope, both operands positive or not. */
const places: readonly (readonly [number, number])[] = [
  [0.7, 1.3],
  [1.9, 0.4],
];
const smooth: readonly OperatorName[] = [
  "+",
  "-",
  "*",
  "/",
  "^",
  "copy",
  "negate",
  "max",
  "min",
  "abs",
  "exp",
  "log",
  "sqrt",
  "tanh",
  "erf",
  "sin",
  "cos",
  "step",
  "stepAtZero",
  "aboveZero",
  "fromZero",
  "leak",
];

/** The slope of f at 0, by central differences. */
const slope = (f: (h: number) => number): number => (f(1e-6) - f(-1e-6)) / 2e-6;

describe("derivatives agree with finite differences", () => {
  test("of every operation", () => {
    expect([...smooth].sort()).toEqual(Object.keys(operators).sort());
  });

  const cases = smooth.flatMap((name) =>
    places.flatMap(([a, b]) =>
      [
        [1, 0],
        [0, 1],
        [0.3, -0.8],
      ].map(([da, db]) => [name, a, b, da!, db!] as const),
    ),
  );

  test.each(cases)("dual numbers: %s at %d and %d towards %d and %d", (name, a, b, da, db) => {
    const { of, dual, arity } = named(name);
    const other = arity === 1 ? 0 : db;
    expect(dual(a, b, da, other)).toBeCloseTo(
      slope((h) => of(a + h * da, b + h * other)),
      6,
    );
  });

  test.each<readonly [OperatorName, number, number]>([
    ["abs", -0.7, -1],
    ["max", -0.7, 0],
    ["leak", -0.7, 0],
  ])("dual numbers: %s at %d, below 0", (name, a, expected) => {
    expect(named(name).dual(a, 0, 1, 0)).toBe(expected);
  });

  test("dual numbers: of what hardly differs, the first is the largest, and the least", () => {
    expect(operators.max.dual(1, 1 + 1e-14, 2, 3)).toBe(2);
    expect(operators.min.dual(1 + 1e-14, 1, 2, 3)).toBe(2);
    expect(operators.max.dual(1, 1.1, 2, 3)).toBe(3);
    expect(operators.min.dual(1.1, 1, 2, 3)).toBe(3);
    expect(operators.leak.dual(-1, 0.1, 2, 3)).toBe(3);
    expect(operators.leak.dual(1, 0.1, 2, 3)).toBe(0);
  });

  const at = { step: 1 };
  const computed = (formula: Formula, x: number, y: number): number => {
    const program = compile(
      graph([
        { id: "x", role: "constant", at },
        { id: "y", role: "constant", at },
        { id: "f", role: "value", at, formula },
      ]),
    );
    return evaluate(program, [x, y])[2]!;
  };

  const formulas = smooth.flatMap((name): readonly (readonly [string, Formula])[] =>
    operators[name].arity === 1
      ? [[`${name}(x²)`, op(name, op("^", "x", 2))]]
      : [
          [`${name} of x² and y`, op(name, op("^", "x", 2), "y")],
          [`${name} of y and x²`, op(name, "y", op("^", "x", 2))],
          [`${name} of x and x²`, op(name, "x", op("^", "x", 2))],
          [`${name} of x and 3`, op(name, "x", 3)],
        ],
  );
  test.each(formulas)("symbolic ones: %s", (_, formula) => {
    for (const [x, y] of places) {
      expect(computed(differentiate(formula, "x"), x, y)).toBeCloseTo(
        slope((h) => computed(formula, x + h, y)),
        5,
      );
    }
  });

  test.each<readonly [OperatorName, number]>([
    ["abs", -1],
    ["max", 0],
    ["min", 1],
  ])("symbolic ones: %s of x and 0 below 0", (name, expected) => {
    const formula = operators[name].arity === 1 ? op(name, "x") : op(name, "x", 0);
    expect(computed(differentiate(formula, "x"), -0.7, 0)).toBe(expected);
  });

  test("symbolic ones, at a kink, are those of one side, and never of both", () => {
    const both = (name: OperatorName): number =>
      computed(differentiate(op(name, "x", op("*", 2, "x")), "x"), 0, 0);
    expect([both("max"), both("min")]).toEqual([1, 1]);
  });
});

describe("the spread of an operation", () => {
  const steps = Array.from({ length: 41 }, (_, i) => i / 20 - 1);
  const cases = smooth.flatMap((name) =>
    [
      [0.7, 1.3, 0.1, 0.05],
      [0.7, 1.3, 0.1, 0],
      [-0.7, 1.3, 0.1, 0.05],
      [0.7, -1.3, 0, 0.1],
      [1.28, 1.3, 0.1, 0.05],
      [1.3, 1.28, 0.05, 0.1],
      [0.04, 1.3, 0.1, 0],
      [1.9, 0.2, 0.3, 0],
      [0.7, 1.3, 0, 0],
    ].flatMap(([a, b, ea, eb]) => {
      const isPower = name === "^";
      const isDefined = !["log", "sqrt"].includes(name) || a! - ea! > 0;
      return isDefined && !(isPower && a! < ea!)
        ? [[name, a!, b!, ea!, isPower ? 0 : eb!] as const]
        : [];
    }),
  );

  test.each(cases)(
    "%s of %d and %d, off by %d and %d, is the most it moves, and hardly more",
    (name, a, b, ea, eb) => {
      const { of, spread, arity } = named(name);
      const most = Math.max(
        ...steps.flatMap((s) =>
          steps.map((t) => Math.abs(of(a + s * ea, arity === 1 ? 0 : b + t * eb) - of(a, b))),
        ),
      );
      const said = spread(a, b, ea, arity === 1 ? 0 : eb);
      expect(said).toBeGreaterThanOrEqual(most - 1e-12);
      // What has no bound of its own has one no larger than that of its operand.
      const slack = ["sin", "cos", "abs"].includes(name)
        ? ea
        : ["max", "min"].includes(name)
          ? Math.max(ea, eb)
          : most;
      expect(said).toBeLessThanOrEqual(slack + 1e-12);
    },
  );

  test.each([
    [1, 0.5, 0.1, 0.5, Number.POSITIVE_INFINITY],
    [1, -0.5, 0.1, 0.6, Number.POSITIVE_INFINITY],
    [1, -0.5, 0.1, 0, 0.2],
  ])(
    "of %d / %d, off by %d and %d, is %d: there may be no divisor left",
    (a, b, ea, eb, spread) => {
      expect(operators["/"].spread(a, b, ea, eb)).toBe(spread);
    },
  );

  test("of a gate is everything where its operand may be on either side of zero", () => {
    const { spread } = named("step");
    expect([spread(0.1, 0, 0.1, 0), spread(-0.1, 0, 0.1, 0), spread(0.2, 0, 0.1, 0)]).toEqual([
      1, 1, 0,
    ]);
    expect(spread(0, 0, 0, 0)).toBe(0);
    const leak = operators.leak.spread;
    expect(leak(0.1, 0.25, 0.1, 0)).toBe(0.75);
    expect(leak(0, 0.25, 0, 0.1)).toBe(0.1);
    expect(leak(0.2, 0.25, 0.1, 0.1)).toBe(0);
    expect(leak(-0.2, 0.25, 0.1, 0.1)).toBe(0.1);
  });

  test("of the largest is that of the one that is largest whatever they are off by", () => {
    const { max, min } = operators;
    expect(max.spread(1, 2, 0.3, 0.2)).toBe(0.2);
    expect(max.spread(2, 1, 0.3, 0.4)).toBe(0.3);
    expect(max.spread(1, 1.5, 0.3, 0.2)).toBe(0.3);
    expect(max.spread(1.5, 1, 0.2, 0.3)).toBe(0.3);
    expect(min.spread(1, 2, 0.3, 0.4)).toBe(0.3);
    expect(min.spread(2, 1, 0.3, 0.2)).toBe(0.2);
    expect(min.spread(1, 1.5, 0.2, 0.3)).toBe(0.3);
    expect(min.spread(1.5, 1, 0.3, 0.2)).toBe(0.3);
  });
});

test("what a person who carries decimals rounds are products, quotients, powers and functions", () => {
  const rounding = Object.entries(operators).flatMap(([name, { rounds }]) =>
    rounds ? [name] : [],
  );
  expect(rounding).toEqual(["*", "/", "^", "exp", "log", "sqrt", "tanh", "erf", "sin", "cos"]);
});
