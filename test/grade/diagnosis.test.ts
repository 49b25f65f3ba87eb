import { describe, expect, test } from "vitest";
import {
  isContradicted,
  knownMisconceptionsAt,
  Misconceptions,
  misconceptionsAt,
} from "../../src/grade/diagnose.js";
import type { MarkedScript } from "../../src/grade/markScript.js";
import { follows, wrongIn } from "../../src/grade/work.js";
import type { Malrule } from "../../src/graph/rewrite.js";
import { kindsOf, malruleOf, mark, markedAt, sheet, slotOf, worked } from "./sheet.js";

/** Products of which a misconception makes sums, and quotients that another one turns over. */
const products = () =>
  sheet(
    { p: 3.1, q: 1.7, r: 2.3, s: 0.6, d: 2, t: 0.9 },
    {
      ...{ y1: "p * q", y2: "q * r", y3: "p * r", y4: "p * s", y5: "q * s" },
      ...{ v1: "p / q", v2: "q / r", v3: "p / r", four: "d * d", small: "p * t" },
    },
    {
      adds: ["a * b", "a + b"],
      "adds-17": ["a * b", "a + 1.7"],
      subtracts: ["a * b", "a - b"],
      "turns-over": ["a / b", "b / a"],
    },
  );
const right = { y1: "5.27", y2: "3.91", y3: "7.13", y4: "1.86", y5: "1.02", four: "4", v3: "1.35" };
const sums = { y1: "4.80", y2: "4.00", y3: "5.40", y4: "3.70" };
const turned = { v1: "0.55", v2: "1.35", v3: "0.74" };

const picked = <T extends object>(of: T, ...ids: readonly (keyof T)[]) =>
  Object.fromEntries(ids.map((id) => [id, of[id]]));

const diagnosisOf = (answers: Readonly<Record<string, unknown>>) =>
  mark(products(), answers).diagnosis.map((one) => {
    const { malrules, certainty, hits, opportunities, contradictions } = one;
    return [malrules.join(), certainty, hits, opportunities, contradictions];
  });

describe("the misconceptions of a script", () => {
  test("are found at wrong blanks, and counted over all of them", () => {
    const problem = products();
    const work = worked(problem, { y1: "4.80", y2: "4.00", y3: "7.13", v1: "9" });
    const misconceptions = new Misconceptions(work, wrongIn(work));
    const at = (id: string) => misconceptions.at(slotOf(problem, id)).map((one) => one.id);
    const adds = malruleOf(problem, "adds");
    expect([at("y1"), at("y2")]).toEqual([["adds", "adds-17"], ["adds"]]);
    expect([at("y3"), at("v1"), at("y4")]).toEqual([[], [], []]);
    expect(misconceptions.hitsOf(adds)).toBe(2);
    expect(misconceptions.hitsOf(malruleOf(problem, "adds-17"))).toBe(1);
  });
});

describe("a misconception", () => {
  test("shows in two blanks, and is consistent with one", () => {
    expect(diagnosisOf(picked(sums, "y1", "y2"))).toEqual([["adds", "shows", 2, 2, 0]]);
    expect(diagnosisOf(picked(sums, "y2"))).toEqual([["adds", "consistent", 1, 1, 0]]);
  });

  test("is contradicted by a right answer where it would have shown", () => {
    const twice = picked(sums, "y1", "y2");
    expect(diagnosisOf({ ...twice, ...picked(right, "y3") })).toEqual([
      ["adds", "consistent", 2, 3, 1],
    ]);
    expect(diagnosisOf({ ...twice, ...picked(right, "y3", "y4") })).toEqual([]);
    expect(diagnosisOf({ ...picked(sums, "y2"), ...picked(right, "y1") })).toEqual([]);
    // 2 + 2 is 2 · 2.
    expect(diagnosisOf({ ...twice, ...picked(right, "four") })).toEqual([
      ["adds", "shows", 2, 2, 0],
    ]);
  });

  test("shows only where four hits stand against each wrong answer that nothing explains", () => {
    expect(diagnosisOf({ ...picked(sums, "y1", "y2", "y3"), y4: "9.87" })).toEqual([
      ["adds", "consistent", 3, 4, 0],
    ]);
    expect(diagnosisOf({ ...sums, y5: "9.87" })).toEqual([["adds", "shows", 4, 5, 0]]);
    // What another one explains, cannot be read, or is of another kind, says nothing: 3.1 − 2.3.
    expect(diagnosisOf({ ...picked(sums, "y1", "y2"), y3: "0.80" })[0]).toEqual([
      ...["adds", "shows", 2, 3, 0],
    ]);
    expect(diagnosisOf({ ...picked(sums, "y1", "y2"), y3: "x", v1: "9.87" })).toEqual([
      ["adds", "shows", 2, 2, 0],
    ]);
  });

  test("stands with another that gives the same, and is not needed where that one gives more", () => {
    expect(diagnosisOf(picked(sums, "y1"))).toEqual([["adds,adds-17", "consistent", 1, 1, 0]]);
    const script = mark(products(), picked(sums, "y1", "y2"));
    expect(script.blanks[0]!.verdict).toEqual({
      ...{ kind: "misconception", malrules: ["adds"], explanations: [["adds"]] },
    });
    // 2 + 1.7 is not 2 · 2.
    expect(diagnosisOf({ ...picked(sums, "y1"), ...picked(right, "four") })).toEqual([
      ["adds", "consistent", 1, 1, 0],
    ]);
  });

  test("comes before another by its hits less its contradictions, then by fewer of these, then by opportunities", () => {
    const first = (answers: Readonly<Record<string, unknown>>) => diagnosisOf(answers)[0]![0];
    const two = picked(turned, "v1", "v2");
    expect(first({ ...picked(sums, "y1", "y2"), ...turned })).toBe("turns-over");
    expect(first({ ...picked(sums, "y1", "y2", "y3"), ...two })).toBe("adds");
    expect(first({ ...picked(sums, "y1", "y2", "y3"), ...picked(right, "y4"), ...two })).toBe(
      "turns-over",
    );
    expect(first({ ...sums, ...picked(right, "y5"), ...two })).toBe("adds");
    expect(first({ ...picked(sums, "y1", "y2"), y3: "9.87", ...two })).toBe("turns-over");
  });

  test("explains an answer of one figure only where another answer is put down to it", () => {
    // 3.1 + 0.9.
    expect(kindsOf(mark(products(), { small: "4" })).small).toBe("wrong");
    expect(kindsOf(mark(products(), { small: "4", ...picked(sums, "y2") })).small).toBe(
      "misconception",
    );
    expect(kindsOf(mark(products(), { small: "4.0" })).small).toBe("misconception");
    expect(kindsOf(mark(products(), { small: "5", ...picked(sums, "y2") })).small).toBe("wrong");
  });
});

