import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { Misconceptions } from "../../src/grade/diagnose.js";
import { chainOf, type Evidence, waysOfFollowing } from "../../src/grade/following.js";
import { followThrough } from "../../src/grade/followThrough.js";
import { explanations } from "../../src/grade/withheld.js";
import { wrongIn } from "../../src/grade/work.js";
import { prepare } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { malruleOf, markedAt, sheet, slotOf, worked } from "./sheet.js";

type Answers = Readonly<Record<string, string>>;

/** Two products, y = 5.27 and w = 1.86, what is made of each, z and v, and the sum of these, u. */
const twoPaths = (): Problem =>
  sheet(
    { p: 3.1, q: 1.7, r: 2.3, s: 0.6 },
    { y: "p * q", w: "p * s", z: "exp(y / r)", v: "exp(w / r)", u: "z + v", x: "q * s" },
    { adds: ["a * b", "a + b"] },
  );

/** What follows, and from what. */
function following(problem: Problem, answers: Answers, evidence: Evidence = "fair") {
  const work = worked(problem, answers);
  const wrong = wrongIn(work);
  const found = followThrough(work, wrong, new Misconceptions(work, wrong), evidence);
  return Object.fromEntries(
    found.flatMap((one, slot) =>
      one ? [[problem.prepared.program.ids[slot]!, one.from.join()]] : [],
    ),
  );
}

const chain = (problem: Problem, answers: Answers) => {
  const work = worked(problem, answers);
  const wrong = wrongIn(work);
  return chainOf(work, wrong, new Misconceptions(work, wrong), "fair");
};

const after = (y: number): string => Math.exp(y / 2.3).toFixed(2);
const sum = (y: number, w: number): string => (Number(after(y)) + Number(after(w))).toFixed(2);
/** A script that goes on from these, and what it comes to. */
const goingOn = (y: string, w: string): Answers => ({
  ...{ y, w, z: after(Number(y)), v: after(Number(w)), u: sum(Number(y), Number(w)) },
});
const all = (y: boolean, w: boolean) => ({
  ...(y ? { z: "y" } : {}),
  ...(w ? { v: "w" } : {}),
  u: [y ? "z" : "", w ? "v" : ""].filter((id) => id !== "").join(),
});

describe("what follows earns marks", () => {
  const of = (y: string, w: string, evidence?: Evidence) =>
    following(twoPaths(), goingOn(y, w), evidence);

  test("after one error, whatever it is, unless it is huge or the set is strict", () => {
    expect(of("4.87", "1.86")).toEqual(all(true, false));
    expect(of("5.27", "2.56")).toEqual(all(false, true));
    expect(of("4.87", "1.86", "strict")).toEqual({});
    const product = sheet({ p: 3.1, q: 1.7, b: 1.86 }, { y: "p * q", z: "y * b" });
    // A hundred times the largest number, 9.8022.
    expect(following(product, { y: "980", z: "1822.80" })).toEqual({ z: "y" });
    expect(following(product, { y: "981", z: "1824.66" })).toEqual({});
    expect(following(product, { y: "-981", z: "-1824.66" })).toEqual({});
  });

  test("after two only where no more than one is left unexplained", () => {
    expect(of("4.87", "2.56")).toEqual({});
    // 5.27 with two digits swapped is a slip; 1.86, with 0.005 to spare, is too coarse for one of
    // its size.
    expect(of("5.72", "2.56")).toEqual(all(true, true));
    expect(of("5.72", "2.56", "strict")).toEqual({ z: "y" });
    expect(of("5.72", "1.86", "strict")).toEqual(all(true, false));
    expect(of("4.87", "8.16")).toEqual(all(true, true));
    expect(of("4.87", "1.68")).toEqual({});
  });

  test("after two slips only where they are of two sorts", () => {
    expect(of("5.72", "8.16")).toEqual({});
    expect(of("-5.27", "8.16")).toEqual(all(true, true));
    expect(of("-5.27", "8.16", "strict")).toEqual(all(true, true));
  });

  test("after a misconception that gives two of its answers, and is not contradicted", () => {
    expect(of("4.80", "3.70", "strict")).toEqual(all(true, true));
    expect(of("4.80", "2.56")).toEqual({});
    expect(of("4.80", "2.56", "strict")).toEqual({});
    const contradicted = { ...goingOn("4.80", "3.70"), x: "1.02" };
    expect(following(twoPaths(), contradicted)).toEqual({});
  });

  test("but the same number twice was worked out in neither", () => {
    expect(of("-5.27", "-5.28")).toEqual(all(true, true));
    expect(of("-5.27", "-5.27")).toEqual({});
  });

  test("whatever it follows from, in a text that is audited", () => {
    expect(of("4.87", "2.56", "none")).toEqual(all(true, true));
  });
});

