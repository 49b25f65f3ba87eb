import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { guardAgainst, guards, type WrongValue } from "../../src/grade/guards.js";
import { prepare } from "../../src/problem/prepare.js";
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

describe("a guard looks", () => {
  const id = (guard: string, of: typeof sigmoid, at: string, is: Partial<WrongValue>) =>
    caughtBy(guard)(value(of, at, is));
  const hard = (activation: string): typeof sigmoid =>
    problem(
      prepare(
        readExercise(
          `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: ${activation} }, { units: 1, activation: identity }], loss: half-squared-error }
draw: { x: 0.5, w: 0.5, t: 1, eta: 0.1 }
ask: [preActivation, activation]
leastFigures: 0
largestBound: 100
`,
          "own",
        ),
        [],
      ),
      "1",
    );

  test("at the sheet's numbers alone for a copy, and at both signs for what is huge", () => {
    const { values, prepared: of } = sigmoid;
    expect(id("given", sigmoid, "z1_1", { written: values[of.program.givens]! })).toBe(false);
    expect(id("given", sigmoid, "z1_1", { written: values[of.program.givens - 1]! })).toBe(true);
    expect(id("huge", sigmoid, "z1_1", { written: 101 * Math.max(1, sigmoid.largest) })).toBe(true);
    expect(id("one-figure", sigmoid, "z1_1", { significant: 1, key: -0.5 })).toBe(true);
  });

  test("at kinks below the right value: below the last of them, what is written is no nearer", () => {
    const closes = (written: number, key: number, activation = "hard-tanh") =>
      id("closes-gate", hard(activation), "z1_1", { written, key });
    expect([-0.99, -1, -1.5].map((written) => closes(written, 0.5))).toEqual([false, true, true]);
    expect([1.01, 1, 0.5].map((written) => closes(written, 1.5))).toEqual([false, true, true]);
    expect(closes(-2, -1.5)).toBe(false);
    expect(closes(-1, 0, "relu")).toBe(false);
    expect(id("closes-gate", relu, "a1_1", { written: -1 })).toBe(false);
    expect(id("closes-gate", relu, "loss", { written: -1 })).toBe(false);
  });

  test("at what a unit can give, with its ends where it reaches them", () => {
    const impossible = (activation: string, written: number) =>
      id("impossible", hard(activation), "a1_1", { written });
    expect([-1, 1, 1.5, 0.5].map((written) => impossible("tanh", written))).toEqual([
      ...[true, true, true, false],
    ]);
    expect([0, 100, -1].map((written) => impossible("relu", written))).toEqual([
      false,
      false,
      true,
    ]);
    expect([-1, 1, 1.01].map((written) => impossible("hard-tanh", written))).toEqual([
      ...[false, false, true],
    ]);
    expect(impossible("identity", -100)).toBe(false);
    expect(id("impossible", sigmoid, "z1_1", { written: 2 })).toBe(false);
  });

  test("at units that saturate for saturation, and for a loss at losses", () => {
    expect(id("saturated", sigmoid, "z1_1", { written: 0.99 })).toBe(false);
    expect(id("saturated", hard("relu"), "a1_1", { written: 0.99 })).toBe(false);
    expect(id("saturated", sigmoid, "a1_1", { written: 0.99, key: 0.01 })).toBe(false);
    expect(id("negative-loss", sigmoid, "loss", { written: 0 })).toBe(false);
    expect(id("negative-loss", sigmoid, "dw2_1_1", { written: -1 })).toBe(false);
  });
});

test("a value that no guard catches is an error like any other", () => {
  expect(guardAgainst(value(sigmoid, "z1_1", {}))).toBeUndefined();
});
