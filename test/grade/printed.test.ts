import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { audit, type Finding } from "../../src/grade/audit.js";
import type { PrintedAs } from "../../src/grade/printedText.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { sheet } from "./sheet.js";

/** y = 5.27, z = 12.121, and u = 36.363. */
const products = (truncation = false, p = 3.1) =>
  sheet(
    { p, q: 1.7, r: 2.3 },
    { y: "p * q", z: "y * r", u: "z * 3" },
    { adds: ["a * b", "a + b"] },
    `rounding: { decimals: 2, truncation: ${truncation} }`,
  );

const findings = (
  printed: Readonly<Record<string, string>>,
  as: PrintedAs = "rounded",
  truncation = false,
  p = 3.1,
) =>
  Object.fromEntries(
    audit(products(truncation, p), printed, as).map((finding) => [finding.id, finding]),
  );
const verdict = (y: string, as?: PrintedAs): Finding["verdict"] => findings({ y }, as).y!.verdict;

describe("a printed number", () => {
  test("is right less than a unit from the exact one, rounded or cut off", () => {
    expect(["5.27", "5.3", "5.2", "5", "6"].map((y) => verdict(y))).toEqual([
      ...["right", "right", "right", "right", "right"],
    ]);
    for (const y of ["5.28", "5.26", "-5.27", "4", "7"]) expect(verdict(y), y).toBe("mistake");
    // Cutting 5.27 off at 5.2 takes 0.07 on the way.
    expect(["5.4", "5.5", "5.1"].map((y) => verdict(y))).toEqual(["right", "mistake", "mistake"]);
  });

  test("that was computed in full is right within half a unit, and one shown in full alone", () => {
    const computed = ["5.3", "5.2", "5", "6"].map((y) => verdict(y, "computed"));
    expect(computed).toEqual(["right", "mistake", "right", "mistake"]);
    const exact = ["5.27", "5.270000001", "5.3"].map((y) => verdict(y, "exact"));
    expect(exact).toEqual(["right", "right", "mistake"]);
  });

  test("may have the marks of an approximation, and is unreadable with others", () => {
    const marked = ["≈ 5.27", "≃5.27", "~5.27", "= 5.27", "5.27…", "5.27...", " 5.27 "];
    for (const y of marked) expect(verdict(y), y).toBe("right");
    for (const y of ["", "five", "5.27……", "..5.27"]) expect(verdict(y), y).toBe("unreadable");
    expect(findings({ y: "five" })).toMatchObject({
      y: { printed: "five", from: [], malrules: [] },
      z: { printed: "", verdict: "unreadable" },
    });
  });

  test("says what the exact one is", () => {
    const { y, z } = findings({ y: "5.27" });
    expect([y!.exact, z!.exact]).toEqual([5.27, expect.closeTo(12.121, 12)]);
  });
});

test("0 is printed as it is, with however many figures the others are carried", () => {
  const nothing = sheet({ p: 3.1, q: 0 }, { y: "p * q" }, {}, "rounding: { significant: 3 }");
  const judged = ["0", "0.00", "0.5", "2"].map((y) => audit(nothing, { y }, "rounded")[0]!.verdict);
  expect(judged).toEqual(["right", "right", "mistake", "mistake"]);
});

