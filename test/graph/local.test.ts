import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/graph/evaluate.js";
import type { Formula } from "../../src/graph/formula.js";
import { graph, type Quantity } from "../../src/graph/graph.js";
import {
  type Local,
  localBound,
  localBuilder,
  localCarried,
  localValue,
} from "../../src/graph/local.js";
import { parse } from "../../src/graph/parse.js";
import { compile } from "../../src/graph/program.js";
import type { Rounding } from "../../src/graph/rounding.js";

const at = { step: 1 };
const given = (id: string): Quantity => ({ id, role: "constant", at });
const value = (id: string, text: string, orders: readonly string[] = []): Quantity => ({
  id,
  role: "value",
  at,
  formula: parse(text),
  ...(orders.length > 0 ? { orders: orders.map((order) => parse(order)) } : {}),
});

// z and y are asked, u and v lie between: u enters v, v enters y.
const program = compile(
  graph([
    given("x"),
    given("w"),
    value("z", "w * x + 1"),
    value("u", "z * z", ["z * z * 1 + w - w"]),
    value("v", "exp(u)"),
    value("y", "v / 3 + x", ["z + v / 3 + x - z"]),
    value("c", "y"),
    value("n", "2"),
  ]),
);
const asked = new Set(["z", "y", "c", "n"]);

/** A local, and what it computes from these values of x, w, z and y. */
function built(id: string, formulas?: ReadonlyMap<string, Formula>) {
  const builder = localBuilder(program, asked);
  // Another before it, whose scratch and numbers it shares.
  builder.add("z");
  const local = builder.add(id, formulas)!;
  const locals = builder.finish();
  const values = locals.scratch.values;
  values.set([2, 3, 0.5, 0, 0, 7]);
  return { local, locals, values, bounds: locals.scratch.bounds };
}
const read = (local: Local): readonly string[] => local.operands.map((slot) => program.ids[slot]!);
const rounding: Rounding = { decimals: 2, truncation: true };

describe("a local", () => {
  test("computes an asked quantity from the asked ones and givens next to it, and what lies between on the way", () => {
    const { local, locals, values } = built("y");
    expect(localValue(locals, local, values)).toBeCloseTo(Math.exp(0.25) / 3 + 2, 12);
    expect(read(local)).toEqual(["z"]);
    expect(local.steps).toHaveLength(3);
    expect(local.isCopy).toBe(false);
    // What was written is left as it is.
    expect([...values].slice(0, 6)).toEqual([2, 3, 0.5, 0, 0, 7]);
    expect(local.result).toBeGreaterThanOrEqual(program.ids.length);
  });

  test("of givens alone reads no asked quantity", () => {
    const { local, locals, values } = built("z");
    expect(localValue(locals, local, values)).toBe(7);
    expect(read(local)).toEqual([]);
  });

  test("says whether it takes its one operand over", () => {
    const { local, locals, values } = built("c");
    expect(localValue(locals, local, values)).toBe(7);
    expect(read(local)).toEqual(["y"]);
    expect(local.isCopy).toBe(true);
    expect(built("n").local.isCopy).toBe(true);
  });

  test("may have other formulas for what it computes", () => {
    const own = built("y", new Map([["y", parse("v - x")]]));
    expect(localValue(own.locals, own.local, own.values)).toBeCloseTo(Math.exp(0.25) - 2, 12);
    const between = built("y", new Map([["u", parse("2 * z + w")]]));
    expect(localValue(between.locals, between.local, between.values)).toBeCloseTo(
      Math.exp(4) / 3 + 2,
      10,
    );
    const shorter = built("y", new Map([["v", parse("4")]]));
    expect(localValue(shorter.locals, shorter.local, shorter.values)).toBeCloseTo(4 / 3 + 2, 12);
    expect(read(shorter.local)).toEqual([]);
    expect(shorter.local.steps).toHaveLength(2);
  });

  test("is none where they need what is not computed, or themselves", () => {
    const builder = localBuilder(program, asked);
    const other = (id: string, text: string) => builder.add("y", new Map([[id, parse(text)]]));
    expect(other("y", "nothing + 1")).toBeUndefined();
    expect(other("y", "y + 1")).toBeUndefined();
    expect(other("u", "v + 1")).toBeUndefined();
    expect(other("u", "z + 1")).toBeDefined();
    expect(builder.add("nothing")).toBeUndefined();
  });

  test("shares its scratch with the others, each number once", () => {
    const builder = localBuilder(program, asked);
    for (const id of asked) builder.add(id);
    const { initial, scratch } = builder.finish();
    const numbers = [...initial].filter((number) => number !== 0);
    expect(numbers).toEqual([...new Set(numbers)]);
    expect([...scratch.values]).toEqual([...initial]);
    // The second half is room to compare ways of computing in.
    expect(scratch.bounds.length).toBe(2 * initial.length);
  });

  test("can be carried with the digits that are left to each result", () => {
    const { local, locals, values } = built("y");
    const tenths = (number: number): number => Math.round(number * 10) / 10;
    // 0.5² is 0.25, so 0.3; exp(0.3) is 1.35, so 1.3; a third of it is 0.43, so 0.4; and 2.
    expect(localCarried(locals, local, values, tenths)).toBeCloseTo(2.4, 12);
    expect(localCarried(locals, local, values, (number) => number)).toBeCloseTo(
      Math.exp(0.25) / 3 + 2,
      12,
    );
  });

  test("has the bound of its formulas, over all ways of computing, and leaves its values as they are", () => {
    const { local, locals, values, bounds } = built("y");
    bounds.fill(0);
    bounds[program.slots.get("z")!] = 0.01;
    const bound = localBound(locals, local, values, bounds, rounding);
    // The square, the exponential and a third of it are rounded; z is added, and taken away again.
    const square = 0.5 * 0.01 * 2 + 0.01 * 0.01 + 0.01;
    const exponential = Math.exp(0.25 + square) - Math.exp(0.25) + 0.01;
    // A third taken as a product with 0.33 is further off than a division by 3.
    const third = exponential / 3 + 0.01 * (Math.exp(0.25) + exponential) + 0.01;
    expect(bound).toBeCloseTo(third + 0.02, 6);
    expect(localValue(locals, local, values)).toBeCloseTo(Math.exp(0.25) / 3 + 2, 12);
  });

  test("agrees with the program on its own values", () => {
    const own = evaluate(program, [2, 3]);
    for (const id of asked) {
      const { local, locals, values } = built(id);
      values.set(own.slice(0, program.ids.length));
      expect(localValue(locals, local, values)).toBeCloseTo(own[program.slots.get(id)!]!, 12);
    }
  });
});
