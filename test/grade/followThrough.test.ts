import { describe, expect, test } from "vitest";
import { explanations, waysOfFollowing } from "../../src/grade/followThrough.js";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";
import { type Answers, workedBy } from "../measure/formulaStudent.js";

const mark = (of: Problem, answers: Answers, policy = {}): MarkedScript =>
  markScript(of, { schemaVersion: 1, exercise: of.prepared.exercise.name, answers }, policy);

/** A script that goes on from these numbers, each in its blank. */
const goingOn = (of: Problem, from: Readonly<Record<string, number>>): Answers =>
  workedBy(of, (slot) => {
    const written = from[of.prepared.program.ids[slot]!];
    return written === undefined ? undefined : { written, onwards: written };
  });

const lost = ({ blanks }: MarkedScript): string[] =>
  blanks.flatMap(({ id, marks, points }) => (marks < points ? [id] : []));

const softmax = problem(prepared("softmax-2-3"), "1");
const sigmoid = problem(prepared("mlp-2-2-2-sigmoid"), "1");
const relu = problem(prepared("mlp-2-3-1-relu"), "measure-20");
const valueAt = ({ values, prepared: { program } }: Problem, id: string): number =>
  values[program.slots.get(id)!]!;

test("every way of following and every explanation says in words what it is", () => {
  for (const { id, sentence } of [...waysOfFollowing, ...explanations]) {
    expect(id).toMatch(/^[a-z-]+$/);
    expect(sentence).toMatch(/^(what|the same|is|stands) .*[^.]$/s);
  }
});

describe("one error of a script", () => {
  test("is forgiven, whatever it is: a made-up number, 0, a number of the sheet", () => {
    for (const z1_1 of [0.1234, 0, valueAt(softmax, "w1_2_1")])
      expect(lost(mark(softmax, goingOn(softmax, { z1_1 })))).toEqual(["z1_1"]);
  });

  test("is not where the set is strict and nothing explains it", () => {
    const script = goingOn(softmax, { expsum1: 3.3721 });
    expect(lost(mark(softmax, script))).toEqual(["expsum1"]);
    expect(lost(mark(softmax, script, { strictEvidence: true }))).toContain("a1_1");
  });

  test("earns nothing where it makes the next value trivial", () => {
    const script = mark(sigmoid, goingOn(sigmoid, { delta2_1: 0 }));
    expect(lost(script)).toEqual(expect.arrayContaining(["delta2_1", "dw2_1_1", "dw2_1_2"]));
  });

  test("but a slip of the pen from the right value does", () => {
    const { prepared: net } = relu;
    const open = net.questions.find(
      ({ id }) => /^new_w1/.test(id) && Math.abs(valueAt(relu, id)) > 0.3,
    )!;
    const script = goingOn(relu, { [open.id]: -Number(valueAt(relu, open.id).toFixed(5)) });
    expect(lost(mark(relu, script))).toEqual([open.id]);
  });
});

describe("of several errors with work that follows", () => {
  test("none is forgiven where two are explained by nothing", () => {
    const script = mark(softmax, goingOn(softmax, { z1_1: 0.4321, z1_2: 0.7654 }));
    expect(lost(script)).toEqual(expect.arrayContaining(["exp1_1", "exp1_2", "expsum1"]));
  });

  test("one is forgiven where slips explain the others", () => {
    const z1_2 = -Number(valueAt(softmax, "z1_2").toFixed(4));
    const script = mark(softmax, goingOn(softmax, { z1_1: 0.4321, z1_2 }));
    expect(lost(script)).toEqual(["z1_1", "z1_2"]);
  });

  test("a slip explains one, and not two of its sort", () => {
    const [z1_1, z1_2] = ["z1_1", "z1_2"].map((id) => -Number(valueAt(softmax, id).toFixed(4)));
    const script = mark(softmax, goingOn(softmax, { z1_1: z1_1!, z1_2: z1_2! }));
    expect(lost(script)).toContain("exp1_1");
  });

  test("four right answers of its kind for each explain them, and fewer do not", () => {
    const one = goingOn(sigmoid, { dw1_1_1: 0.0321, new_w2_1_1: 0.4321 });
    expect(lost(mark(sigmoid, one)).sort()).toEqual(["dw1_1_1", "new_w2_1_1"]);
    const two = goingOn(sigmoid, { dw1_1_1: 0.0321, new_w2_1_1: 0.4321, new_w2_2_2: 0.7654 });
    expect(lost(mark(sigmoid, two))).toEqual(
      expect.arrayContaining(["s2.z2_1", "s2.z2_2", "s2.loss"]),
    );
  });

  test("the same number in two blanks of a kind is explained by nothing", () => {
    const z = Number(valueAt(softmax, "z1_3").toFixed(4));
    const script = mark(softmax, goingOn(softmax, { z1_1: z, z1_2: z }));
    expect(lost(script)).toEqual(expect.arrayContaining(["exp1_1", "expsum1"]));
  });
});