describe("a mistake in a text", () => {
  test("is named where a misconception gives it, or another formula", () => {
    const { y } = findings({ y: "4.8" });
    expect(y).toMatchObject({ verdict: "mistake", malrules: [{ id: "adds" }] });
    expect(y).not.toHaveProperty("cause");
    // 3.1 / 1.7.
    const { y: other } = findings({ y: "1.82352941" });
    expect(other).toMatchObject({ verdict: "mistake", malrules: [] });
    expect(other!.cause?.formulas).toHaveLength(1);
  });

  test("is what everything goes back to that follows", () => {
    expect(findings({ y: "9.87", z: "22.701", u: "68.103" })).toMatchObject({
      y: { verdict: "mistake", from: [] },
      z: { verdict: "follows", from: ["y"] },
      u: { verdict: "follows", from: ["y"] },
    });
    // Through what is not printed, too.
    expect(findings({ y: "9.87", u: "68.103" })).toMatchObject({
      u: { verdict: "follows", from: ["y"] },
    });
  });

  test("after another one is one of its own", () => {
    expect(findings({ y: "9.87", z: "44.4", u: "133.2" })).toMatchObject({
      y: { verdict: "mistake" },
      z: { verdict: "mistake", from: [] },
      u: { verdict: "follows", from: ["z"] },
    });
    // 9.87 + 2.3, by the misconception on what is wrong.
    expect(findings({ y: "9.87", z: "12.17" })).toMatchObject({
      z: { verdict: "mistake", malrules: [{ id: "adds" }] },
    });
  });

  test("is none where the step is right on the numbers printed before it", () => {
    expect(findings({ y: "5.3", z: "12.19" })).toMatchObject({
      y: { verdict: "right" },
      z: { verdict: "right", from: [] },
    });
    // Through what is not printed, too: 3 · 2.3 · 5.3.
    expect(findings({ y: "5.3", u: "36.57" }).u).toMatchObject({ verdict: "right", from: [] });
    expect(findings({ y: "5.3", u: "37.57" }).u).toMatchObject({ verdict: "mistake" });
    expect(findings({ y: "5.3", z: "12.19" }, "computed").z).toMatchObject({ verdict: "mistake" });
    expect(findings({ y: "5.3", z: "13.19" }).z).toMatchObject({ verdict: "mistake" });
  });

  test("cannot be told where too few digits are printed before it", () => {
    const z = (printed: string, truncation = false) =>
      findings({ y: "5", z: printed }, "rounded", truncation).z!.verdict;
    // From 2.3 · 5 to 12.121 lies what is right; 5 may stand for 4.5 to 5.5, cut off for 5 to 6.
    expect(["11.50", "11.80", "12.12"].map((printed) => z(printed))).toEqual([
      ...["right", "right", "right"],
    ]);
    expect(["12.60", "12.70", "10.40", "10.30"].map((printed) => z(printed))).toEqual([
      ...["unjudgeable", "mistake", "unjudgeable", "mistake"],
    ]);
    const cut = ["13.70", "13.90", "10.50", "10.30"];
    const verdicts = ["unjudgeable", "mistake", "unjudgeable", "mistake"];
    expect(cut.map((printed) => z(printed, true))).toEqual(verdicts);
    const below = (printed: string) =>
      findings({ y: "-5", z: `-${printed}` }, "rounded", true, -3.1).z!.verdict;
    expect(cut.map(below)).toEqual(verdicts);
  });

  test("is none where the digits before it leave a fiftieth of it open, or less", () => {
    // 5.3 may stand for 5.25 to 5.35: 2.3 times that is 12.075 to 12.305.
    const z = (printed: string) => findings({ y: "5.3", z: printed }).z!.verdict;
    expect(["12.30", "12.33", "12.08", "12.06"].map(z)).toEqual([
      ...["right", "mistake", "right", "mistake"],
    ]);
  });
});

test("a number of rounds is right as it is, and no other is a number of rounds for it", () => {
  const text = `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error }
quantities: [{ id: n, rounds: { until: loss, below: 0.1, most: 99 } }]
draw: { x: 1, w: 0, t: 1, eta: 0.1 }
ask: [n]
rounding: { decimals: 5 }`;
  const of = problem(prepare(readExercise(text, "own"), []), "1");
  const finding = (n: string): Finding => audit(of, { n }, "rounded")[0]!;
  // The loss is 0.5 · 0.81 to the power of the rounds.
  expect(["8", "7", "9"].map((n) => finding(n).verdict)).toEqual(["right", "mistake", "mistake"]);
  expect(finding("7")).not.toHaveProperty("rounds");
});

describe("a state after many rounds", () => {
  // The error, 1, is a tenth less after each round.
  const states = (printed: Readonly<Record<string, string>>, t = 1) => {
    const text = `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error, after: [10, 20] }
draw: { x: 1, w: 0, t: ${t}, eta: 0.1 }
ask: [after10.a1_1, after20.a1_1]
rounding: { decimals: 5 }`;
    const of = problem(prepare(readExercise(text, "own"), []), "1");
    return Object.fromEntries(
      audit(of, printed, "rounded").map((finding) => [finding.id, finding]),
    );
  };

  test("is right as it is, and else says after how many rounds it is reached", () => {
    expect(states({ "after10.a1_1": "0.65132" })["after10.a1_1"]).toMatchObject({
      verdict: "right",
    });
    expect(states({ "after10.a1_1": "0.61258" })["after10.a1_1"]).toMatchObject({
      ...{ verdict: "mistake", rounds: { claimed: 10, first: 9, last: 9 } },
    });
    // From 0.75 on it is rounded to 0.8, below 0.9 cut off.
    expect(states({ "after10.a1_1": "0.8" })["after10.a1_1"]!.rounds).toEqual({
      ...{ claimed: 10, first: 14, last: 21 },
    });
    expect(states({ "after10.a1_1": "-0.8" }, -1)["after10.a1_1"]!.rounds).toEqual({
      ...{ claimed: 10, first: 14, last: 21 },
    });
  });

  test("and nothing where no number of rounds reaches it, or all that are wrong", () => {
    expect(states({ "after10.a1_1": "1.5" })["after10.a1_1"]).not.toHaveProperty("rounds");
    const both = states({ "after10.a1_1": "0.61258", "after20.a1_1": "0.61258" });
    expect(both["after20.a1_1"]!.rounds).toEqual({ claimed: 20, first: 9, last: 9 });
    const apart = states({ "after10.a1_1": "0.61258", "after20.a1_1": "0.65132" });
    for (const { rounds } of Object.values(apart)) expect(rounds).toBeUndefined();
  });
});