describe("what explains a wrong answer", () => {
  const chain = () =>
    sheet(
      { p: 3.1, q: 1.7, r: 2.3 },
      { y: "p * q", z: "y * r", u: "exp(p)" },
      { adds: ["a * b", "a + b"], again: ["a * b", "b + a"] },
    );
  const at = (id: string, answers: Readonly<Record<string, string>>): readonly string[] => {
    const problem = chain();
    return misconceptionsAt(worked(problem, answers), markedAt(problem, id)).map((m) => m.id);
  };

  test("is what gives it on what was written before, or on what should have been", () => {
    expect(at("z", { y: "9.87", z: "12.17" })).toEqual(["adds", "again"]);
    expect(at("z", { y: "9.87", z: "7.57" })).toEqual(["adds", "again"]);
    expect(at("z", { y: "5.27", z: "7.57" })).toEqual(["adds", "again"]);
    expect(at("z", { z: "7.57" })).toEqual(["adds", "again"]);
    expect(at("z", { y: "9.87", z: "7.99" })).toEqual([]);
    expect(at("y", { y: "9.87", z: "7.57" })).toEqual([]);
  });

  test("is nothing where it follows rightly from what was written", () => {
    expect(at("z", { y: "9.87", z: "22.70" })).toEqual([]);
    // 3.29 · 2.3 = 7.567, as near as 5.27 + 2.3.
    expect(at("z", { y: "3.29", z: "7.57" })).toEqual([]);
  });

  test("has two figures to be told by; with one, it is of those known", () => {
    const problem = chain();
    const known = (answers: Readonly<Record<string, string>>, ...ids: readonly string[]) =>
      knownMisconceptionsAt(
        worked(problem, answers),
        markedAt(problem, "z"),
        ids.map((id) => malruleOf(problem, id)),
      ).map(({ id }) => id);
    expect(at("z", { y: "1.7", z: "4" })).toEqual([]);
    expect(at("z", { y: "1.7", z: "4.0" })).toEqual(["adds", "again"]);
    expect(known({ y: "1.7", z: "4" }, "again")).toEqual(["again"]);
    expect(known({ y: "1.7", z: "4" })).toEqual([]);
    expect(known({ y: "1.7", z: "4.0" }, "again")).toEqual([]);
  });

  test("follows is what the formula gives on what was written, and is wrong by the key", () => {
    const problem = chain();
    const z = (answers: Readonly<Record<string, string>>) =>
      follows(worked(problem, answers), slotOf(problem, "z"));
    expect(z({ y: "9.87", z: "22.70" })).toBe(true);
    expect(z({ y: "9.87", z: "22.8" })).toBe(false);
    expect(z({ y: "5.27", z: "12.12" })).toBe(false);
  });
});