describe("what follows goes back", () => {
  test("through what is left empty", () => {
    expect(following(twoPaths(), { y: "4.87", w: "1.86", u: sum(4.87, 1.86) })).toEqual({ u: "y" });
    expect(following(twoPaths(), { y: "4.87", w: "1.86", v: "2.25", u: sum(4.87, 1.86) })).toEqual({
      u: "y",
    });
  });

  test("to nothing, where nothing before it is wrong", () => {
    expect(following(twoPaths(), { z: "9.87" })).toEqual({});
    expect(following(twoPaths(), { y: "5.27", z: "9.87" }, "none")).toEqual({});
  });
});

describe("a way of following:", () => {
  const way = (id: string) => waysOfFollowing.find((row) => row.id === id)!;
  /** Whether u = z + v follows in this way. */
  const follows = (id: string, answers: Answers): boolean => {
    const problem = twoPaths();
    const marked = markedAt(problem, "u");
    const script = chain(problem, answers);
    return way(id).appliesTo(script, marked) && way(id).follows(script, marked);
  };
  // z should be 8.31 after 4.87, and is 9.89 by the key; v is 2.24.
  const wrong = { y: "4.87", w: "1.86", z: "6.66", v: "2.24" };

  test("on the student's own values", () => {
    expect(follows("own-values", { ...wrong, u: "8.90" })).toBe(true);
    expect(follows("own-values", { ...wrong, u: "8.95" })).toBe(false);
  });

  test("on the right value for one of them", () => {
    const two = { ...wrong, v: "3.33" };
    expect(follows("operand-right", { ...two, u: "13.22" })).toBe(true);
    expect(follows("operand-right", { ...two, u: "8.91" })).toBe(true);
    expect(follows("operand-right", { ...two, u: "12.14" })).toBe(false);
    expect(follows("operand-right", { ...two, u: "11.64" })).toBe(false);
  });

  test("on what would have followed for one of them", () => {
    expect(follows("operand-following", { ...wrong, u: "10.55" })).toBe(true);
    expect(follows("operand-following", { ...wrong, u: "12.14" })).toBe(false);
  });

  test("a misprint before it explains no 0, and nothing that a misconception gives", () => {
    expect(follows("operand-following", { ...wrong, v: "-8.31", u: "0.00" })).toBe(false);
    expect(follows("own-values", { ...wrong, v: "-6.66", u: "0.00" })).toBe(true);
    expect(follows("gate-of-sum", { ...wrong, u: "10.55" })).toBe(false);
  });
});

describe("an explanation of an error:", () => {
  const explains = (
    id: string,
    problem: Problem,
    answers: Answers,
    found: readonly string[],
    at: string,
  ): boolean => {
    const work = worked(problem, answers);
    const adds = malruleOf(problem, "adds");
    const slots = found.map((name) => slotOf(problem, name));
    const misconceptions = {
      at: (slot: number) => (slots.includes(slot) ? [adds] : []),
      hitsOf: () => slots.length,
    };
    const script = chainOf(work, wrongIn(work), misconceptions, "fair");
    const row = explanations.find((one) => one.id === id)!;
    return row.explains(script, markedAt(problem, at), wrongIn(work));
  };

  test("a misconception that gives two blanks or more", () => {
    const script = { y: "4.80", w: "3.70" };
    expect(explains("misconception", twoPaths(), script, ["y", "w"], "y")).toBe(true);
    expect(explains("misconception", twoPaths(), script, ["y"], "y")).toBe(false);
    expect(explains("misconception", twoPaths(), { ...script, x: "1.02" }, ["y", "w"], "y")).toBe(
      false,
    );
  });

  test("and none at a unit that only says yes or no", () => {
    const units = (formula: string) =>
      sheet({ p: 3.1 }, { f: formula, g: "p * 2" }, { adds: ["a * b", "a + b"] });
    const script = { f: "1.0", g: "5.10" };
    for (const formula of ["aboveZero(p - 5)", "fromZero(p - 5)"])
      expect(explains("misconception", units(formula), script, ["f", "g"], "f")).toBe(false);
    expect(explains("misconception", units("abs(p - 5)"), script, ["f", "g"], "f")).toBe(true);
  });

  test("a slip of the pen from what is right there, with three figures and little room", () => {
    const slip = (answers: Answers, at = "y") => explains("slip", twoPaths(), answers, [], at);
    expect(slip({ y: "-5.27" })).toBe(true);
    expect(slip({ y: "4.87" })).toBe(false);
    // From what follows, too: 4.87 · 1.87, where 9.8549 is the key.
    const four = "rounding: { decimals: 4, truncation: false }";
    const product = sheet({ p: 3.1, q: 1.7, b: 1.87 }, { y: "p * q", z: "y * b" }, {}, four);
    expect(explains("slip", product, { y: "4.87", z: "-9.1069" }, [], "z")).toBe(true);
    expect(explains("slip", product, { y: "4.87", z: "-9.8549" }, [], "z")).toBe(true);
    expect(explains("slip", product, { y: "4.87", z: "-9.5000" }, [], "z")).toBe(false);
    const few = sheet({ p: 3.1 }, { y: "p * 2" }, { adds: ["a * b", "a + b"] });
    expect(explains("slip", few, { y: "-6.20" }, [], "y")).toBe(false);
  });

  test("of a slip, only one of its sort", () => {
    const slip = (w: string) => explains("slip", twoPaths(), { y: "5.72", w }, [], "y");
    expect(slip("8.16")).toBe(false);
    expect(slip("-1.86")).toBe(true);
    expect(slip("4.56")).toBe(true);
  });
});