test("a wrong answer from which nothing follows, alone of its kind, counts as itself alone", () => {
  const script = mark(softmax, goingOn(softmax, { z1_1: 0.4321, loss: 0.9876 }));
  expect(lost(script)).toEqual(["z1_1", "loss"]);
});

describe("a wrong choice", () => {
  test("follows where it is what the student's own values say", () => {
    const z1_1 = goingOn(softmax, {}).class === "first" ? -3.4567 : 3.4567;
    const script = goingOn(softmax, { z1_1 });
    expect(script.class).not.toBe(goingOn(softmax, {}).class);
    const { blanks } = mark(softmax, script);
    expect(blanks.find(({ id }) => id === "class")!.verdict).toMatchObject({
      kind: "followsThrough",
    });
  });

  test("is wrong where they say otherwise", () => {
    const honest = goingOn(softmax, {});
    const other = ["first", "second", "third"].find((word) => word !== honest.class)!;
    expect(lost(mark(softmax, { ...honest, class: other }))).toEqual(["class"]);
  });

  test("is the function that the student's own table computes", () => {
    const table = problem(prepared("threshold-xor"), "1");
    const script = goingOn(table, { "e4.z2_1": -Number(valueAt(table, "e4.z2_1").toFixed(1)) });
    expect(script.computed).not.toBe(goingOn(table, {}).computed);
    const { blanks } = mark(table, script);
    expect(blanks.find(({ id }) => id === "computed")!.marks).toBe(1);
  });
});

test("a unit is open where the student has written so, if its sum is not asked", () => {
  const closed = ["a1_1", "a1_2", "a1_3"].find((id) => valueAt(relu, id) === 0);
  expect(closed).toBeDefined();
  const unit = closed!.slice(-1);
  const script = workedBy(relu, (slot, worked) => {
    const id = relu.prepared.program.ids[slot]!;
    if (id === closed) return { written: 0.4321, onwards: 0.4321 };
    // Open on the way back, too: its delta is the error through its weight.
    const delta = valueOfDelta(relu, unit);
    const factor = {
      [`dw1_${unit}_1`]: valueAt(relu, "x1"),
      [`dw1_${unit}_2`]: valueAt(relu, "x2"),
      [`db1_${unit}`]: 1,
    }[id];
    if (factor === undefined) return undefined;
    const gradient = delta(0.4321) * factor;
    return worked === gradient
      ? undefined
      : { written: gradient, onwards: Number(gradient.toFixed(5)) };
  });
  const marked = mark(relu, script);
  for (const id of [`dw1_${unit}_1`, `dw1_${unit}_2`, `db1_${unit}`])
    expect(marked.blanks.find((blank) => blank.id === id)!.verdict.kind).toBe("followsThrough");
});

/** The delta of an open unit of the first layer, from what the student has for its activation. */
function valueOfDelta(of: Problem, unit: string): (activation: number) => number {
  const before = ["1", "2", "3"]
    .filter((other) => other !== unit)
    .reduce((sum, other) => sum + valueAt(of, `w2_1_${other}`) * valueAt(of, `a1_${other}`), 0);
  const weight = valueAt(of, `w2_1_${unit}`);
  return (activation) => {
    const output = before + weight * activation + valueAt(of, "b2_1");
    return lossSlope(of, Math.max(0, output)) * (output > 0 ? 1 : 0) * weight;
  };
}

const lossSlope = (of: Problem, output: number): number => {
  const { loss } = of.prepared.exercise.network!;
  return (
    (loss.of === "squared-error" ? 2 : 1) *
    (output - valueAt(of, of.prepared.program.slots.has("t1") ? "t1" : "t"))
  );
};
