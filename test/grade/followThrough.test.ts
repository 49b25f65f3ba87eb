import { describe, expect, test } from "vitest";
import { waysOfFollowing } from "../../src/grade/following.js";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { explanations } from "../../src/grade/withheld.js";
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
const sigmoid = problem(prepared("mlp-2-2-2-sigmoid"), "2");
const relu = problem(prepared("mlp-2-3-1-relu"), "measure-20");
const valueAt = ({ values, prepared: { program } }: Problem, id: string): number =>
  values[program.slots.get(id)!]!;

const keyOf = (of: Problem, id: string): number =>
  Number(valueAt(of, id).toFixed(of.prepared.exercise.rounding.decimals));

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
    const z2_1 = -keyOf(sigmoid, "z2_1");
    const script = mark(sigmoid, goingOn(sigmoid, { z2_1, z2_2: 0.4321 }));
    expect(lost(script)).toEqual(["z2_1", "z2_2"]);
  });

  test("a slip from what a made-up number gives is none where that has few figures", () => {
    // Of 0, the sigmoid is a half: its sign or its point is anybody's guess.
    for (const name of ["mlp-2-1-1-sigmoid", "mlp-2-2-1-sigmoid", "mlp-2-2-2-1-sigmoid"])
      for (const seed of ["1", "2", "3"])
        for (const a1_1 of [-0.5, 0.05, 5]) {
          const net = problem(prepared(name), seed);
          const { blanks } = mark(net, goingOn(net, { z1_1: 0, a1_1 }));
          const follows = blanks.filter(({ verdict }) => verdict.kind === "followsThrough");
          expect(follows, `${name}, seed ${seed}, ${a1_1}`).toEqual([]);
        }
  });

  test("a slip explains one, and not two of its sort", () => {
    const [z2_1, z2_2] = [-keyOf(sigmoid, "z2_1"), -keyOf(sigmoid, "z2_2")];
    expect(lost(mark(sigmoid, goingOn(sigmoid, { z2_1, z2_2 })))).toContain("a2_1");
  });

  test("a slip explains nothing where the right value has few figures", () => {
    // What is made up for 0.8 is -0.8 often enough.
    const pool = problem(prepared("convolution-one-filter"), "fair-2");
    expect(valueAt(pool, "a2_1")).toBeCloseTo(0.8, 10);
    const script = mark(pool, goingOn(pool, { a2_1: -0.8, a2_2: -0.9 }));
    expect(lost(script)).toEqual(expect.arrayContaining(["a3_1", "loss", "delta3_1"]));
  });

  test("two made-up numbers are explained by no right answers of their kind", () => {
    const script = goingOn(sigmoid, { dw1_1_1: 0.0321, new_w2_1_1: 0.4321 });
    expect(lost(mark(sigmoid, script))).toEqual(
      expect.arrayContaining(["new_w1_1_1", "s2.z1_1", "s2.z2_1", "s2.loss"]),
    );
  });

  test("what is made up on the way to a made-up number counts, though nothing follows from it", () => {
    const net = problem(prepared("mlp-2-2-1-tanh"), "1");
    const one = lost(mark(net, goingOn(net, { delta2_1: 0.4321 })));
    expect(one).toEqual(["delta2_1"]);
    const { blanks } = mark(net, goingOn(net, { a2_1: 0.3456, delta2_1: 0.4321 }));
    expect(blanks.filter(({ verdict }) => verdict.kind === "followsThrough")).toEqual([]);
  });

  test("a misconception explains them where the script shows it", () => {
    const deltas = ["delta2_1", "delta2_2", "delta1_1", "delta1_2"];
    const held = workedBy(sigmoid, (slot, _worked, values) => {
      const id = sigmoid.prepared.program.ids[slot]!;
      const error = sigmoid.prepared.program.slots.get(id.replace("delta", "dloss_da"));
      if (!deltas.includes(id)) return undefined;
      return { written: values[error!]!, onwards: values[error!]! };
    });
    expect(lost(mark(sigmoid, held)).sort()).toEqual(deltas.toSorted());
  });

  test("and not where right answers contradict it", () => {
    const [delta2_1, delta2_2] = ["dloss_da2_1", "dloss_da2_2"].map((id) => keyOf(sigmoid, id));
    const script = goingOn(sigmoid, { delta2_1: delta2_1!, delta2_2: delta2_2! });
    expect(lost(mark(sigmoid, script))).toEqual(expect.arrayContaining(["dw2_1_1", "dw2_2_1"]));
  });

  test("nor is it in two steps, though it were a slip in one of them", () => {
    const z2_1 = -keyOf(sigmoid, "z2_1");
    const alone = mark(sigmoid, goingOn(sigmoid, { z2_1, "s2.z2_1": 0.1234 }));
    expect(lost(alone)).toEqual(["z2_1", "s2.z2_1"]);
    const twice = mark(sigmoid, goingOn(sigmoid, { z2_1, "s2.z2_1": z2_1 }));
    expect(lost(twice)).toEqual(expect.arrayContaining(["a2_1", "s2.a2_1"]));
  });

  test("one misconception may give the same number in two blanks", () => {
    // Without its input, each gradient of a unit is its delta.
    const script = workedBy(sigmoid, (slot, _worked, values) => {
      const { ids, slots } = sigmoid.prepared.program;
      const [, unit] = /^dw(\d_\d)_\d$/.exec(ids[slot]!) ?? [];
      if (unit === undefined) return undefined;
      const delta = values[slots.get(`delta${unit}`)!]!;
      return { written: delta, onwards: delta };
    });
    expect(script.dw2_1_1).toBe(script.dw2_1_2);
    expect(lost(mark(sigmoid, script)).every((id) => /^dw/.test(id))).toBe(true);
  });

  test("the same number in two blanks of a kind is explained by nothing", () => {
    const z = Number(valueAt(softmax, "z1_3").toFixed(4));
    const script = mark(softmax, goingOn(softmax, { z1_1: z, z1_2: z }));
    expect(lost(script)).toEqual(expect.arrayContaining(["exp1_1", "expsum1"]));
  });
});

