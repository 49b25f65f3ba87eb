import { describe, expect, test } from "vitest";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { run } from "../../src/graph/evaluate.js";
import { problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";

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
    expect(kindOf(mark(carrying(3)), "dw1_1_1")).toBe("wrong");
    expect(kindOf(mark(carrying(3)), "new_w1_1_1")).toBe("imprecise");
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
