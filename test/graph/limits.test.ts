import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/graph/evaluate.js";
import { graph, type Quantity } from "../../src/graph/graph.js";
import { type Bracket, bracketsOf, limitsIn } from "../../src/graph/limits.js";
import { localBound, localBuilder, localValue } from "../../src/graph/local.js";
import { parse } from "../../src/graph/parse.js";
import { compile } from "../../src/graph/program.js";
import { type Rounding, roundingError } from "../../src/graph/rounding.js";
import { problem } from "../../src/problem/problem.js";
import { exerciseNames, prepared } from "../exercises.js";
import fc from "../fastCheck.js";

const at = { step: 1 };
const given = (id: string): Quantity => ({ id, role: "constant", at });

/** A formula of x and y, which may be what these brackets say and are written down. */
function ofTwo(text: string, brackets: readonly Bracket[], rounding: Rounding) {
  const z: Quantity = { id: "z", role: "value", at, formula: parse(text) };
  const program = compile(graph([given("x"), given("y"), z]), rounding.significant !== undefined);
  const builder = localBuilder(program, new Set(["z"]));
  const local = builder.add("z")!;
  const locals = builder.finish();
  return { program, local, locals, limit: limitsIn(locals, brackets, rounding)(local) };
}

const decimals: Rounding = { decimals: 2, truncation: true };
const one: Bracket = { low: -1, high: 2 };
const other: Bracket = { low: 0.5, high: 4 };

test("a product is off by what its factors are off where they are largest, and is rounded", () => {
  const { limit } = ofTwo("x * y", [one, other], decimals);
  expect(limit.off).toBeCloseTo(4 * 0.01 + 2 * 0.01 + 0.01 ** 2 + 0.01, 9);
});

test("a quotient is off by most where it is divided by least, and by anything over zero", () => {
  const { limit } = ofTwo("x / y", [one, other], decimals);
  // More so as a product with the reciprocal, which is rounded, too.
  const reciprocal = ((1 / 0.5) * 0.01) / (0.5 - 0.01) + 0.01;
  expect(limit.off).toBeCloseTo(2 * reciprocal + 2 * 0.01 + 0.01 * reciprocal + 0.01, 9);
  for (const low of [0, 0.005, -1])
    expect(ofTwo("x / y", [one, { low, high: 1 }], decimals).limit.off).toBe(Infinity);
});

test("of what nothing is known, anything may be", () => {
  expect(ofTwo("sqrt(x) + y", [one, other], decimals).limit.off).toBe(Infinity);
});

test("a gate is on its side unless writing its operand down may take it over zero", () => {
  const { limit, program, local, locals } = ofTwo("step(x) * y", [one, other], decimals);
  expect(limit.unless).toEqual([program.slots.get("x")]);
  expect(limit.off).toBeCloseTo(0.01 * 2 + 0.01, 1);
  const values = locals.initial.slice();
  values.set([0.005, 3]);
  const bounds = new Float64Array(2 * values.length);
  bounds[0] = 0.01;
  expect(localBound(locals, local, values, bounds, decimals)).toBeGreaterThan(limit.off);
  // What is computed on the way may be on either side.
  expect(ofTwo("step(x * y) * y", [one, other], decimals).limit.unless).toEqual([]);
  expect(ofTwo("step(x * y) * y", [one, other], decimals).limit.off).toBeGreaterThan(4);
});

describe("no bound is above its limit, nor a value outside its bracket", () => {
  const formulas = [
    "x + y * x",
    "x - y / (3 + x)",
    "1 / (1 + exp(0 - x * y))",
    "tanh(x) * (1 - tanh(x) ^ 2)",
    "(x - y) ^ 2 / 2",
    "x * y * (x - y) * 0.5",
    "max(x, y * x) - min(x, abs(y))",
    "log(y) * x + exp(x)",
    "step(x) * y + leak(x, 0.1)",
    "0 - x * (y - x) / y",
  ];
  const roundings: readonly Rounding[] = [
    { decimals: 4, truncation: true },
    { decimals: 1, truncation: false },
    { significant: 3, truncation: true },
    { significant: 2, truncation: false },
  ];
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test.each(formulas)("%s", (text) => {
    const drawn = fc.tuple(number, number, number, number, share, share, share, share);
    fc.assert(
      fc.property(drawn, fc.constantFrom(...roundings), ([a, b, c, d, ...shares], rounding) => {
        const [x, y] = [
          { low: Math.min(a, b), high: Math.max(a, b) },
          { low: Math.min(c, d) + 3.1, high: Math.max(c, d) + 3.1 },
        ];
        const { program, local, locals, limit } = ofTwo(text, [x, y], rounding);
        const within = ({ low, high }: Bracket, share: number) =>
          Math.min(high, low + share * (high - low));
        const values = locals.initial.slice();
        values.set([within(x, shares[0]!), within(y, shares[1]!)]);
        const bounds = new Float64Array(2 * values.length);
        for (const slot of [0, 1])
          bounds[slot] = shares[2 + slot]! < 0.2 ? 0 : roundingError(rounding, values[slot]!);
        const bracket = bracketsOf(program, [x, y])[2]!;
        const value = evaluate(program, values.subarray(0, 2))[2]!;
        expect(value).toBeGreaterThanOrEqual(bracket.low);
        expect(value).toBeLessThanOrEqual(bracket.high);
        if (limit.unless.some((slot) => Math.abs(values[slot]!) <= bounds[slot]!)) return;
        localValue(locals, local, values);
        // What may be anything may have a bound that is no number.
        if (limit.off < Number.POSITIVE_INFINITY)
          expect(localBound(locals, local, values, bounds, rounding)).toBeLessThanOrEqual(
            limit.off,
          );
      }),
      { numRuns: 300 },
    );
  });

  test.each(exerciseNames)("in draws of %s", (name) => {
    const exercise = prepared(name);
    const { program, drawing } = exercise;
    const { rounding } = exercise.exercise;
    const { locals, questions, bySlot } = exercise.marking();
    const ranges = drawing.givens.map(({ choices }) => ({
      low: Math.min(...choices),
      high: Math.max(...choices),
    }));
    const brackets = bracketsOf(program, ranges);
    const all = questions.flatMap(({ misreadings }) => misreadings.map(({ local }) => local));
    const limits = all.map(limitsIn(locals, brackets, rounding));
    for (const seed of ["1", "2", "3"]) {
      const work = locals.initial.slice();
      work.set(problem(exercise, seed).values.subarray(0, bySlot.length));
      const isWithin = brackets.map(
        ({ low, high }, slot) => low <= work[slot]! && work[slot]! <= high,
      );
      expect(isWithin).not.toContain(false);
      const bounds = new Float64Array(2 * work.length);
      for (const { slot } of questions) bounds[slot] = roundingError(rounding, work[slot]!);
      const above = all.filter((local, i) => {
        const { off, unless } = limits[i]!;
        if (unless.some((slot) => Math.abs(work[slot]!) <= bounds[slot]!)) return false;
        return !(localBound(locals, local, work, bounds, rounding) <= off);
      });
      expect(above).toEqual([]);
    }
  });
});