describe("what an error makes trivial earns nothing:", () => {
  // y = 5.27, z = 9.80, and u = 7.80; k is what a wrong z may be.
  const simple = (): Problem =>
    sheet(
      { p: 3.1, q: 1.7, b: 1.86, c: 4.87, k: 22.5 },
      { y: "p * q", z: "y * b", d: "y - c", e: "d * b", u: "z - k", copy: "y * 1" },
    );
  const of = (answers: Answers) => Object.keys(following(simple(), answers)).sort();

  test("0 where the right one is not, next to the error", () => {
    expect(of({ y: "4.86", d: "-0.01" })).toEqual(["d"]);
    expect(of({ y: "4.87", d: "0.00" })).toEqual([]);
    expect(of({ y: "0.00", z: "0.00" })).toEqual([]);
  });

  test("and what is made of that alone, but not 0 below what was worked out", () => {
    expect(of({ y: "4.87", d: "0.00", e: "0.00" })).toEqual([]);
    // 12.1 · 1.86 = 22.506.
    expect(of({ y: "12.10", z: "22.50", u: "0.00" })).toEqual(["u", "z"]);
  });

  test("a number that stands there already, where the right one does not", () => {
    expect(of({ y: "1.00", z: "1.86" })).toEqual([]);
    expect(of({ y: "1.02", z: "1.90" })).toEqual(["z"]);
    expect(of({ y: "4.86", copy: "4.86" })).toEqual(["copy"]);
  });

  test("a step that changes nothing, and what the next one only copies", () => {
    // a = 1, ∂L/∂w = −4, w′ = 0.9; then a = 1.8, ∂L/∂w = −2.4, w″ = 1.14.
    const two = problem(
      prepare(
        readExercise(
          `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: half-squared-error, steps: 3 }
draw: { x: 2, w: 0.5, t: 3, eta: 0.1 }
ask: [{ of: [activation, gradient, updatedWeight] }]
rounding: { decimals: 2, truncation: false }
leastFigures: 0
`,
          "own",
        ),
        [],
      ),
      "1",
    );
    const kept = (answers: Answers) => Object.keys(following(two, answers)).sort();
    const first = { a1_1: "1.00", dw1_1_1: "0.00", new_w1_1_1: "0.50" };
    expect(kept({ ...first, "s2.a1_1": "1.00", "s2.dw1_1_1": "-4.00" })).toEqual(["s2.dw1_1_1"]);
    const made = { a1_1: "1.00", dw1_1_1: "0.20", new_w1_1_1: "0.48" };
    expect(kept({ ...made, "s2.a1_1": "0.96" })).toEqual(["new_w1_1_1", "s2.a1_1"]);
    // The same from the second step to the third.
    const second = { "s2.a1_1": "1.80", "s2.dw1_1_1": "0.00", "s2.new_w1_1_1": "0.90" };
    expect(kept({ ...second, "s3.a1_1": "1.80", "s3.dw1_1_1": "-2.40" })).toEqual(["s3.dw1_1_1"]);
  });

  test("unless it comes from a slip, since whoever slips has worked it out", () => {
    const slipped = sheet({ p: 3.1, q: 1.7, c: -5.27 }, { y: "p * q", d: "y - c" });
    expect(following(slipped, { y: "-5.27", d: "0.00" })).toEqual({ d: "y" });
    const madeUp = sheet({ p: 3.1, q: 1.7, c: -4.87 }, { y: "p * q", d: "y - c" });
    expect(following(madeUp, { y: "-4.87", d: "0.00" })).toEqual({});
  });
});
