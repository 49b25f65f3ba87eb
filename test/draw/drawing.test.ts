import { describe, expect, test } from "vitest";
import { type Drawing, drawGivens, drawingOf, publishedGivens } from "../../src/draw/drawing.js";
import { randomFor } from "../../src/draw/random.js";
import type { Drawn } from "../../src/exercise/exercise.js";

const weights = ["w1_1_1", "w1_1_2", "w1_2_1", "w1_2_2"];

/** The values that each given may take. */
const choicesOf = (ids: readonly string[], draw: Readonly<Record<string, Drawn>>) =>
  drawingOf(ids, draw).givens.map(({ choices }) => choices);

describe("a given takes the entry of its most specific group", () => {
  test.each<readonly [string, Readonly<Record<string, Drawn>>, readonly (readonly number[])[]]>([
    ["by its name", { w1_2_1: 3, w1_2: 2, w1: 1 }, [[1], [1], [3], [2]]],
    ["by its unit", { w1_2: 2, w1: 1 }, [[1], [1], [2], [2]]],
    ["by its layer", { w1: 1 }, [[1], [1], [1], [1]]],
    ["by its letter", { w: 0.5 }, [[0.5], [0.5], [0.5], [0.5]]],
    ["in order, where values are listed", { w1: [1, 2, 3, 4] }, [[1], [2], [3], [4]]],
    [
      "in order of rows",
      {
        w1: [
          [1, 2],
          [3, 4],
        ],
      },
      [[1], [2], [3], [4]],
    ],
    ["one of several", { w1: { oneOf: [1, 2] }, w1_2_2: 5 }, [[1, 2], [1, 2], [1, 2], [5]]],
    ["on a grid", { w: { from: 1, to: 2, step: 0.5, not: 1.5 } }, Array(4).fill([1, 2])],
  ])("%s", (_, draw, expected) => {
    expect(choicesOf(weights, draw)).toEqual(expected);
  });

  test.each([
    [
      "e1.time2.x1",
      ["e1.time2.x1", "e1.time2.x", "e1.x1", "e1.x", "time2.x1", "time2.x", "x1", "x"],
    ],
    ["s2.eta", ["s2.eta", "eta"]],
    ["e12.x1", ["e12.x1", "e12.x", "x1", "x"]],
    ["x12", ["x12", "x"]],
    ["w10_2", ["w10_2", "w10", "w"]],
  ])("of %s: %j", (id, groups) => {
    // Of these entries it takes the first; the others are those of givens called like them.
    for (const [i, group] of groups.entries()) {
      const left = groups.slice(i);
      const draw = Object.fromEntries(left.map((name, place) => [name, place]));
      expect(drawingOf([id], draw, [id, ...left]).givens[0]!.choices, group).toEqual([0]);
    }
  });
});

describe("a drawing", () => {
  const under = ["draw"];
  test.each<readonly [string, readonly string[], Readonly<Record<string, Drawn>>, object]>([
    [
      "too many values",
      ["x1", "x2"],
      { x: [1, 2, 3] },
      { path: [...under, "x"], problem: "expected 2 values (x1, x2), got 3" },
    ],
    [
      "too few values",
      ["x1", "x2"],
      { x: [1] },
      { path: [...under, "x"], problem: "expected 2 values (x1, x2), got 1" },
    ],
    [
      "a given without values",
      ["x1", "t1"],
      { x: 1 },
      { path: under, problem: "no values for t1" },
    ],
    [
      "an entry without a given",
      ["x1"],
      { x: 1, eta: 1 },
      { path: [...under, "eta"], problem: "no given is called this" },
    ],
    [
      "an entry with a slip",
      ["eta"],
      { eta: 1, etaa: 1 },
      { path: [...under, "etaa"], problem: "no given is called this (did you mean eta?)" },
    ],
  ])("is refused with %s", (_, ids, draw, expected) => {
    expect(() => drawingOf(ids, draw)).toThrow(expect.objectContaining(expected));
  });

  test("leaves out values of what nothing asked for is computed from, but counts them", () => {
    const drawing = drawingOf(["x1"], { x: [1, 2] }, ["x1", "x2"]);
    expect(drawing).toEqual({
      known: ["x1", "x2"],
      givens: [{ choices: [1], purpose: -1 }],
      purposes: [],
    });
    expect(() => drawingOf(["x1"], { x1: 1 }, ["x1", "x2"])).not.toThrow();
  });

  test("has a stream for each entry that is drawn, in their order, and none for what is fixed", () => {
    const drawing = drawingOf(["x1", "w", "t1"], {
      t: { oneOf: [0, 1] },
      w: 0.5,
      x: { from: 1, to: 3, step: 1 },
    });
    expect(drawing.purposes).toEqual(["t", "x"]);
    expect(drawing.givens).toEqual([
      { choices: [1, 2, 3], purpose: 1 },
      { choices: [0.5], purpose: -1 },
      { choices: [0, 1], purpose: 0 },
    ]);
  });

  test("takes of its choices the one that the stream points at, the first and the last included", () => {
    const drawing: Drawing = {
      known: [],
      purposes: ["x"],
      givens: [
        { choices: [1, 2, 3], purpose: 0 },
        { choices: [9], purpose: -1 },
      ],
    };
    const drawn = [0, 0.34, 0.67, 0.999].map((number) => [
      ...drawGivens(drawing, [() => number], new Float64Array(2)),
    ]);
    expect(drawn).toEqual([
      [1, 9],
      [2, 9],
      [3, 9],
      [3, 9],
    ]);
  });
});

test("published values are read as those that are drawn, and are told from them where one is wrong", () => {
  expect(publishedGivens(["x1", "x2", "t1"], { x: [1, 2], t1: 3 })).toEqual([1, 2, 3]);
  expect(() => publishedGivens(["x1"], { x: [1, 2] })).toThrow(
    expect.objectContaining({
      path: ["published", "given", "x"],
      problem: "expected 1 values (x1), got 2",
    }),
  );
  expect(publishedGivens(["x1"], { x: [1, 2] }, ["x1", "x2"])).toEqual([1]);
});

test("a stream is another for another exercise, version, seed or purpose, and the same for the same", () => {
  const first = (...[exercise, version, seed, purpose]: [string, number, string, string]): number =>
    randomFor(exercise, version, seed)(purpose)();
  const numbers = [
    first("a", 1, "1", "x"),
    first("b", 1, "1", "x"),
    first("a", 2, "1", "x"),
    first("a", 1, "2", "x"),
    first("a", 1, "1", "y"),
  ];
  expect(new Set(numbers).size).toBe(5);
  expect(first("a", 1, "1", "x")).toBe(numbers[0]);
});
