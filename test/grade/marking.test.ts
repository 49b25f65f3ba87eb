import { describe, expect, test } from "vitest";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { exerciseNames, prepared } from "../exercises.js";
import fc from "../fastCheck.js";

const net = prepared("mlp-2-2-2-sigmoid");
const variant = problem(net, "1");

const rightAnswers = (of: Problem): Record<string, string> =>
  Object.fromEntries(
    [...of.key].map(([id, answer]) => [
      id,
      answer.kind === "choice" ? answer.word : rounded(answer.value, of.prepared.exercise.rounding),
    ]),
  );

const mark = (answers: Record<string, unknown>, of: Problem = variant): MarkedScript =>
  markScript(of, { schemaVersion: 1, exercise: of.prepared.exercise.name, answers });

const verdictOf = (script: MarkedScript, id: string): string =>
  script.blanks.find((b) => b.id === id)!.verdict.kind;
const shifted = (id: string, by: number): string =>
  (Number(rightAnswers(variant)[id]!.replace("−", "-")) + by).toFixed(4);

describe("marking", () => {
  test("a wrong answer that everything later follows from costs itself alone", () => {
    const wrong = shifted("new_w2_1_1", 0.05);
    const answers: Record<string, string> = { ...rightAnswers(variant), new_w2_1_1: wrong };
    // The second pass, carried on with the wrong weight.
    const number = (id: string): number => Number(answers[id]!.replace("−", "-"));
    const z = number("s2.z2_1") + 0.05 * number("s2.a1_1");
    const a = 1 / (1 + Math.exp(-z));
    const loss1 = 0.5 * (0.01 - a) ** 2;
    Object.assign(answers, {
      "s2.z2_1": z.toFixed(4),
      "s2.a2_1": a.toFixed(4),
      "s2.loss_1": loss1.toFixed(4),
      "s2.loss": (loss1 + number("s2.loss_2")).toFixed(4),
    });
    const script = mark(answers);
    expect(script.firstError).toBe("new_w2_1_1");
    expect(script.score).toBe(script.maxScore - 1);
    for (const id of ["s2.z2_1", "s2.a2_1", "s2.loss_1", "s2.loss"])
      expect(verdictOf(script, id)).toBe("followsThrough");
  });

  test("a misprint, after which the right value is used, costs itself alone", () => {
    const script = mark({ ...rightAnswers(variant), a1_1: shifted("a1_1", 0.09) });
    expect(script.score).toBe(script.maxScore - 1);
  });

  test("a zero earns nothing below it", () => {
    const answers: Record<string, string> = { ...rightAnswers(variant), delta2_1: "0.0000" };
    for (const id of ["dw2_1_1", "dw2_1_2", "dloss_1_da1_1", "dloss_1_da1_2"])
      answers[id] = "0.0000";
    const script = mark(answers);
    for (const id of ["delta2_1", "dw2_1_1", "dw2_1_2", "dloss_1_da1_1"])
      expect(verdictOf(script, id)).toBe("wrong");
  });

  test("an invented value earns nothing below it unless another blank of its kind shows the method", () => {
    const invented: Record<string, string> = {
      ...rightAnswers(variant),
      a1_1: "0.3712",
      a1_2: "0.8345",
    };
    const number = (id: string): number => Number(invented[id]!.replace("−", "-"));
    const given = (id: string): number => variant.values[net.program.slots.get(id)!]!;
    const z = given("w2_1_1") * number("a1_1") + given("w2_1_2") * number("a1_2") + given("b2");
    const script = mark({ ...invented, z2_1: z.toFixed(4) });
    expect(verdictOf(script, "z2_1")).toBe("wrong");
    const withMethod = { ...invented, a1_2: rightAnswers(variant).a1_2! };
    const followed =
      given("w2_1_1") * 0.3712 + given("w2_1_2") * Number(withMethod.a1_2) + given("b2");
    expect(verdictOf(mark({ ...withMethod, z2_1: followed.toFixed(4) }), "z2_1")).toBe(
      "followsThrough",
    );
  });

  test("no script is marked by what another one holds", () => {
    const scripts = ["z1_1", "a2_1", "delta2_1", "s2.loss"].map((id, i): Record<string, string> => {
      return { ...rightAnswers(variant), a1_1: shifted("a1_1", 0.09 + i / 1000), [id]: "" };
    });
    const alone = scripts.map((answers) =>
      mark(answers, problem(prepared("mlp-2-2-2-sigmoid"), "1")),
    );
    expect(scripts.map((answers) => mark(answers))).toEqual(alone);
    expect(scripts.toReversed().map((answers) => mark(answers))).toEqual(alone.toReversed());
  });

  test("the same wrong number in two steps earns nothing below it, though a misconception would give it once", () => {
    const once = {
      a1_1: "2",
      loss: "0.125",
      dw1_1_1: "1",
      new_w1_1_1: "0.6",
      "s2.a1_1": "1.2",
      "s2.loss": "0.845",
      "s2.dw1_1_1": "-2.6",
      "s2.new_w1_1_1": "1.64",
    };
    const descent = problem(prepared("descent-by-hand"), "measure-899");
    expect(verdictOf(mark(once, descent), "new_w1_1_1")).toBe("followsThrough");
    const twice = { ...once, "s2.dw1_1_1": "1", "s2.new_w1_1_1": "0.2" };
    expect(verdictOf(mark(twice, descent), "new_w1_1_1")).toBe("wrong");
  });

  test("one malformed blank costs that blank", () => {
    const script = mark({ ...rightAnswers(variant), z1_1: "abc", loss: {} });
    expect(script.score).toBe(script.maxScore - 2);
    expect([verdictOf(script, "z1_1"), verdictOf(script, "loss")]).toEqual([
      "unreadable",
      "unreadable",
    ]);
  });

  test("hostile 30: an unknown blank is warned of and earns nothing", () => {
    const script = mark({ ...rightAnswers(variant), z9_9: "1" });
    expect(script.score).toBe(script.maxScore);
    expect(script.warnings[0]).toMatch(/^z9_9 is not asked here, so it was not marked/);
  });

  test("hostile 30: of very many unknown blanks a few are named, the same whatever their order, and the rest counted", () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `z${i}_${"9".repeat(i % 100)}`);
    const script = mark({
      ...rightAnswers(variant),
      ...Object.fromEntries(ids.map((id) => [id, "1"])),
    });
    expect(script.score).toBe(script.maxScore);
    expect(script.warnings).toHaveLength(21);
    expect(script.warnings[20]).toBe("9980 more of its answers are not asked here");
    for (const warning of script.warnings) expect(warning.length).toBeLessThan(150);
    const again = mark({
      ...rightAnswers(variant),
      ...Object.fromEntries(ids.reverse().map((id) => [id, "1"])),
    });
    expect(again.warnings).toEqual(script.warnings);
  });

  test("hostile 16: at exactly the tolerance an answer is right, one step beyond it is not", () => {
    const answer = variant.key.get("z1_1")!;
    if (answer.kind !== "number") throw new Error("z1_1 is a number");
    const { value, range } = answer;
    expect(verdictOf(mark({ z1_1: (value + range.tolerance).toFixed(10) }), "z1_1")).toBe(
      "correct",
    );
    expect(verdictOf(mark({ z1_1: (value + range.tolerance + 1e-8).toFixed(10) }), "z1_1")).toBe(
      "wrong",
    );
  });
});

