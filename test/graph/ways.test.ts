import seedrandom from "seedrandom";
import { describe, expect, test } from "vitest";
import { boundsOf } from "../../src/graph/bound.js";
import { evaluate } from "../../src/graph/evaluate.js";
import { type Graph, graph } from "../../src/graph/graph.js";
import { parse } from "../../src/graph/parse.js";
import { compile } from "../../src/graph/program.js";
import type { Rounding } from "../../src/graph/rounding.js";
import { limits } from "../../src/graph/ways.js";
import { workedOut } from "../measure/anyOrder.js";
import { habits } from "../measure/arithmetic.js";

const at = { step: 1 };
const letters = ["a", "b", "c", "d", "f"];

/** y, computed from a to f, perhaps by way of p and q. */
function graphOf(y: string, inner: Readonly<Record<string, string>> = {}): Graph {
  const given = letters.map((id) => ({ id, role: "constant" as const, at }));
  const computed = Object.entries({ ...inner, y }).map(([id, formula]) => ({
    id,
    role: "value" as const,
    at,
    formula: parse(formula, {}),
  }));
  return graph([...given, ...computed]);
}

const four: Rounding = { decimals: 4, truncation: true };
const three: Rounding = { significant: 3, truncation: true };

describe("no honest order of computing leaves the bound:", () => {
  test.each<[string, string, Record<string, string>]>([
    ["a product", "a * b * c", {}],
    ["a product of four", "a * b * c * d", {}],
    ["a product of products", "p * q", { p: "a * b", q: "c * d" }],
    ["a sigmoid’s slope and what is multiplied by it", "p * q", { p: "a - b", q: "c * (1 - c)" }],
    ["a half of a square", "1 / 2 * (a - b)^2", {}],
    ["a cube", "a * b^3", {}],
    ["a mean", "(a + b + c) / 3", {}],
    ["a mean of products", "(p + q) / 3", { p: "a * b", q: "c * d" }],
    ["a sum over paths", "p * c", { q: "a * b", p: "q + d * f" }],
    ["a quotient", "a / b", {}],
    ["a quotient of a product", "a * b / c", {}],
    ["a sigmoid", "1 / (1 + exp(-p))", { p: "a * b" }],
    ["a hyperbolic tangent", "tanh(p)", { p: "a * b" }],
    ["an exponential’s share", "p / (p + q)", { p: "exp(a)", q: "exp(b)" }],
    ["a difference times a number", "2 * (a - b)", {}],
    ["an update", "a - b * p", { p: "c * d" }],
    ["a sum of four", "a + b - c + d", {}],
    ["a common factor", "a * c + b * c", {}],
  ])("%s", (name, y, inner) => {
    const made = graphOf(y, inner);
    for (const rounding of [four, three]) {
      const program = compile(made, rounding.significant !== undefined);
      for (let draw = 0; draw < 12; draw++) {
        const random = seedrandom.alea(`${name} ${draw}`);
        const givens = letters.map(() => Number((4 * random() - 2).toFixed(2)) || 0.5);
        const values = evaluate(program, givens);
        const exact = values.slice();
        const bounds = boundsOf(program, values, rounding);
        const named = [values, exact].map((all) => all.subarray(0, program.ids.length));
        expect(named[0], "the values are left as they are").toEqual(named[1]);
        const slot = program.slots.get("y")!;
        for (let n = 0; n < 40; n++) {
          const habit = habits[n % habits.length]!;
          const hand = habit.hand(rounding, random);
          const paper = new Map(letters.map((id, i) => [id, givens[i]!]));
          const worker = { graph: made, hand, random, paper };
          for (const id of Object.keys({ ...inner, y })) paper.set(id, workedOut(worker, id));
          const distance = Math.abs(paper.get("y")! - exact[slot]!);
          expect(distance, `${habit.name} of ${givens}`).toBeLessThanOrEqual(bounds[slot]! + 1e-9);
        }
      }
    }
  });
});

test("an update that comes out may be rounded path by path, three quantities deep", () => {
  const inner = { u: "c * d", v: "c * f", q: "u + v", g: "step(c)", p: "q * g", r: "p * b" };
  const program = compile(graphOf("a - b * r", inner));
  // Of 0.05 + 0.35, half and half again is 0.1; but of 0.05 alone it is 0.0125, cut to 0.01.
  const values = evaluate(program, [1, 0.5, 0.5, 0.1, 0.7]);
  const bounds = boundsOf(program, values, { decimals: 2, truncation: true });
  const slot = program.slots.get("y")!;
  expect(values[slot]).toBeCloseTo(0.9, 12);
  expect(bounds[slot]).toBeGreaterThanOrEqual(0.01);
});

describe("the ways that are looked for", () => {
  test("are gone through once each, however many others they are in", () => {
    const tower = Array(12).fill("a").join("^");
    const y = parse(`derivative(${tower}, a)`, {});
    const whole = graph([
      { id: "a", role: "constant", at },
      { id: "y", role: "value", at, formula: y },
    ]);
    expect(compile(whole).ids).toEqual(["a", "y"]);
  });

  const instructions = (y: string, inner = {}): number => {
    const { ways, slots } = compile(graphOf(y, inner));
    return ways[slots.get("y")!]!.reduce((sum, { from, to }) => sum + to - from, 0) / 4;
  };

  test("are those of products of four factors, and no longer ones", () => {
    expect(limits.factors).toBe(4);
    expect(instructions("a * b * c * d")).toBeGreaterThan(30);
    expect(instructions("a * b * c * d * f")).toBe(4);
    // What would become too long is not taken apart.
    expect(instructions("a * b * p", { p: "c * d * f" })).toBe(instructions("a * b * c"));
  });

  test("are multiplied out for sums of four terms, and no longer ones", () => {
    expect(instructions("a * (b + c + d + f)")).toBeGreaterThan(
      instructions("a * (b + c + d + f + a)"),
    );
  });

  test("are the same each time, and few", () => {
    const twice = [1, 2].map(() => compile(graphOf("p * (a - q)^2", { p: "a * b", q: "c * d" })));
    expect(twice[0]!.code).toEqual(twice[1]!.code);
    expect(twice[0]!.code.length / 4).toBeLessThan(150);
  });
});
