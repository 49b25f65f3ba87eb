import { describe, expect, test } from "vitest";
import { guardAgainst, guards, type WrongValue } from "../../src/grade/guards.js";
import { problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";

const sigmoid = problem(prepared("mlp-2-2-2-sigmoid"), "1");
const relu = problem(prepared("mlp-2-2-2-relu"), "1");

/** A wrong value at a blank; 0.4321 for 0.1234 unless said otherwise. */
const value = (of: typeof sigmoid, id: string, is: Partial<WrongValue>): WrongValue => ({
  problem: of,
  quantity: of.prepared.graph.get(id)!,
  written: 0.4321,
  significant: 4,
  key: 0.1234,
  tolerance: 0.0001,
  ...is,
});

const caughtBy = (id: string): ((wrong: WrongValue) => boolean) => {
  const guard = guards.find((row) => row.id === id)!;
  return (wrong) => guard.appliesTo(wrong) && guard.catches(wrong);
};

const [given] = sigmoid.values;

// A value just caught by each guard, and one that is just not.
const cases: Readonly<Record<string, readonly [caught: WrongValue, passed: WrongValue][]>> = {
  zero: [
    [value(sigmoid, "z1_1", { written: 0 }), value(sigmoid, "z1_1", { written: 0.0001 })],
    [
      value(sigmoid, "z1_1", { written: 0, key: 0.00011 }),
      value(sigmoid, "z1_1", { written: 0, key: 0.0001 }),
    ],
  ],
  given: [
    [
      value(sigmoid, "z1_1", { written: given! }),
      value(sigmoid, "z1_1", { written: given! + 0.0001 }),
    ],
    [
      value(sigmoid, "z1_1", { written: given!, key: given! + 0.00011 }),
      value(sigmoid, "z1_1", { written: given!, key: given! + 0.00009 }),
    ],
  ],
  huge: [
    [
      value(sigmoid, "z1_1", { written: -100.01 * Math.max(1, sigmoid.largest) }),
      value(sigmoid, "z1_1", { written: -99.99 * Math.max(1, sigmoid.largest) }),
    ],
  ],
  "one-figure": [
    [value(sigmoid, "z1_1", { significant: 1 }), value(sigmoid, "z1_1", { significant: 2 })],
    [
      value(sigmoid, "z1_1", { significant: 1, key: 0.001 }),
      value(sigmoid, "z1_1", { significant: 1, key: 0.00099 }),
    ],
  ],
  "negative-loss": [
    [value(sigmoid, "loss", { written: -0.0001 }), value(sigmoid, "loss", { written: 0.0001 })],
    [value(sigmoid, "loss_1", { written: -1 }), value(sigmoid, "z1_1", { written: -1 })],
  ],
  "closes-gate": [
    [value(relu, "z1_1", { written: -0.0001 }), value(relu, "z1_1", { written: 0.0001 })],
    [value(relu, "z1_1", { written: -1 }), value(relu, "z1_1", { written: -1, key: -0.1 })],
    [value(relu, "z1_1", { written: -1 }), value(sigmoid, "z1_1", { written: -1 })],
  ],
  impossible: [
    [value(sigmoid, "a1_1", { written: 1 }), value(sigmoid, "a1_1", { written: 0.9999 })],
    [value(sigmoid, "a1_1", { written: -0.0001 }), value(sigmoid, "a1_1", { written: 0.0001 })],
    [value(relu, "a1_1", { written: -0.0001 }), value(relu, "a1_1", { written: 0.0001 })],
  ],
  saturated: [
    [value(sigmoid, "a1_1", { written: 0.98 }), value(sigmoid, "a1_1", { written: 0.9799 })],
    [value(sigmoid, "a1_1", { written: 0.02 }), value(sigmoid, "a1_1", { written: 0.0201 })],
    [
      value(sigmoid, "a1_1", { written: 0.985, key: 0.9799 }),
      value(sigmoid, "a1_1", { written: 0.985, key: 0.98 }),
    ],
  ],
};

test("every guard has its two sides tested", () => {
  expect(Object.keys(cases).sort()).toEqual(guards.map(({ id }) => id).sort());
});

describe.each(guards)("the guard $id", ({ id, sentence }) => {
  test("catches on one side of its threshold and not on the other", () => {
    for (const [caught, passed] of cases[id] ?? []) {
      expect(caughtBy(id)(caught)).toBe(true);
      expect(caughtBy(id)(passed)).toBe(false);
    }
  });

  test("says in words what it catches", () => {
    expect(sentence).toMatch(/^(is|has|copies|closes|saturates) .*[^.]$/);
  });
});

test("a value that no guard catches is an error like any other", () => {
  expect(guardAgainst(value(sigmoid, "z1_1", {}))).toBeUndefined();
});
