import { describe, expect, test } from "vitest";
import { derivativeByDuals, derivativePlans } from "../../src/graph/derivative.js";
import { evaluate, givensOf, stateAfter, valuesById } from "../../src/graph/evaluate.js";
import {
  CycleError,
  computedFromRounds,
  dependenciesOf,
  type Graph,
  graph,
  NestedRoundsError,
  needed,
  type Quantity,
  quantityOf,
  type Recurrence,
} from "../../src/graph/graph.js";
import { parse } from "../../src/graph/parse.js";
import { compile } from "../../src/graph/program.js";

const at = { step: 1 };
/** Quantities that are given, or computed by these formulas. */
const graphOf = (
  formulas: Readonly<Record<string, string | undefined>>,
  more: Readonly<Record<string, Partial<Quantity>>> = {},
): Graph =>
  graph(
    Object.entries(formulas).map(
      ([id, text]): Quantity => ({
        id,
        role: text === undefined ? "constant" : "value",
        at,
        ...(text === undefined ? {} : { formula: parse(text) }),
        ...more[id],
      }),
    ),
  );

describe("a graph", () => {
  test("keeps of two quantities of an id the later, in the place of the earlier", () => {
    const twice = graph([
      { id: "a", role: "input", at },
      { id: "b", role: "input", at },
      { id: "a", role: "target", at },
    ]);
    expect([...twice.values()].map(({ id, role }) => `${id} ${role}`)).toEqual([
      "a target",
      "b input",
    ]);
  });

  test("knows what it has not", () => {
    expect(() => quantityOf(graphOf({}), "x")).toThrow(new RangeError("unknown quantity: x"));
    expect(quantityOf(graphOf({ x: undefined }), "x").id).toBe("x");
  });

  test("says what a quantity is computed from, in whatever order", () => {
    const y = {
      id: "y",
      role: "value",
      at,
      formula: parse("a + b"),
      orders: [parse("b * c")],
    } as const;
    expect(dependenciesOf(y)).toEqual(["a", "b", "c"]);
    expect(dependenciesOf({ id: "x", role: "input", at })).toEqual([]);
    const recurrence = { rounds: 2, of: "y", feed: [["x", "y"]] } as const;
    expect(dependenciesOf({ id: "z", role: "value", at, recurrence })).toEqual(["y", "x"]);
  });

  test("of what is needed has the givens first, then each after what it is computed from", () => {
    const all = graphOf({
      y: "z + x",
      unused: undefined,
      z: "2 * w",
      x: undefined,
      w: undefined,
      v: "y",
    });
    expect([...needed(all, ["y"]).keys()]).toEqual(["x", "w", "z", "y"]);
    expect([...needed(all, ["z", "y", "z"]).keys()]).toEqual(["x", "w", "z", "y"]);
    expect([...needed(all, []).keys()]).toEqual([]);
  });

  test("in which a quantity needs itself, or an unknown one, is refused", () => {
    const circle = graphOf({ y: "z + 1", z: "y + 1" });
    expect(() => needed(circle, ["y"])).toThrow(new CycleError("y"));
    expect(() => needed(circle, ["y"])).toThrow("y is computed from itself");
    expect(() => needed(graphOf({ y: "x + 1" }), ["y"])).toThrow(
      new RangeError("y: unknown quantity: x"),
    );
    expect(() => needed(graphOf({}), ["y"])).toThrow(new RangeError("y: unknown quantity: y"));
  });
});

describe("a program", () => {
  test("computes each quantity by its formula", () => {
    const program = compile(
      graphOf({
        a: undefined,
        b: undefined,
        c: "a * b + 2",
        d: "exp(c - 2) / 2",
        e: "d",
        f: "3",
        g: "max(a, b) - -a",
      }),
    );
    expect(program.ids).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    expect(program.givens).toBe(2);
    const values = valuesById(program, evaluate(program, [2, 3]));
    expect(values).toEqual({
      a: 2,
      b: 3,
      c: 8,
      d: Math.exp(6) / 2,
      e: Math.exp(6) / 2,
      f: 3,
      g: 5,
    });
  });

  test("keeps one place for a number that is used twice", () => {
    const once = compile(graphOf({ a: undefined, b: "a + 2" }));
    const twice = compile(graphOf({ a: undefined, b: "a + 2 + 2" }));
    // One place more, for what comes between.
    expect(twice.initial.length).toBe(once.initial.length + 1);
  });

  test("writes into the values of an earlier run", () => {
    const program = compile(graphOf({ a: undefined, b: "a + 2" }));
    const values = Float64Array.from(evaluate(program, [1]));
    expect(evaluate(program, [5], values)).toBe(values);
    expect(values[1]).toBe(7);
    expect(evaluate(program, [1])).not.toBe(values);
  });

  test("is refused for a formula with an unknown name", () => {
    expect(() => compile(graphOf({ b: "a" }))).toThrow(new RangeError("unknown quantity: a"));
    expect(() => compile(graphOf({ b: "a + 1" }))).toThrow(new RangeError("unknown quantity: a"));
  });

  test("takes givens by name, each of them", () => {
    const program = compile(graphOf({ a: undefined, b: undefined, c: "a - b" }));
    expect([...givensOf(program, { b: 2, a: 1, c: 9 })]).toEqual([1, 2]);
    expect(() => givensOf(program, { a: 1 })).toThrow(new RangeError("no value for b"));
  });

  test("knows what is whole, and has a segment for each way of computing", () => {
    const orders = [parse("b * a"), parse("a * b * 1")];
    const program = compile(
      graphOf({ a: undefined, b: undefined, c: "a * b", d: "step(a)" }, { c: { orders } }),
    );
    expect(program.whole).toEqual([false, false, false, true]);
    expect(program.ways.map(({ length }) => length)).toEqual([0, 0, 3, 1]);
    expect(program.segments[0]).toEqual({ from: 0, to: 0 });
    expect(program.segments[2]).toEqual({ from: 0, to: 4 });
    expect(program.main).toEqual({ from: 0, to: 8 });
  });
});

