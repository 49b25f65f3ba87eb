import { describe, expect, test } from "vitest";
import { honestSlips, keptMarks, scriptsWithOneSlip } from "../../src/grade/honestSlips.js";
import { problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";
import { sheet } from "./sheet.js";

describe("a slip", () => {
  test.each([
    ["the sign is turned", "0.25", "-0.25"],
    ["the sign is turned", "-0.25", "0.25"],
    ["two digits are swapped", "0.0150", "0.0510"],
    ["two digits are swapped", "0.1150", "0.1510"],
    ["two digits are swapped", "0.11", undefined],
    ["two digits are swapped", "12.3", "21.3"],
    ["a digit is another", "0.0150", "0.0180"],
    ["a digit is another", "0.0190", "0.0120"],
    ["a digit is another", "0.5", undefined],
  ])("in which %s makes of %s %s", (kind, right, written) => {
    expect(honestSlips[kind]!(right)).toBe(written);
  });
});

describe("who slips once", () => {
  // b is twice a, c twice b: each slip moves what comes after it.
  const of = sheet({ x: 1.23 }, { a: "x + 1", b: "2 * a", c: "2 * b" });

  test("goes on rightly from what is written", () => {
    expect([...scriptsWithOneSlip(of)].slice(0, 2)).toEqual(
      [
        { a: "-2.23", b: "-4.46", c: "-8.92" },
        { a: "2.32", b: "4.64", c: "9.28" },
      ].map((script) => Object.assign(Object.create(null), script)),
    );
  });

  test("keeps all but one mark where follow-through is known, and what came before elsewhere", () => {
    const { grade, table, key } = keptMarks(of);
    expect(grade).toEqual({ mean: 2 / 3, worst: 2 / 3 });
    expect(table).toEqual({ mean: 2 / 3, worst: 2 / 3 });
    expect(key.worst).toBe(0);
    expect(key.mean).toBeCloseTo(1 / 3, 9);
  });

  test("keeps the share that follow-through earns", () => {
    const { grade, table } = keptMarks(of, { followThrough: 0.5 });
    expect(table.mean).toBeCloseTo(grade.mean, 9);
    expect(grade.worst).toBeCloseTo(1 / 3, 9);
  });

  test("keeps far more of a network by grade than by its key", () => {
    const { grade, key } = keptMarks(problem(prepared("mlp-2-2-2-sigmoid"), "1"));
    expect(grade.mean).toBeGreaterThan(0.95);
    expect(key.mean).toBeLessThan(0.85);
    expect(key.worst).toBeLessThan(0.6);
  });
});