describe("a misconception is contradicted", () => {
  const chain = () =>
    sheet(
      { p: 3.1, q: 1.7, r: 2.3 },
      { y: "p * q", z: "y * r" },
      { adds: ["a * b", "a + b"], either: ["a * b", ["a + b", "b * a"]] },
    );
  const by = (
    answers: Readonly<Record<string, string>>,
    id = "adds",
    hits: readonly string[] = [],
  ): boolean => {
    const problem = chain();
    const malrule = malruleOf(problem, id);
    const slots = hits.map((hit) => slotOf(problem, hit));
    const at = (slot: number): readonly Malrule[] => (slots.includes(slot) ? [malrule] : []);
    return isContradicted(worked(problem, answers), { at }, malrule);
  };

  test("by what is right, by the key or by what was written before it", () => {
    expect(by({ y: "5.27" })).toBe(true);
    expect(by({ y: "9.87" })).toBe(false);
    expect(by({ y: "9.87", z: "22.70" })).toBe(true);
    expect(by({ y: "9.87", z: "22.8" })).toBe(false);
    expect(by({})).toBe(false);
  });

  test("and not by what it gives itself, nor where one of its ways would not have shown", () => {
    expect(by({ y: "5.27" }, "adds", ["y"])).toBe(false);
    expect(by({ y: "5.27" }, "adds", ["z"])).toBe(true);
    expect(by({ y: "5.27" }, "either")).toBe(false);
    // 1.77 + 2.3 = 4.07 = 1.77 · 2.3: on these numbers it gives the same.
    expect(by({ y: "1.77", z: "4.07" })).toBe(false);
  });
});

describe("two misconceptions at one blank", () => {
  const both = (decimals: number) =>
    sheet(
      { p: 3.1, q: 1.7, r: 2.3, s: 0.6 },
      { z1: "p * q + r", z2: "p * r + s", z3: "q * s" },
      { adds: ["a * b", "a + b"], subtracts: ["a + b", "a - b"] },
      `rounding: { decimals: ${decimals}, truncation: false }`,
    );
  const pair = { kind: "misconception", explanations: [["adds", "subtracts"]] };
  const verdictOf = ({ blanks }: MarkedScript, id: string) =>
    blanks.find((blank) => blank.id === id)!.verdict;
  // 3.1 + 1.7 − 2.3, and 3.1 + 2.3 − 0.6.
  const [z1, z2] = ["2.5000", "4.8000"];

  test("are named where their digits leave no room for chance", () => {
    // Two decimals cover 0.01 of the number line, four 0.0001; 0.0002 of 7.57 is 0.0015.
    expect(verdictOf(mark(both(2), { z1: "2.50" }), "z1").kind).toBe("wrong");
    expect(verdictOf(mark(both(4), { z1 }), "z1")).toMatchObject(pair);
  });

  test("or in two blanks, or where one of them is found alone elsewhere", () => {
    const script = mark(both(2), { z1: "2.50", z2: "4.80" });
    expect(verdictOf(script, "z1")).toMatchObject(pair);
    expect(verdictOf(script, "z2")).toMatchObject(pair);
    expect(script.diagnosis).toMatchObject([
      { malrules: ["adds", "subtracts"], explanations: [["adds", "subtracts"]], hits: 2 },
    ]);
    // 1.7 + 0.6, alone.
    const alone = mark(both(2), { z1: "2.50", z3: "2.30" });
    expect(verdictOf(alone, "z1")).toMatchObject(pair);
    expect(verdictOf(alone, "z3")).toMatchObject({ explanations: [["adds"]] });
    expect(alone.diagnosis.map(({ malrules, hits }) => [malrules.join(), hits])).toEqual([
      ["adds", 2],
      ["subtracts", 1],
    ]);
  });

  test("of several that fit, those that explain most count, then those of which most is known", () => {
    // Both of the last two make p·q + r of 3.1 + 1.7 − 2.3, where adds is committed, too.
    const of = sheet(
      { p: 3.1, q: 1.7, r: 2.3, s: 0.6 },
      { z1: "p * q + r", z2: "p * r + s", z3: "q * s", z4: "s + p" },
      {
        adds: ["a * b", "a + b"],
        subtracts: ["a + b", "a - b"],
        "takes-23": ["a + b", "a - 2.3"],
      },
    );
    const at = (answers: Readonly<Record<string, string>>) => {
      const verdict = verdictOf(mark(of, answers), "z1");
      return verdict.kind === "misconception" ? verdict.explanations : verdict.kind;
    };
    const [first, second] = [
      ["adds", "subtracts"],
      ["adds", "takes-23"],
    ];
    expect(at({ z1: "2.50" })).toBe("wrong");
    expect(at({ z1: "2.50", z2: "4.80" })).toEqual([first]);
    expect(at({ z1: "2.50", z3: "2.30" })).toEqual([first, second]);
    // 0.6 − 2.3.
    expect(at({ z1: "2.50", z4: "-1.70" })).toEqual([second]);
    expect(at({ z1: "2.50", z3: "2.30", z4: "-1.70" })).toEqual([second]);
  });

  test("and not where one figure is written, nor where something else is", () => {
    expect(verdictOf(mark(both(4), { z1: "2.5000", z2: "5" }), "z2").kind).toBe("wrong");
    expect(verdictOf(mark(both(4), { z1: "2.5004" }), "z1").kind).toBe("wrong");
    expect(verdictOf(mark(both(4), { z2 }), "z2")).toMatchObject(pair);
  });
});
