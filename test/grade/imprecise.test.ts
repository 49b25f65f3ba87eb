import { describe, expect, test } from "vitest";
import { isImprecise, isKeyAsFarAsItGoes, isKeyInOneFigure } from "../../src/grade/imprecise.js";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import type { Work } from "../../src/grade/work.js";
import { run } from "../../src/graph/evaluate.js";
import { problem } from "../../src/problem/problem.js";
import type { MarkedQuestion } from "../../src/question/marking.js";
import { prepared } from "../exercises.js";
import { markedAt, sheet, worked } from "./sheet.js";

const five = problem(prepared("mlp-2-1-1-sigmoid"), "1");

/** A careful student who carries and writes so many decimals. */
function carrying(decimals: number, of = five): Record<string, string> {
  const { program, slots } = of.prepared;
  const values = of.values.slice();
  const answers: Record<string, string> = {};
  for (let slot = program.givens; slot < program.ids.length; slot++) {
    run(program.code, program.segments[slot]!, values);
    values[slot] = Number(values[slot]!.toFixed(decimals));
    if (slots.includes(slot)) answers[program.ids[slot]!] = values[slot]!.toFixed(decimals);
  }
  return answers;
}

const mark = (answers: Record<string, string>, policy = {}, of = five): MarkedScript =>
  markScript(of, { schemaVersion: 1, exercise: "mlp-2-1-1-sigmoid", answers }, policy);

const kindOf = ({ blanks }: MarkedScript, id: string): string =>
  blanks.find((blank) => blank.id === id)!.verdict.kind;

const zKey = five.values[five.prepared.program.slots.get("a1_1")!]!;

describe("an honest script with too few digits", () => {
  test("of four on a sheet of five is wrong nowhere", () => {
    const { blanks, firstError, diagnosis } = mark(carrying(4));
    expect(
      blanks.filter(({ verdict: { kind } }) => kind === "wrong" || kind === "misconception"),
    ).toEqual([]);
    expect(blanks.filter(({ verdict: { kind } }) => kind === "imprecise").length).toBeGreaterThan(
      5,
    );
    expect([firstError, diagnosis]).toEqual([undefined, []]);
  });

  test.each(["1", "measure-6", "measure-11"])(
    "of three loses in full only what shows one figure (%s)",
    (seed) => {
      const of = problem(prepared("mlp-2-1-1-sigmoid"), seed);
      const answers = carrying(3, of);
      const wrong = mark(answers, {}, of).blanks.filter(({ verdict }) => verdict.kind === "wrong");
      expect(wrong.filter(({ id }) => !(Math.abs(Number(answers[id])) < 0.01))).toEqual([]);
    },
  );

  test("keeps what is right as far as it goes, whatever it was worked out from", () => {
    const of = problem(prepared("mlp-2-1-1-sigmoid"), "16");
    const script = mark(carrying(3, of), {}, of);
    expect(kindOf(script, "dw1_1_1")).toBe("wrong");
    expect(kindOf(script, "new_w1_1_1")).toBe("imprecise");
  });
});

test("it earns a half, or what the set says", () => {
  const answers = { ...carrying(5), a1_1: zKey.toFixed(3) };
  const { score, maxScore, blanks } = mark(answers);
  expect(kindOf(mark(answers), "a1_1")).toBe("imprecise");
  expect(blanks.find(({ id }) => id === "a1_1")!.marks).toBe(0.5);
  expect(score).toBe(maxScore - 0.5);
  expect(mark(answers, { imprecise: 0.8 }).score).toBeCloseTo(maxScore - 0.2);
  expect(mark(answers, { imprecise: 0 }).score).toBe(maxScore - 1);
});