test("zeros in every delta of a thin network earn nothing", () => {
  for (const name of ["mlp-2-1-1-sigmoid", "mlp-2-2-1-tanh"]) {
    const net = problem(prepared(name), "1");
    const script = workedBy(net, (slot) =>
      net.prepared.program.graph.get(net.prepared.program.ids[slot]!)!.role === "delta"
        ? { written: 0, onwards: 0 }
        : undefined,
    );
    const { blanks } = mark(net, script);
    expect(blanks.filter(({ verdict }) => verdict.kind === "followsThrough")).toEqual([]);
  }
});

test("what a slip closes by the work itself is worth as much as before", () => {
  // A state that is 0 after a slip has been worked out; so has what follows from it.
  const net = problem(prepared("mlp-2-3-1-relu"), "fair-2");
  const script = goingOn(net, { new_b2_1: -keyOf(net, "new_b2_1") });
  expect(script["s2.a2_1"]).toBe("0.00000");
  const { blanks } = mark(net, script);
  const kept = blanks.filter(({ verdict }) => verdict.kind === "followsThrough");
  expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(["s2.a2_1", "s2.loss"]));
});

test("between the two answers of a threshold unit nothing follows", () => {
  const rule = problem(prepared("perceptron-rule"), "fair-14");
  const script = mark(rule, goingOn(rule, { "s2.a1_1": 0.88, "s3.a1_1": 0.81 }));
  expect(lost(script)).toContain("s3.a1_1");
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

test("a sign lost on a unit's activation does not close it", () => {
  const net = problem(prepared("mlp-2-3-1-relu"), "fair-4");
  expect(lost(mark(net, goingOn(net, { a2_1: -keyOf(net, "a2_1") })))).toEqual(["a2_1"]);
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
