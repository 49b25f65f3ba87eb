import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { prepare } from "../../src/problem/prepare.js";
import { publishedProblem } from "../../src/problem/problem.js";
import { honestRoom, isExact, localRoom, rangeOf, stepsOf } from "../../src/question/tolerance.js";
import { within } from "../../src/question/within.js";
import { exerciseText, malrules } from "../exercises.js";

const rounding = { decimals: 4, truncation: true } as const;

describe("a tolerance", () => {
  test("hostile 17: relative to a key of 0 has its absolute floor", () => {
    const range = rangeOf({ relative: 0.01, floor: 1e-8 }, 0, 0, rounding);
    expect(within(1e-8, 0, range)).toBe(true);
    expect(within(2e-8, 0, range)).toBe(false);
  });

  test.each([
    "{ absolute: -0.1 }",
    "{ absolute: 0 }",
    "{ absolute: .nan }",
    "{ relative: 0.01, floor: 0 }",
    "{ relative: 0.01 }",
    "{ decimals: -1 }",
  ])("hostile 18: %s in an exercise is refused, with its line", (tolerance) => {
    const text = `${exerciseText("mlp-2-2-1-sigmoid")}tolerance: ${tolerance}\n`;
    const line = text.trimEnd().split("\n").length;
    expect(() => readExercise(text, "mine.yaml")).toThrow(
      new RegExp(`^mine\\.yaml:${line}:\\d+: tolerance`),
    );
  });

  test("means what it means elsewhere: decimals and figures leave 0.51 of a unit, the boundary outside", () => {
    const decimals = rangeOf({ decimals: 2 }, 2.675, 0, rounding);
    expect([within(2.68, 2.675, decimals), within(2.6801, 2.675, decimals)]).toEqual([true, false]);
    const figures = rangeOf({ significant: 3 }, 1234, 0, rounding);
    expect([within(1239, 1234, figures), within(1239.1, 1234, figures)]).toEqual([true, false]);
    expect(within(2.68, 2.675, rangeOf({ absolute: 0.005 }, 2.675, 0, rounding))).toBe(true);
  });

  test("of what is exact leaves no unit: what rounds to it is right, with however many digits", () => {
    const range = rangeOf("derived", 0.275, 0, rounding);
    const judge = (written: number): boolean => within(written, 0.275, range);
    expect([judge(0.275), judge(0.2751), judge(0.2749)]).toEqual([true, false, false]);
    expect([judge(0.27504), judge(0.27505), judge(0.27506)]).toEqual([true, true, false]);
    // What has to be rounded to be written down may be cut off, too.
    const rounded = rangeOf("derived", 0.27508, 0, rounding);
    expect([0.275, 0.2751, 0.2752].map((written) => within(written, 0.27508, rounded))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("of what can only be whole leaves nothing", () => {
    const range = rangeOf("derived", 1, 0, rounding, true);
    expect(range).toEqual({ tolerance: 0, open: false });
    expect(within(1.00001, 1, range)).toBe(false);
  });

  test("of what is worked out in the digits carried, and needs no more, is exact", () => {
    expect(isExact(rounding, 0.275, 0)).toBe(true);
    expect(isExact(rounding, 0.27501, 0)).toBe(false);
    expect(isExact(rounding, 0.275, 1e-6)).toBe(false);
  });

  test("of all else is its bound, and never less than writing it down may change", () => {
    const rounded = { decimals: 4, truncation: false } as const;
    expect(honestRoom(rounding, 0.27508, 1e-6, false)).toBe(1e-4);
    expect(honestRoom(rounded, 0.27508, 1e-6, false)).toBe(0.5e-4);
    expect(honestRoom(rounding, 0.27508, 0.25, false)).toBe(0.25);
    expect(honestRoom(rounding, 0.275, 0, false)).toBe(0.5e-4);
    expect(honestRoom(rounding, 2, 0, false)).toBe(0.5e-4);
    expect(honestRoom(rounding, 2, 0, true)).toBe(0);
    // A whole number's place may hold another, below a wrong answer.
    expect(honestRoom(rounding, 0.275, 0, true)).toBe(0.5e-4);
  });

  test("that an instructor sets leaves room for rounding everywhere where an answer follows", () => {
    expect(localRoom("derived", rounding, 2, 0, true)).toBe(0);
    expect(localRoom({ absolute: 0.01 }, rounding, 2, 0, true)).toBe(1e-4);
    expect(localRoom({ absolute: 0.01 }, rounding, 2, 0.25, true)).toBe(0.25);
  });

  test("counts figures from the first that is not 0, of 0 from the first there is", () => {
    const allowed = (key: number) => rangeOf({ significant: 3 }, key, 0, rounding).tolerance;
    for (const [key, unit] of [
      [123.4, 1],
      [-12.34, 0.1],
      [0.01234, 0.0001],
      [0, 0.01],
    ] as const)
      expect(allowed(key), String(key)).toBeCloseTo(0.51 * unit, 12);
  });

  test("relative to a step is never finer than writing the weight down, nor to a key below its floor", () => {
    const policy = { relative: 0.01, floor: 0.00001 };
    const allowed = (step?: number) => rangeOf(policy, -0.5, 0, rounding, false, step).tolerance;
    expect(allowed()).toBeCloseTo(0.00501, 12);
    expect(allowed(-0.2)).toBeCloseTo(0.00201, 12);
    expect(allowed(0.001)).toBe(1e-4);
    expect(rangeOf(policy, 0.001, 0, rounding).tolerance).toBeCloseTo(0.00002, 12);
  });

  test("knows the step of what is updated, and of nothing else", () => {
    const { program } = prepare(
      readExercise(exerciseText("mlp-2-2-2-sigmoid"), "mlp-2-2-2-sigmoid.yaml"),
      malrules,
    );
    const values = Float64Array.from(program.ids, (id) => (id === "w2_1_1" ? 5 : 3));
    const stepOf = stepsOf(program);
    expect(stepOf(program.slots.get("new_w2_1_1")!, values)).toBe(-2);
    expect(stepOf(program.slots.get("new_w2_1_2")!, values)).toBe(0);
    for (const id of ["w2_1_1", "dw2_1_1", "a1_1"])
      expect(stepOf(program.slots.get(id)!, values)).toBeUndefined();
  });

  test("that an instructor sets is what they set, of exact values too", () => {
    expect(rangeOf({ absolute: 0.01 }, 1, 0, rounding, true).tolerance).toBe(0.01);
    expect(rangeOf({ decimals: 2 }, 1, 0, rounding, true).tolerance).toBeCloseTo(0.0051, 12);
  });

  test("judges an updated weight by its step: 0.6% of the weight may be 11% of the step", () => {
    const text = exerciseText("mlp-2-2-2-sigmoid")
      .replace(/^tolerance:.*\n/m, "")
      .concat("tolerance: { relative: 0.01, floor: 0.0001 }\n");
    const prepared = prepare(readExercise(text, "mlp-2-2-2-sigmoid.yaml"), malrules);
    const { key, values } = publishedProblem(prepared);
    const answer = key.get("new_w2_1_1")!;
    if (answer.kind !== "number") throw new Error("a number was asked");
    const step = answer.value - values[prepared.program.slots.get("w2_1_1")!]!;
    const judge = (written: number): boolean => within(written, answer.value, answer.range);
    expect([judge(answer.value + 0.009 * step), judge(answer.value * 1.006)]).toEqual([
      true,
      false,
    ]);
  });
});