describe("an answer with too few digits", () => {
  const only = (text: string): string => kindOf(mark({ ...carrying(5), a1_1: text }), "a1_1");

  test("is right as far as it goes less than a unit of its last digit away, and wrong beyond", () => {
    const cut = Math.floor(zKey * 1000) / 1000;
    expect(only(cut.toFixed(3))).toBe("imprecise");
    expect(only((cut + 0.001).toFixed(3))).toBe("imprecise");
    expect(only((cut + 0.003).toFixed(3))).toBe("wrong");
  });

  test("needs two significant figures", () => {
    expect(only(zKey.toFixed(2))).toBe("imprecise");
    expect(only(zKey.toFixed(1))).toBe("wrong");
  });

  test("is none where all the digits stand", () => {
    expect(only((zKey + 0.0009).toFixed(5))).toBe("wrong");
  });
});

describe("too few digits, one by one:", () => {
  // Four decimals are carried: y = 1.44773, s = 0.0042.
  const of = (): ReturnType<typeof sheet> =>
    sheet(
      { p: 0.37, k: 0.0042, r: 1.25 },
      { y: "exp(p)", z: "y * 1000", s: "k * 1", u: "y * r" },
      {},
      "rounding: { decimals: 4, truncation: false }",
    );
  const judge = (
    rule: (work: Work, marked: MarkedQuestion) => boolean,
    id: string,
    answers: Readonly<Record<string, string>>,
  ): boolean => {
    const problem = of();
    return rule(worked(problem, answers), markedAt(problem, id));
  };
  const bySlot =
    (rule: (work: Work, slot: number) => boolean) =>
    (work: Work, { slot }: MarkedQuestion): boolean =>
      rule(work, slot);

  test("the key as far as it goes is less than a unit of the last digit away", () => {
    const y = (answer: string) => judge(bySlot(isKeyAsFarAsItGoes), "y", { y: answer });
    expect(["1.44", "1.45", "1.46", "1.43", "1.447", "1.449"].map(y)).toEqual([
      ...[true, true, false, false, true, false],
    ]);
    // One figure is too few, and four decimals are all there are.
    expect(["1", "1.4478", "-1.45"].map(y)).toEqual([false, false, false]);
  });

  test("in one figure the key is no error from two decimals on, within half of itself", () => {
    const s = (answer: string) => judge(bySlot(isKeyInOneFigure), "s", { s: answer });
    expect(["0.004", "0.005", "0.003", "0.0040"].map(s)).toEqual([true, true, false, false]);
    expect(["0.01", "0.1", "0.0050"].map(s)).toEqual([false, false, false]);
    const y = (answer: string) => judge(bySlot(isKeyInOneFigure), "y", { y: answer });
    expect(["1", "1.44"].map(y)).toEqual([false, false]);
  });

  test("an answer is right but for them as far as carrying so few can take it", () => {
    const u = (y: string, answer: string) => judge(isImprecise, "u", { y, u: answer });
    // From 1.54 follows 1.925: 0.0125 for its digits, 0.005 for rounding.
    expect(
      ["1.92", "1.93", "1.91", "1.94", "1.90", "1.95"].map((answer) => u("1.54", answer)),
    ).toEqual([...[true, true, true, true, false, false]]);
    // From 1.5432 follows 1.929: less than a unit is little enough.
    expect(["1.92", "1.93", "1.94", "1.91"].map((answer) => u("1.5432", answer))).toEqual([
      ...[true, true, false, false],
    ]);
    expect(u("1.5432", "1.9390")).toBe(false);
    expect(u("1.5432", "2")).toBe(false);
  });

  test("and not where what follows needs no more digits", () => {
    expect(judge(isImprecise, "u", { y: "1.60", u: "2.00" })).toBe(false);
  });

  test("and no more than three units or a twentieth of it off, however far digits may take it", () => {
    const z = (y: string, answer: string) => judge(isImprecise, "z", { y, z: answer });
    // From 1.5 follows 1500, and a unit more or less is 100.
    expect(
      ["1503.0", "1500.3", "1500.2", "1499.7", "1500.4"].map((answer) => z("1.5", answer)),
    ).toEqual([...[false, true, true, true, false]]);
  });
});