describe("rounds of training", () => {
  // w ← w − 0.5 · w, from 8.
  const halving = (recurrence: Partial<Recurrence>, more: Readonly<Record<string, string>> = {}) =>
    compile(
      graphOf(
        { w: undefined, new_w: "w - 0.5 * w", after: undefined, ...more },
        { after: { recurrence: { rounds: 3, of: "w", feed: [["w", "new_w"]], ...recurrence } } },
      ),
    );
  const state = (recurrence: Partial<Recurrence>): number => {
    const program = halving(recurrence);
    return stateAfter(program, program.recurrences[0]!.recurrence, [8]);
  };

  test("feed what is updated back in, so many times", () => {
    expect([0, 1, 2, 3].map((rounds) => state({ rounds }))).toEqual([8, 4, 2, 1]);
    expect([1, 3].map((rounds) => state({ rounds, of: "new_w" }))).toEqual([2, 0.5]);
  });

  test("are counted until the state is less", () => {
    expect([9, 8, 4.1, 4, 1.1].map((below) => state({ rounds: 3, below }))).toEqual([
      0, 1, 1, 2, 3,
    ]);
    expect(state({ rounds: 3, below: 1 })).toBe(Number.NaN);
    expect(state({ rounds: 3, below: 0.5 })).toBe(Number.NaN);
  });

  test("are told one by one", () => {
    const program = halving({});
    const seen: (readonly [number, number])[] = [];
    const { recurrence } = program.recurrences[0]!;
    stateAfter(program, recurrence, [8], (round, value) => seen.push([round, value]));
    expect(seen).toEqual([
      [1, 4],
      [2, 2],
      [3, 1],
    ]);
  });

  test("are done in an evaluation only where a formula reads their state", () => {
    const unread = halving({});
    expect(unread.recurrences).toMatchObject([{ slot: 2, isRead: false }]);
    expect([...evaluate(unread, [8])].slice(0, 3)).toEqual([8, 4, 0]);
    const read = halving({}, { y: "after + 1", z: "2 * y" });
    expect(read.recurrences).toMatchObject([{ slot: 2, isRead: true }]);
    expect(valuesById(read, evaluate(read, [8]))).toEqual({ w: 8, new_w: 4, after: 1, y: 2, z: 4 });
    expect(read.givens).toBe(1);
    expect([...computedFromRounds(read.graph)]).toEqual(["y", "z"]);
  });

  test("of rounds are refused", () => {
    const nested = graphOf(
      { w: undefined, new_w: "w - 1", after: undefined, y: "after + 1", again: undefined },
      {
        after: { recurrence: { rounds: 2, of: "w", feed: [["w", "new_w"]] } },
        again: { recurrence: { rounds: 2, of: "y", feed: [["w", "new_w"]] } },
      },
    );
    expect(() => compile(nested)).toThrow(new NestedRoundsError("again"));
    expect(() => compile(nested)).toThrow(
      "again needs a state after many rounds in each of its own rounds",
    );
  });
});

describe("a derivative by dual numbers", () => {
  const formulas = { x: undefined, y: undefined, u: "x * y - 1", v: "exp(u) / y + x", w: "u + 3" };
  const plansOf = (derivative: Quantity["derivative"]) => {
    const program = compile(graphOf({ ...formulas, d: "0" }, { d: { derivative: derivative! } }));
    return { program, plans: derivativePlans(program) };
  };
  const derived = (of: string, by: string, negated = false): number => {
    const { program, plans } = plansOf({ of, by, negated });
    return derivativeByDuals(program, plans[0]!, evaluate(program, [0.5, 2]));
  };

  test("is that of all paths from one quantity to the other", () => {
    // v = exp(xy − 1)/y + x, at 0.5 and 2.
    expect(derived("v", "x")).toBeCloseTo(2, 12);
    expect(derived("v", "y")).toBeCloseTo(0, 12);
    expect(derived("v", "u")).toBeCloseTo(0.5, 12);
    expect(derived("w", "y")).toBeCloseTo(0.5, 12);
    expect(derived("w", "v")).toBe(0);
    expect(derived("u", "u")).toBe(1);
    expect(derived("v", "x", true)).toBeCloseTo(-2, 12);
  });

  test("takes the instructions of what lies between, and no others", () => {
    const { program, plans } = plansOf({ of: "w", by: "x" });
    const results = [...plans[0]!.instructions].map((i) => program.code[i + 1]!);
    const named = results.filter((slot) => slot < program.ids.length);
    expect(named.map((slot) => program.ids[slot])).toEqual(["u", "w"]);
    expect(results.length).toBe(3);
    expect(plans[0]).toMatchObject({ id: "d", slot: 5, of: 4, by: 0, sign: 1 });
  });

  test("is not asked of a share, nor of what is no derivative", () => {
    expect(plansOf({ of: "w", by: "x", share: true }).plans).toEqual([]);
    expect(plansOf(undefined).plans).toEqual([]);
  });

  test("by a quantity that is not there is refused", () => {
    expect(() => plansOf({ of: "w", by: "nothing" })).toThrow(
      new RangeError("unknown quantity: nothing"),
    );
  });
});
