import { describe, expect, test } from "vitest";
import {
  carriedAt,
  digitsAt,
  type PrintedAs,
  type PrintedText,
  printedText,
  roomAt,
  unitAt,
} from "../../src/grade/printedText.js";
import { markedAt, sheet, slotOf, worked } from "./sheet.js";

const text = (
  printed: Readonly<Record<string, string>>,
  printedAs: PrintedAs = "rounded",
  rounding = "{ decimals: 2, truncation: false }",
): PrintedText => {
  const problem = sheet(
    { p: 0.3, q: 0.7 },
    { y: "p * q", z: "y * 7" },
    {},
    `rounding: ${rounding}`,
  );
  return printedText({ problem, written: worked(problem, printed).written, printedAs });
};
const at = <T>(of: (text: PrintedText, slot: number) => T, one: PrintedText, id = "y"): T =>
  of(one, slotOf(one.problem, id));

describe("a printed number", () => {
  test("has a unit of its last digit, and room for less than one, or for half of it", () => {
    expect(at(unitAt, text({ y: "0.210" }))).toBe(0.001);
    expect(at(roomAt, text({ y: "0.210" }))).toBeCloseTo(0.001, 9);
    expect(at(roomAt, text({ y: "0.210" }))).toBeLessThan(0.001);
    expect(at(roomAt, text({ y: "0.210" }, "computed"))).toBe(0.0005);
    expect(at(unitAt, text({ z: "0.210" }))).toBe(0);
  });

  test("that is a bare 0 or 1 has as few decimals as any other of the text, and others have none", () => {
    expect(at(unitAt, text({ y: "0", z: "1.25" }))).toBe(0.01);
    expect(at(unitAt, text({ y: "0", z: "1" }))).toBe(1);
    expect(at(unitAt, text({ y: "12", z: "1.25" }))).toBe(1);
    expect(at(unitAt, text({ y: "-1", z: "1.25" }))).toBe(0.01);
    expect(at(unitAt, text({ y: "5", z: "1.25" }))).toBe(1);
  });

  test("that is shown in full has one of its size", () => {
    expect(at(unitAt, text({ y: "-250" }, "exact"))).toBeCloseTo(2.5e-7, 15);
    expect(at(unitAt, text({ y: "0.0001" }, "exact"))).toBe(1e-12);
  });

  test("was carried with the digits it shows, unless it is whole", () => {
    expect(at(digitsAt, text({ y: "0.210" }))).toEqual({ decimals: 3, truncation: false });
    const cutting = text({ y: "0.2" }, "rounded", "{ decimals: 2 }");
    expect(at(digitsAt, cutting)).toEqual({ decimals: 1, truncation: true });
    const inFull = { decimals: 12, truncation: false };
    expect(at(digitsAt, text({ y: "2" }))).toEqual(inFull);
    expect(at(digitsAt, text({ z: "2.1" }))).toEqual(inFull);
    expect(at(digitsAt, text({ y: "0.21" }, "computed"))).toEqual(inFull);
    const significant = { significant: 3, truncation: true };
    expect(at(digitsAt, text({ y: "0.2" }, "rounded", "{ significant: 3 }"))).toEqual(significant);
  });

  test("is made of numbers with more digits without cutting these first", () => {
    const carried = (one: PrintedText) =>
      carriedAt(one, slotOf(one.problem, "z"), markedAt(one.problem, "z").right);
    expect(carried(text({ y: "0.2100", z: "1.5" })).decimals).toBe(4);
    expect(carried(text({ y: "0.2", z: "1.47" })).decimals).toBe(2);
    expect(carried(text({ z: "1.47" })).decimals).toBe(2);
    const significant = text({ y: "0.2100", z: "1.5" }, "rounded", "{ significant: 3 }");
    expect(carried(significant)).toEqual({ significant: 3, truncation: true });
  });
});