describe.each(exerciseNames)("in %s", (name) => {
  const exercise = prepared(name);
  const variants = ["1", "2", "3"].map((seed) => problem(exercise, seed));
  const scripts = fc.tuple(
    fc.constantFrom(...variants),
    fc.array(
      fc.tuple(
        fc.constantFrom(...exercise.questions.map(({ id }) => id)),
        fc.oneof(
          fc.double({ min: -2, max: 2, noNaN: true }).map((x) => x.toFixed(4)),
          fc.constantFrom("", "0", "x"),
        ),
      ),
      { maxLength: 12 },
    ),
  );

  test("a total is never below the marks by the key alone, and the order of answers does not matter", () => {
    fc.assert(
      fc.property(scripts, ([of, changes]) => {
        const answers: Record<string, string> = {
          ...rightAnswers(of),
          ...Object.fromEntries(changes),
        };
        const script = mark(answers, of);
        const byKey = script.blanks.reduce(
          (sum, { verdict, points }) => sum + (verdict.kind === "correct" ? points : 0),
          0,
        );
        expect(script.score).toBeGreaterThanOrEqual(byKey);
        const reversed = Object.fromEntries(Object.entries(answers).reverse());
        expect(mark(reversed, of)).toEqual(script);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test("hostile 14: what is huge or tiny earns nothing, and leaves no number in the results that JSON has not", () => {
    const of = variants[0]!;
    const ids = [...of.key].flatMap(([id, answer]) => (answer.kind === "number" ? [id] : []));
    for (const [i, odd] of ["1e308", "-1.7976931348623157e308", "1e155", "1e-320"].entries()) {
      const some = ids.filter((_, place) => place % 4 === i);
      const all = Object.fromEntries(
        ids.map((id, place) => [id, place % 2 === 0 ? odd : "-1e308"]),
      );
      for (const answers of [
        all,
        ...some.flatMap((id) => [{ ...rightAnswers(of), [id]: odd }, { [id]: odd }]),
      ]) {
        const { score, maxScore, blanks, ...script } = mark(answers, of);
        expect(JSON.stringify([score, script])).not.toContain("null");
        expect(score).toBeLessThanOrEqual(maxScore);
        const isHuge = (id: string): boolean =>
          Math.abs(Number((answers as Record<string, string>)[id])) > 1e100;
        expect(blanks.filter(({ id, marks }) => isHuge(id) && marks !== 0)).toEqual([]);
      }
    }
  });

  test("correcting one answer never lowers its own mark, nor the marks by the key", () => {
    fc.assert(
      fc.property(scripts, ([of, changes]) => {
        const answers: Record<string, string> = {
          ...rightAnswers(of),
          ...Object.fromEntries(changes),
        };
        for (const [id] of changes.slice(0, 3)) {
          const better = mark({ ...answers, [id]: rightAnswers(of)[id]! }, of).blanks.find(
            (blank) => blank.id === id,
          )!;
          expect(better.verdict.kind).toBe("correct");
        }
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
